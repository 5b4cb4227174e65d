import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {findScenario, type Scenario} from '../../source/simulator/index.js';
import type {Answering} from './application.js';
import {type StartOptions, start} from './start.js';

const phone = (number: string) => [{type: 'phone', number}];
const connect = {action: 'connect', endpoint: phone('447700000003')};
const talk = {action: 'talk', text: 'Hello.'};

/** Places a call that is answered with this NCCO; `events` may answer the event webhooks. */
async function play(
  ncco: unknown[],
  changes: Partial<Scenario> = {},
  events: Answering = () => ({}),
  options: StartOptions = {},
) {
  const run = await start(got => (got.path === '/answer' ? {body: ncco} : events(got)), options);
  const outcome = await run.vonage.place('answered', {seedIds: false, ...changes});
  await run.close();
  const sent = run.server.got
    .filter(({path}) => path !== '/answer')
    .map(({path, fields}) => ({path, ...fields}) as Sent);
  return {outcome, sent, statuses: run.server.statuses(), secondsOf: run.secondsOf};
}

type Sent = Record<string, unknown>;

describe('connect', () => {
  it('calls the number of the NCCO, from the number of the NCCO', async () => {
    const {sent} = await play([{action: 'connect', from: '447700900007', endpoint: phone('447700900008')}]);
    const outbound = sent.filter(({direction}) => direction === 'outbound');
    expect(new Set(outbound.map(({from, to}) => `${from} ${to}`))).toEqual(new Set(['447700900007 447700900008']));
  });

  it('reports the callee’s leg to its own event URL', async () => {
    const run = await start(({path}) => {
      return path === '/answer' ? {body: [{...connect, eventUrl: [`${run.server.url}/callee`]}]} : {};
    });
    await run.vonage.place('answered');
    await run.close();
    const places = run.server.got
      .filter(({fields}) => fields.status)
      .map(({path, fields}) => [fields.direction, path].join(' '));
    expect(new Set(places)).toEqual(new Set(['inbound /event', 'outbound /callee']));
  });

  it('ends at its limit, by the platform', async () => {
    const {sent} = await play([{...connect, limit: '10'}]);
    const completed = sent.find(({direction, status}) => direction === 'outbound' && status === 'completed');
    expect(completed).toMatchObject({disconnected_by: 'platform', duration: '11'});
  });

  it('lets the phone ring no longer than its timeout', async () => {
    const {sent, secondsOf} = await play([{...connect, timeout: 20}], {callees: [{outcome: 'timeout'}]});
    const [started, timeout] = ['ringing', 'timeout'].map(status =>
      sent.find(event => event.direction === 'outbound' && event.status === status),
    );
    expect(secondsOf(timeout?.timestamp) - secondsOf(started?.timestamp)).toBeCloseTo(20);
  });

  it('goes on with the next action when the callee has hung up', async () => {
    const {statuses} = await play([connect, talk], {callees: [{talkMs: 5000}]});
    expect(statuses.slice(-2)).toEqual(['outbound completed', 'inbound completed']);
  });

  it('that is synchronous asks what to do, and tells of the end of the first attempt after the second', async () => {
    const {sent} = await play(
      [{...connect, eventType: 'synchronous'}, talk],
      {callees: [{outcome: 'busy', afterMs: 1000}, {talkMs: 5000}]},
      ({fields}) => (fields.status === 'busy' ? {body: [{action: 'connect', endpoint: phone('447700000004')}]} : {}),
    );
    const outbound = sent
      .filter(({direction}) => direction === 'outbound')
      .map(({to, status}) => `${String(to).at(-1)} ${status}`);
    expect(outbound).toEqual([
      '3 started',
      '3 ringing',
      '3 busy',
      '4 started',
      '4 ringing',
      '4 answered',
      '3 completed',
      '4 completed',
    ]);
    expect(sent.at(-1)).toMatchObject({status: 'completed'});
  });

  it('with machine detection names the leg call_uuid, and lets the reply replace the NCCO', async () => {
    const {sent, statuses} = await play(
      [{...connect, advancedMachineDetection: {behavior: 'continue', mode: 'default'}}],
      {callees: [{detected: 'machine', talkMs: 60_000}]},
      ({fields}) => (fields.status === 'machine' ? {body: [talk]} : {}),
    );
    const machine = sent.find(({status}) => status === 'machine');
    expect(machine).toHaveProperty('call_uuid');
    expect(machine).not.toHaveProperty('uuid');
    expect(statuses.slice(-2)).toEqual(['inbound completed', 'outbound completed']);
  });

  it('to somebody while the caller gives up before the dialling leaves no leg behind', async () => {
    const {statuses, outcome} = await play([connect], {caller: {hangUpAfterMs: 2000}});
    expect(statuses).toEqual(['inbound started', 'inbound ringing', 'inbound completed']);
    expect(outcome.legs).toHaveLength(1);
  });
});

