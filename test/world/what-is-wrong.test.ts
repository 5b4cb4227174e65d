import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Observation} from '../../source/call/observation.js';
import {summaryOf} from '../../source/output/summary.js';
import {legsOf} from '../../source/world/read/history.js';
import {problemsOf} from '../../source/world/read/problems.js';
import {timingsOf} from '../../source/world/read/timings.js';
import {emptyWorld} from '../../source/world/world.js';
import {answer, callee, caller, news, observed, other, polled, type Scene, withNcco} from '../helpers/calls.js';
import {fold} from '../helpers/fold.js';
import {linesFrom} from '../helpers/lines.js';

const anna = caller('a', '447700900001');
const bert = callee('b', '447700900002');
const socket = callee('w', 'wss://example.com/socket');
const talk = (text: string) => ({action: 'talk', text});
const input = {action: 'input', type: ['dtmf']};
const connect = {action: 'connect', endpoint: [{type: 'phone', number: bert.to}]};

const SECOND = 1000;
const HOUR = 3600 * SECOND;

/** The call some ms after the last thing that was observed of it. */
function callAfter(ms: number, ...scenes: Scene[]) {
  const seen = observed(...scenes);
  const last = seen.at(-1);
  const tick: Observation = {source: 'tick', seq: (last?.seq ?? 0) + 1, at: (last?.at ?? 0) + ms};
  const world = fold(emptyWorld(), [...seen, tick]);
  const [call] = world.conversations.values();
  if (!call) throw new Error('no call');
  const codes = problemsOf(world, call).map(({code}) => code);
  return {...summaryOf(world, call), world, call, codes, legs: legsOf(world, call)};
}

describe('A completed that never comes', () => {
  const begun = (...ncco: unknown[]) => [
    news(anna, 'started', 0),
    answer(anna, 0.3, ncco),
    news(anna, 'answered', 0.5),
  ];

  /** What is up in the call, and how long after the last webhook its end is missed at the latest, ms. */
  it.each<[string, Scene[], number]>([
    ['a sentence was spoken', begun(talk('Hello. Goodbye.')), 20 * SECOND],
    ['nobody pressed a key', begun(talk('Press 1.'), input), 60 * SECOND],
    ['speech was waited for', begun({action: 'input', type: ['speech']}), 120 * SECOND],
    ['it waited', begun({action: 'wait', timeout: 30}), 60 * SECOND],
    ['recording runs along', begun({action: 'record'}, talk('Hello.')), 30 * SECOND],
    [
      'the application answered the input with another NCCO',
      [
        ...begun(talk('Press 1.'), input, connect),
        withNcco(other(4, {dtmf: {digits: '1', timed_out: false}}, anna), [talk('Bye.')]),
      ],
      20 * SECOND,
    ],
    [
      'the leg that it was connected to is over',
      [...begun(connect), news(bert, 'started', 1), news(bert, 'answered', 5), news(bert, 'completed', 65)],
      20 * SECOND,
    ],
    [
      'the caller’s leg is over and only the other’s is not',
      [...begun(connect), news(bert, 'started', 1), news(bert, 'answered', 5), news(anna, 'completed', 65)],
      20 * SECOND,
    ],
    ['a phone rings for ever', [news(bert, 'started', 0), news(bert, 'ringing', 0)], 140 * SECOND],
    ['no NCCO was seen', [news(bert, 'started', 0), news(bert, 'answered', 1)], 2 * HOUR + 20 * SECOND],
    [
      'a sound of unknown length is played',
      begun({action: 'stream', streamUrl: ['https://example.com/a.mp3']}),
      2 * HOUR,
    ],
    ['it is said again and again', begun({...talk('Please hold.'), loop: 0}), 2 * HOUR],
    ['it is in a conversation', begun({action: 'conversation', name: 'weekly'}), 2 * HOUR],
  ])('is a problem once the leg should be over: %s', (_, scenes, ms) => {
    expect(callAfter(1000, ...scenes).codes).not.toContain('completed-missing');
    const {codes, ok, verdict} = callAfter(ms + 40 * SECOND, ...scenes);
    expect(codes).toContain('completed-missing');
    expect(ok).toBe(false);
    expect(verdict).toMatch(/^L\d should be over: .*no completed has come/);
  });

  it.each<[string, Scene[], number]>([
    ['both talk', [...begun(connect), news(bert, 'started', 1), news(bert, 'answered', 5)], HOUR],
    ['the sound may be long', begun({action: 'stream', streamUrl: ['https://example.com/a.mp3']}), HOUR],
    ['somebody is awaited in a room', begun({action: 'conversation', name: 'weekly'}), HOUR],
    ['what it dials reports elsewhere', begun(connect), HOUR],
    ['it is over', [...begun(talk('Hello.')), news(anna, 'completed', 3)], HOUR],
  ])('is none while it may be up: %s', (_, scenes, ms) => {
    expect(callAfter(ms, ...scenes).codes).not.toContain('completed-missing');
  });

  it('comes after the leg’s own limit, where the API tells it', () => {
    const channel = {id: 'a'.repeat(8).concat('-0000-4000-8000-000000000000'), type: 'phone', max_length: 60_000};
    const joined = polled({id: 1, type: 'member:joined', at: 1, body: {channel}});
    const {codes} = callAfter(80 * SECOND, ...begun({action: 'conversation', name: 'weekly'}), joined);
    expect(codes).toContain('completed-missing');
  });

  it('is withdrawn when the leg is heard of again, and said once', () => {
    const lines = linesFrom({format: 'text'});
    const seen = observed(...begun(talk('Hello.')));
    const last = seen.at(-1)?.at ?? 0;
    const out = [
      ...lines.take(seen).out,
      ...[20, 40].flatMap((s, i) => lines.take([{source: 'tick', seq: 90 + i, at: last + s * SECOND}]).out),
    ];
    expect(out.filter(line => line.includes('PROBLEM completed-missing'))).toHaveLength(1);
    const late = callAfter(1000, ...begun(talk('Hello.')), news(anna, 'completed', 60, {duration: '60'}));
    expect(late).toMatchObject({codes: [], ok: true});
  });
});

