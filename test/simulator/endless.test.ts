import {setTimeout} from 'node:timers/promises';
import {describe, expect, it} from 'vitest';
import {findScenario, type Scenario} from '../../source/simulator/index.js';
import type {Got, Reply} from './application.js';
import {type StartOptions, start} from './start.js';

type Application = (got: Got, run: Awaited<ReturnType<typeof start>>) => Reply | undefined | Promise<Reply | undefined>;

/** What an application does, and the most that a call to it may take: simulated seconds and webhooks. Whoever ends it is told. */
type Row = {
  application: Application;
  scenario?: string;
  changes?: Partial<Scenario>;
  options?: StartOptions;
  seconds: number;
  requests: number;
  by?: 'user' | 'platform';
};

const talk = {action: 'talk', text: 'Press 1 or 2.'};
const bob = {action: 'connect', endpoint: [{type: 'phone', number: '447700000003'}]};
const hour = 3600;

/** The same NCCO for every question that Vonage asks, whether by the answer webhook or by an event. */
const always =
  (...ncco: unknown[]): Application =>
  ({fields}, run) =>
    fields.status ? {} : {body: JSON.parse(JSON.stringify(ncco).replaceAll('{event}', `${run.server.url}/event`))};
const once =
  (...ncco: unknown[]): Application =>
  ({path}) =>
    path === '/answer' ? {body: ncco} : {};
const input = (settings: Record<string, unknown> = {type: ['dtmf'], dtmf: {maxDigits: 1}}) => ({
  action: 'input',
  ...settings,
});
const notify = {action: 'notify', payload: {again: true}, eventUrl: ['{event}']};
const menu = always({...talk, bargeIn: true}, input());

const rows: Record<string, Row> = {
  'a menu without end, for somebody who types': {
    ...{application: menu, scenario: 'ivr', seconds: 60, requests: 15, by: 'user'},
  },
  'a menu without end, for somebody who is silent': {
    ...{application: menu, scenario: 'silence', seconds: 60, requests: 15, by: 'user'},
  },
  'a menu without end, for somebody who speaks': {
    application: always(talk, input({type: ['speech']})),
    ...{scenario: 'speech', seconds: 90, requests: 15, by: 'user'},
  },
  'a menu for keys and speech that the events do not carry on': {
    application: once(...Array.from({length: 500}, () => input({type: ['dtmf', 'speech']}))),
    ...{scenario: 'silence', seconds: 60, requests: 15, by: 'user'},
  },
  'a question that waits for as long as it may': {
    application: always(input({type: ['dtmf', 'speech'], dtmf: {timeOut: 10}, speech: {startTimeout: 60}})),
    ...{scenario: 'silence', seconds: 4 * 60 + 5, requests: 15, by: 'user'},
  },
  'a question in the older, flat form': {
    ...{application: always(input({timeOut: '10'})), scenario: 'silence', seconds: 40, requests: 15, by: 'user'},
  },
  'talk without end': {application: once({...talk, loop: 0}), seconds: 310, requests: 6, by: 'user'},
  'talk a thousand million times': {application: once({...talk, loop: 1e9}), seconds: 310, requests: 6, by: 'user'},
  'a stream without end': {
    application: once({action: 'stream', streamUrl: ['https://example.com/hold.mp3'], loop: '0'}),
    ...{seconds: 310, requests: 6, by: 'user'},
  },
  'a text of a megabyte, which is refused': {
    ...{application: once({action: 'talk', text: 'x'.repeat(1_000_000)}), seconds: 5, requests: 6},
  },
  'a question that is to wait for a year, which is refused': {
    ...{application: always(input({type: ['dtmf'], dtmf: {timeOut: 3e7}})), seconds: 5, requests: 6},
  },
  'two hours of silence, again and again': {
    application: once(...Array.from({length: 50}, () => ({action: 'wait', timeout: 7200}))),
    ...{seconds: 310, requests: 6, by: 'user'},
  },
  'a wait without number': {application: always({action: 'wait', timeout: 1e300}, notify), seconds: 310, requests: 6},
  'NCCOs that are fetched one after the other': {
    ...{application: always(talk, notify), seconds: 310, requests: 400, by: 'user'},
  },
  'NCCOs that are fetched one after the other in no time': {
    ...{application: always(notify), seconds: 60, requests: 1010, by: 'platform'},
  },
  'an NCCO of five thousand actions that take no time': {
    application: once(...Array.from({length: 5000}, () => ({action: 'record'}))),
    ...{seconds: 60, requests: 1010, by: 'platform'},
  },
  'an NCCO of twenty thousand short waits': {
    application: once(...Array.from({length: 20_000}, () => ({action: 'wait', timeout: 0.1}))),
    ...{seconds: 310, requests: 6},
  },
  'a conversation whose moderator never comes': {
    application: once({action: 'conversation', name: 'weekly', startOnEnter: false}),
    ...{seconds: 310, requests: 8, by: 'user'},
  },
  'a callee who is always busy, called again each time': {
    application: ({path, fields}) =>
      path === '/answer' || fields.status === 'busy' ? {body: [{...bob, eventType: 'synchronous'}]} : {},
    changes: {callees: [{outcome: 'busy'}]},
    ...{seconds: 330, requests: 200, by: 'user'},
  },
  'a callee called again after each talk': {application: always(bob, notify), seconds: 2 * hour + 60, requests: 400},
  'two people who talk for days': {
    application: once(bob),
    changes: {callees: [{talkMs: 1e9}]},
    ...{seconds: 2 * hour + 60, requests: 10, by: 'platform'},
  },
  'a callee who is connected for days at a time': {
    application: once({...bob, limit: 7200}, bob, bob),
    changes: {callees: [{talkMs: 1e9}]},
    ...{seconds: 2 * hour + 60, requests: 20},
  },
  'a phone that may ring for days': {
    application: once({...bob, timeout: 7200}),
    changes: {callees: [{outcome: 'timeout'}]},
    ...{seconds: 310, requests: 8, by: 'user'},
  },
  'a message recorded again and again': {
    application: always({action: 'record', endOnSilence: 3}, notify),
    ...{seconds: 2 * hour + 60, requests: 3000},
  },
  'a transfer at each transfer': {
    application: async ({fields}, run) => {
      const destination = {type: 'ncco', ncco: [{action: 'wait', timeout: 1}, {action: 'wait'}]};
      if (fields.status === 'answered' || fields.type === 'transfer') {
        await run.call('PUT', `/v1/calls/${fields.uuid}`, {action: 'transfer', destination});
      }
      return fields.status || fields.type ? {} : {body: [talk]};
    },
    options: {limits: {creations: 1000, requests: 100_000}},
    ...{seconds: 60, requests: 1100, by: 'platform'},
  },
  'a refusal of every event': {
    application: got => (got.path === '/answer' ? {body: [talk, input()]} : {status: 503}),
    ...{seconds: 30, requests: 20},
  },
  'a connection that is closed at every request': {application: () => ({destroy: true}), seconds: 10, requests: 20},
  'no answer at all': {
    application: () => new Promise(() => undefined),
    options: {deadlines: {answer: {replyMs: 50}, event: {replyMs: 50}}},
    ...{seconds: 10, requests: 20},
  },
  'an answer of nonsense': {application: () => ({raw: '[[[['}), seconds: 10, requests: 8},
  'a second of thought before each NCCO': {
    application: async (got, run) => {
      if (got.fields.payload) await setTimeout(1050);
      return always(notify)(got, run);
    },
    options: {talkMs: 4000},
    ...{seconds: 10, requests: 12, by: 'user'},
  },
};