describe('input', () => {
  it.each([
    ['keys up to the maximum', {dtmf: {maxDigits: 2}}, '123', {digits: '12', timed_out: false}],
    ['keys up to the hash', {dtmf: {submitOnHash: true, maxDigits: 9}}, '12#3', {digits: '12', timed_out: false}],
    ['too few keys', {dtmf: {maxDigits: 4}}, '12', {digits: '12', timed_out: true}],
    ['keys in the older, flat form', {maxDigits: '1'}, '12', {digits: '1', timed_out: false}],
  ])('tells %s', async (_, settings, typed, dtmf) => {
    const {sent} = await play([{action: 'input', ...settings}], {digits: [typed]});
    expect(sent.find(event => event.dtmf)?.dtmf).toEqual(dtmf);
  });

  it('tells what was said, with a confidence written as text', async () => {
    const {sent} = await play([{action: 'input', type: ['speech'], speech: {saveAudio: true}}], {speech: ['sales']});
    expect(sent.find(event => event.speech)).toMatchObject({
      speech: {timeout_reason: 'end_on_silence_timeout', results: [{text: 'sales', confidence: '0.9405097'}]},
    });
  });

  it('lets keys override speech', async () => {
    const {sent} = await play([{action: 'input', type: ['dtmf', 'speech']}], {digits: ['1234'], speech: ['sales']});
    expect(sent.find(event => event.speech)?.speech).toEqual({error: 'Speech overridden by DTMF'});
  });

  it('is answered with the NCCO that goes on', async () => {
    const {sent} = await play(
      [
        {action: 'input', type: ['dtmf']},
        {action: 'wait', timeout: 7000},
      ],
      {digits: ['1']},
      ({fields}) =>
        fields.dtmf ? {body: [{action: 'notify', payload: {menu: 1}, eventUrl: ['http://127.0.0.1:1/']}]} : {},
    );
    expect(sent.at(-1)).toMatchObject({status: 'completed'});
    expect(Number(sent.at(-1)?.duration)).toBeLessThan(60);
  });
});

describe('media', () => {
  it.each([
    ['talk takes as long as its text', [{action: 'talk', text: 'x'.repeat(100)}], '8'],
    ['talk repeats', [{action: 'talk', text: 'x'.repeat(100), loop: 3}], '21'],
    ['markup is not spoken', [{action: 'talk', text: `<speak>${'x'.repeat(100)}</speak>`}], '8'],
    ['stream takes five seconds', [{action: 'stream', streamUrl: ['https://example.com/a.mp3']}], '6'],
    ['wait is ten seconds by default', [talk, {action: 'wait'}], '12'],
    ['wait is at least a tenth of a second', [talk, {action: 'wait', timeout: 0}], '2'],
    ['a loop of 0 ends with the caller', [{action: 'talk', text: 'Hello.', loop: 0}], '301'],
  ])('%s', async (_, ncco, duration) => {
    const {sent} = await play(ncco);
    expect(sent.at(-1)).toMatchObject({status: 'completed', duration});
  });

  it('takes as long as the simulator is told', async () => {
    const {sent} = await play([talk, talk], {}, undefined, {mediaMs: 10_000});
    expect(sent.at(-1)).toMatchObject({duration: '21'});
  });
});

describe('barge-in', () => {
  const stream = (bargeIn: boolean) => ({action: 'stream', streamUrl: ['https://example.com/a.mp3'], bargeIn});

  it.each([
    ['connect', [stream(true), stream(false), stream(true), connect]],
    ['nothing', [stream(true)]],
    ['wait', [{...talk, bargeIn: 'true'}, {action: 'wait'}, {action: 'input', type: ['dtmf']}]],
  ])('with %s where the input should be is told as an error, and nothing is played', async (_, ncco) => {
    const {sent} = await play(ncco);
    expect(sent.filter(({reason}) => reason)).toMatchObject([{reason: expect.stringMatching(/^Syntax error in NCCO/)}]);
    expect(sent.filter(({status}) => status === 'answered')).toEqual([]);
  });

  it('with an input is carried out', async () => {
    const {sent} = await play([stream(true), stream(false), {action: 'input', type: ['dtmf']}]);
    expect(sent.filter(({reason}) => reason)).toEqual([]);
    expect(sent.filter(({dtmf}) => dtmf)).toHaveLength(1);
  });
});