describe('A leg that never came up', () => {
  const over = (leg: typeof bert, more: object = {}) => [
    news(anna, 'started', 0),
    answer(anna, 0.1, [connect]),
    news(anna, 'answered', 0.2),
    news(leg, 'started', 1),
    news(leg, 'completed', 1.2, {duration: '0', start_time: null, disconnected_by: 'platform', ...more}),
    news(anna, 'completed', 1.3, {duration: '1', disconnected_by: 'platform'}),
  ];

  it.each([
    [socket, 'wss://example.com/socket', 'its uri takes WebSocket connections'],
    [callee('u', 'Alice'), 'Alice', 'the app is logged in'],
    [callee('s', 'sip:anna@example.com'), 'sip:anna@example.com', 'credentials'],
    [bert, bert.to, 'Check the number'],
  ])('is named in the verdict, with what to look at: %o', (leg, party, look) => {
    for (const more of [{}, {duration: undefined}]) {
      const {ok, verdict, codes} = callAfter(0, ...over(leg, more));
      expect(ok).toBe(false);
      expect(codes).toContain('never-up');
      expect(verdict).toContain(`L2 to ${party} never came up: `);
      expect(verdict).toContain(look);
    }
  });

  it.each([
    [socket, 'failed', 'its uri takes WebSocket connections'],
    [socket, 'unanswered', 'its uri takes WebSocket connections'],
    [callee('u', 'Alice'), 'unanswered', 'the app is logged in'],
    [callee('u', 'Alice'), 'timeout', 'the app is logged in'],
    [callee('s', 'sip:anna@example.com'), 'rejected', 'credentials'],
    [bert, 'busy', 'call back later'],
  ])('is told by its status as well, with what to look at: %o %s', (leg, status, look) => {
    const scenes = over(leg).toSpliced(4, 0, news(leg, status, 1.1));
    const {ok, verdict, codes} = callAfter(0, ...scenes);
    expect(ok).toBe(false);
    expect(codes).not.toContain('never-up');
    expect(verdict).toMatch(new RegExp(`L2 to .* ended ${status}: .*${look}`));
  });

  it.each([
    ['its answered was lost', {duration: '7', start_time: '2026-11-20T09:00:01.000Z'}],
    ['it may have been up before it was first seen', {duration: undefined, start_time: '2026-11-20T09:00:01.000Z'}],
  ])('is not said where %s', (_, more) => {
    expect(callAfter(0, ...over(bert, more)).codes).not.toContain('never-up');
  });

  const dials = {action: 'connect', endpoint: [{type: 'websocket', uri: 'wss://example.com/socket'}]};
  it.each([
    [[news(anna, 'started', 0), answer(anna, 0.1, [dials]), news(anna, 'completed', 1)]],
    [[answer(anna, 0.1, [talk('Hello.'), dials]), news(anna, 'answered', 0.2), news(anna, 'completed', 2)]],
  ])('is named where nothing but the NCCO tells of it', scenes => {
    const {ok, verdict} = callAfter(0, ...scenes);
    expect(ok).toBe(false);
    expect(verdict).toMatch(/^No leg of connect websocket wss:.* was seen: it never came up: .* its uri takes/);
  });

  it('may report elsewhere where the call went on for long, or the caller hung up', () => {
    const begun = [answer(anna, 0.1, [dials]), news(anna, 'answered', 0.2)];
    expect(callAfter(0, ...begun, news(anna, 'completed', 60)).codes).toEqual([]);
    expect(callAfter(0, ...begun, news(anna, 'completed', 2, {disconnected_by: 'user'})).codes).toEqual([]);
  });

  it('is not guessed from an end alone', () => {
    expect(callAfter(0, news(bert, 'completed', 9)).codes).not.toContain('never-up');
  });

  it('comes before one that the caller gave up waiting for', () => {
    const {verdict} = callAfter(0, news(bert, 'cancelled', 0.5), ...over(socket));
    expect(verdict).toContain('to wss://example.com/socket never came up');
  });
});

