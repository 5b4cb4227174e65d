import {setTimeout} from 'node:timers/promises';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Scenario, SimulatorOptions} from '../../source/simulator/index.js';
import type {Got} from './application.js';
import {start} from './start.js';

const number = fc.oneof(
  fc.double({min: -10, max: 100, noNaN: true}),
  fc.constantFrom('-3', '0', '1e9', -1e300, 1e300, '45'),
);
const seconds = fc.option(number, {nil: undefined});
const endpoint = fc.constantFrom(
  {type: 'phone', number: '447700000003'},
  {type: 'app', user: 'Bob'},
  {type: 'sip', uri: 'sip:bob@example.com'},
  {type: 'vbc', extension: '4711'},
);
/** NCCO actions with whatever numbers, as far as they are numbers. */
const action = fc.oneof(
  fc.record({action: fc.constant('talk'), text: fc.string({maxLength: 40}), loop: seconds, bargeIn: fc.boolean()}),
  fc.record({action: fc.constant('stream'), streamUrl: fc.constant(['https://example.com/a.mp3']), loop: seconds}),
  fc.record({action: fc.constant('wait'), timeout: seconds}),
  fc.record({
    action: fc.constant('input'),
    type: fc.constantFrom(['dtmf'], ['speech'], ['dtmf', 'speech']),
    dtmf: fc.record({timeOut: seconds, maxDigits: seconds}),
    speech: fc.record({endOnSilence: seconds, startTimeout: seconds, maxDuration: seconds}),
  }),
  fc.record({action: fc.constant('record'), endOnSilence: seconds, timeOut: seconds}),
  fc.record({
    action: fc.constant('connect'),
    endpoint: fc.tuple(endpoint),
    timeout: seconds,
    limit: seconds,
    eventType: fc.constantFrom('synchronous', undefined),
    machineDetection: fc.constantFrom('continue', 'hangup', undefined),
  }),
  fc.record({action: fc.constant('conversation'), name: fc.constantFrom('a', 'b'), endOnExit: fc.boolean()}),
  fc.record({action: fc.constant('conversation'), name: fc.constant('a'), record: fc.boolean()}),
  fc.record({action: fc.constant('transfer'), conversationId: fc.constant('CON-none')}),
);
const ncco = fc
  .array(action, {maxLength: 3})
  .map(actions => JSON.parse(JSON.stringify(actions).replaceAll('1e9', '9')));

const ms = fc.integer({min: 0, max: 30_000});
const callee = fc.record({
  outcome: fc.constantFrom('answered', 'answered', 'busy', 'rejected', 'unanswered', 'timeout', 'failed'),
  afterMs: fc.option(ms, {nil: undefined}),
  talkMs: fc.option(ms, {nil: undefined}),
  detected: fc.constantFrom('human', 'machine', 'beep', undefined),
});
const scenario = fc.record({
  caller: fc.record({
    party: fc.constantFrom(
      {type: 'phone', number: '447700000001'},
      {type: 'app', user: 'Alice'},
      {type: 'sip', uri: 'sip:alice@example.com'},
    ),
    hangUpAfterMs: fc.option(fc.oneof(fc.integer({min: 0, max: 900}), ms, ms), {nil: undefined, freq: 1}),
  }),
  callees: fc.array(callee, {minLength: 1, maxLength: 2}),
  digits: fc.array(fc.constantFrom('1', '4711#', ''), {maxLength: 2}),
  speech: fc.array(fc.constant('sales please'), {maxLength: 2}),
  calls: fc.record({count: fc.integer({min: 1, max: 3}), everyMs: fc.integer({min: 0, max: 2000})}),
});

/** Something done to the leg that was seen as the nth, by a request to Vonage. */
const request = fc.record({
  leg: fc.nat(3),
  what: fc.oneof(
    fc
      .constantFrom('hangup', 'mute', 'unmute', 'earmuff')
      .map(verb => ['PUT', 'v1/calls', '', {action: verb}] as const),
    ncco.map(given => ['PUT', 'v1/calls', '', {action: 'transfer', destination: {type: 'ncco', ncco: given}}] as const),
    fc.constant(['PUT', 'v1/calls', '/talk', {text: 'Hello.'}] as const),
    fc.constant(['PUT', 'v1/calls', '/dtmf', {digits: '12'}] as const),
    fc.constant(['DELETE', 'v0.3/legs', '', undefined] as const),
  ),
});

/** What a call is made of: who does what, and what the application asks for after so many ms, and at so many webhooks. */
const play = fc.record({
  scenario,
  answer: ncco,
  reply: fc.option(ncco, {nil: undefined}),
  later: fc.array(fc.record({afterMs: ms, request}), {maxLength: 3}),
  atOnce: fc.array(fc.record({webhook: fc.nat(12), request}), {maxLength: 3}),
});

type Play = typeof play extends fc.Arbitrary<infer Value> ? Value : never;
type Run = Awaited<ReturnType<typeof start>>;