describe('input', () => {
  it('listens to speech where only its settings are given, as the PHP SDK writes it', async () => {
    const {sent} = await play([{action: 'input', speech: {language: 'en-US'}}], {speech: ['yes']});
    expect(sent.find(({speech}) => speech)).toMatchObject({speech: {results: [{text: 'yes'}]}});
  });
});

describe('conversation', () => {
  it('ends for all when somebody leaves who was to end it', async () => {
    let caller = 0;
    const run = await start(({path}) => {
      if (path !== '/answer') return {};
      caller += 1;
      return {body: [{action: 'conversation', name: 'weekly', endOnExit: caller === 1}]};
    });
    const scenario = {...findScenario('conference'), calls: {count: 3, everyMs: 1000}, caller: {hangUpAfterMs: 20_000}};
    const outcomes = await run.vonage.placeAll(scenario);
    await run.close();
    const ends = run.server.events().filter(({status}) => status === 'completed');
    expect(ends.map(({disconnected_by}) => disconnected_by)).toEqual(['user', 'platform', 'platform']);
    expect(new Set(ends.map(({timestamp}) => timestamp)).size).toBe(1);
    expect(outcomes).toHaveLength(3);
  });

  it('that does not exist cannot be transferred to: an error event says so', async () => {
    const {sent} = await play([{action: 'transfer', conversationId: 'CON-none'}]);
    expect(sent.find(({reason}) => reason)?.reason).toBe('Conversation CON-none does not exist.');
  });
});

describe('sequences that were captured', () => {
  const sample = (name: string): Sent[] =>
    JSON.parse(readFileSync(new URL(`../samples/voice/sequence-${name}.json`, import.meta.url), 'utf8'));
  const typeOf = (value: unknown) => (value === null ? 'null' : typeof value);
  /** The fields of an event and the types of their values; money and times have them only when the leg was paid for. */
  const shapeOf = (event: Sent) =>
    Object.entries(event)
      .map(([name, value]) => [name, name === 'network' ? 'text or null' : typeOf(value)].join(': '))
      .sort();

  it.each([
    ['app-to-phone', ['ringing', 'inbound answered']],
    ['app-to-app', []],
  ])('%s is reproduced, field names and types included', async (name, elided) => {
    const scenario = findScenario(name);
    const {client_ref} = sample(name)[0] ?? {};
    const {sent} = await play(scenario.ncco ?? [], {...scenario, omit: ['sip_code', 'disconnected_by']});
    const told = sent
      .map(({path, ...event}) => event)
      .filter(({direction, status}) => !elided.some(word => `${direction} ${status}`.endsWith(word)));
    // In what order the two legs complete differs from capture to capture.
    const keyed = (events: Sent[]) =>
      events
        .map(event => [`${event.direction} ${event.status}`, shapeOf(event)] as const)
        .sort(([a], [b]) => a.localeCompare(b));
    expect(keyed(told)).toEqual(keyed(sample(name)));
    expect(told[0]?.client_ref).toBe(client_ref);
    const ends = ({direction, status, from, to}: Sent) => [direction, status, from, to].join(' ');
    if (name === 'app-to-app') expect(told.map(ends).sort()).toEqual(sample(name).map(ends).sort());
  });

  it('busy that overtakes started is what reordering makes', async () => {
    const scenario = findScenario('busy');
    const arrivals = new Set<string>();
    for (let seed = 1; seed <= 20; seed++) {
      const {sent} = await play(scenario.ncco ?? [], {callees: [{outcome: 'busy', afterMs: 300}]}, undefined, {
        seed,
        faults: {reorder: 0.5},
      });
      arrivals.add(
        sent
          .filter(({direction}) => direction === 'outbound')
          .map(({status}) => status)
          .join(' '),
      );
    }
    expect([...arrivals].some(order => order.indexOf('busy') < order.indexOf('started'))).toBe(true);
  });
});