describe('A recording', () => {
  it.each([
    [{recording_url: '', size: 0}, 'no bytes and no address'],
    [{recording_url: '', size: '0'}, 'no bytes and no address'],
    [{recording_url: null}, 'no address'],
    [{recording_uuid: 'r', size: 0}, 'no bytes and no address'],
    [{recording_url: 'https://api.nexmo.com/v1/files/1', size: 0}, 'no bytes'],
  ])('with nothing in it is a problem: %o', (body, lack) => {
    const {world, call, ok} = callAfter(0, news(anna, 'answered', 0), other(9, body), news(anna, 'completed', 9));
    expect(problemsOf(world, call)).toMatchObject([
      {code: 'recording', text: `A recording has ${lack}: there is nothing to listen to.`},
    ]);
    expect(ok).toBe(false);
  });

  it('of which the API alone tells is one as well', () => {
    const done = polled({id: 5, type: 'audio:record:done', at: 9, body: {size: 0, destination_url: ''}});
    expect(callAfter(0, news(anna, 'answered', 0), done).codes).toEqual(['recording']);
  });

  it.each([{recording_url: 'https://api.nexmo.com/v1/files/1', size: 12228}, {recording_url: 'https://example.com/1'}])(
    'that can be listened to is none: %o',
    body => {
      expect(callAfter(0, news(anna, 'answered', 0), other(9, body)).codes).toEqual([]);
    },
  );
});

describe('Stamps that contradict each other', () => {
  it.each([
    [{started: 0, answered: 6, completed: 3}, {}, 'it ended 3 s before it was answered'],
    [{started: 0, ringing: 1, answered: 0.5}, {}, 'it was answered 500 ms before it rang'],
    [{started: 2, answered: 1}, {}, 'it was answered 1 s before it started'],
    [{completed: 9}, {start_time: '2026-11-20T09:00:09Z', end_time: '2026-11-20T09:00:01Z'}, 'end_time is 8 s before'],
    [
      {completed: 9},
      {start_time: '2026-11-20T09:00:00Z', end_time: '2026-11-20T09:00:09Z', duration: '300'},
      'duration is 5 min 0 s, from start_time to end_time it is 9 s',
    ],
    [
      {answered: 1, completed: 9},
      {start_time: '2026-11-20T10:00:01+02:00', end_time: '2026-11-20T10:00:09+02:00', duration: '8'},
      'end_time is 1 h 0 min before the time at which it ended',
    ],
    [{completed: 9}, {end_time: '2026-11-20T11:00:09Z'}, 'end_time is 2 h 0 min after the time at which it ended'],
  ])('are said, and are none of the call’s faults: %o %o', (stamps, more, text) => {
    const scenes = Object.entries(stamps).map(([status, at]) => news(anna, status, at, more));
    const {world, call, ok} = callAfter(0, ...scenes);
    expect(problemsOf(world, call).find(({code}) => code === 'stamps')?.text).toContain(text);
    expect(ok).toBe(true);
  });

  it('never make a length negative', () => {
    const stage = fc.integer({min: 0, max: 20});
    fc.assert(
      fc.property(fc.tuple(stage, stage, stage, stage), ([started, ringing, answered, completed]) => {
        const {world, legs, talkMs} = callAfter(
          0,
          ...Object.entries({started, ringing, answered, completed}).map(([status, at]) => news(anna, status, at)),
        );
        const {postDialMs, ringMs, talkMs: own} = legs[0] ? timingsOf(world, legs[0]) : {};
        for (const length of [postDialMs, ringMs, own, talkMs]) expect(length ?? 0).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