/** Plays it, and returns every webhook that the application got. */
async function webhooksOf(
  {scenario: given, answer, reply, later, atOnce}: Play,
  options: Partial<SimulatorOptions>,
  pass: (run: Run, ms: number) => Promise<unknown>,
  thinkMs = 0,
): Promise<Got[]> {
  const legs: string[] = [];
  const ask = async ({leg, what: [method, path, end, body]}: Play['later'][number]['request']) => {
    const uuid = legs[leg];
    if (uuid) await run.call(method, `/${path}/${uuid}${end}`, body);
  };
  let webhooks = 0;
  const run: Run = await start(
    async ({path, fields}) => {
      const {uuid} = fields;
      if (typeof uuid === 'string' && !legs.includes(uuid)) legs.push(uuid);
      const nth = webhooks++;
      for (const {webhook, request: wanted} of atOnce) if (webhook === nth) await ask(wanted);
      if (thinkMs > 0) await setTimeout(thinkMs);
      if (path === '/answer') return {body: answer};
      return fields.dtmf && reply ? {body: reply} : {};
    },
    {limits: {creations: 1000, requests: 1000}, talkMs: 20_000, paths: {rtc: '/rtc'}, ...options},
  );
  const placed = run.vonage.placeAll({name: 'random', summary: '', ...given} as Scenario);
  for (const {afterMs, request: wanted} of later) {
    await pass(run, afterMs);
    await ask(wanted);
  }
  while (options.speed === 'step' && (await run.vonage.step()));
  const outcomes = await placed;
  expectGoodCalls((await run.get('/v1/calls?page_size=100')).body);
  await run.close();
  for (const {legs: lives} of outcomes) for (const {statuses} of lives) expectOrder(statuses.map(({at}) => at));
  return run.server.got;
}

function expectOrder(times: unknown[]): void {
  const numbers = times
    .filter(time => time !== undefined && time !== null)
    .map(time => (typeof time === 'number' ? time : Date.parse(String(time))));
  expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
}

/** Calls as the Voice API lists them when they are over. */
function expectGoodCalls({_embedded: {calls}}: {_embedded: {calls: Record<string, unknown>[]}}): void {
  for (const {start_time, end_time, duration, price} of calls) {
    expectOrder([start_time, end_time]);
    expect(Number(duration)).toBeGreaterThanOrEqual(0);
    expect(Number(price)).toBeGreaterThanOrEqual(0);
  }
}

type Body = {statusHistory?: {date: string}[]; timestamp?: {invited?: string; joined?: string; left?: string}};

/** What is true of the time, the money and the sizes in whatever webhooks. */
function expectGoodTimes(got: Got[]): void {
  for (const {fields} of got) {
    expectOrder([fields.start_time, fields.end_time]);
    for (const name of ['duration', 'price', 'rate', 'size']) {
      if (fields[name] !== undefined && fields[name] !== null) expect(Number(fields[name])).toBeGreaterThanOrEqual(0);
    }
    const {statusHistory = [], timestamp = {}} = (fields.body ?? {}) as Body;
    expectOrder(statusHistory.map(({date}) => date));
    expectOrder([timestamp.invited, timestamp.joined, timestamp.left]);
  }
  const told = new Map<string, Got['fields'][]>();
  for (const {path, fields} of got) {
    const leg = String(fields.uuid ?? fields.call_uuid);
    if (path === '/event' && fields.status) told.set(leg, [...(told.get(leg) ?? []), fields]);
  }
  for (const webhooks of told.values()) {
    expectOrder(webhooks.map(({timestamp}) => timestamp));
    const statuses = webhooks.map(({status}) => status);
    for (const status of ['started', 'answered', 'completed']) {
      expect(statuses.filter(word => word === status).length).toBeLessThanOrEqual(1);
    }
    const last = statuses.at(-1);
    expect(['completed', 'rejected']).toContain(last);
  }
}

/** A conversation's history is in the order of time where time stands still for the application. */
function expectOrderedConversations(got: Got[]): void {
  const latest = new Map<unknown, number>();
  for (const {path, fields} of got) {
    if (path !== '/rtc' || fields.id === undefined) continue;
    const at = Date.parse(String(fields.timestamp));
    const before = latest.get(fields.conversation_id) ?? at;
    // In the capture of Vonage's concept page, a member has joined some ms before the answer that is told first.
    expect(at).toBeGreaterThanOrEqual(before - 7);
    latest.set(fields.conversation_id, Math.max(at, before));
  }
}

describe('time runs forward', () => {
  it('whatever is asked for between two moments of a call', {timeout: 240_000}, async () => {
    await fc.assert(
      fc.asyncProperty(play, async wanted => {
        const got = await webhooksOf(wanted, {speed: 'step'}, (run, wait) => run.vonage.advance(wait));
        expectGoodTimes(got);
        expectOrderedConversations(got);
      }),
      {numRuns: 100, seed: 1},
    );
  });

  it.each([200, 5000])(
    'at %i times the speed of the wall clock, for an application that takes its time',
    {timeout: 240_000},
    async speed => {
      const waiting = (_: Run, wait: number) => setTimeout(wait / speed);
      await fc.assert(
        fc.asyncProperty(play, async wanted => {
          expectGoodTimes(await webhooksOf(wanted, {speed}, waiting, 2));
        }),
        {numRuns: 10, seed: 1},
      );
    },
  );
});