describe('a call ends, whatever the application does', () => {
  it.each(Object.entries(rows))('%s', {timeout: 60_000}, async (_, row) => {
    const {application, scenario = 'talk', changes, options, seconds, requests, by} = row;
    const run = await start(got => application(got, run), options);
    const began = run.vonage.now();
    const outcome = await run.vonage.place(findScenario(scenario), {seedIds: false, ...changes});
    const took = (run.vonage.now() - began) / 1000;
    await run.close();
    expect(outcome.status).toBe('completed');
    expect(took).toBeLessThanOrEqual(seconds);
    expect(run.server.got.length).toBeLessThanOrEqual(requests);
    const last = run.server.events().findLast(({status, uuid}) => status === 'completed' && uuid === outcome.uuid);
    if (by) expect(last).toMatchObject({disconnected_by: by});
  });

  it('at the length that a created call was given', async () => {
    const run = await start(() => ({}), {talkMs: 1e9});
    const wish = {length_timer: 30, ncco: [{...talk, loop: 0}], event_url: [`${run.server.url}/event`]};
    const {body} = await run.call('POST', '/v1/calls', {to: [{type: 'phone', number: '447700000003'}], ...wish});
    await expect.poll(() => run.server.events().at(-1)?.status).toBe('completed');
    await run.close();
    expect(run.server.events().at(-1)).toMatchObject({uuid: body.uuid, disconnected_by: 'platform', duration: '31'});
  });

  it('and whoever watches is told why', async () => {
    const lines: string[] = [];
    const run = await start(got => menu(got, run), {onAction: ({text}) => void lines.push(text)});
    const {uuid} = await run.vonage.place('ivr');
    await run.close();
    expect(lines).toContain(`${uuid} talk "Press 1 or 2."`);
    expect(lines).toContain(`${uuid} types "2"`);
    expect(lines).toContain(
      `${uuid} is hung up by 447700000001, who has nothing to type or to say, and was asked 3 times before`,
    );
  });
});
