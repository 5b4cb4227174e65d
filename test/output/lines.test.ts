import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Draft, Observation} from '../../source/call/observation.js';
import type {Tone} from '../../source/output/text-line.js';
import {eventView} from '../../source/world/read/event-view.js';
import {linesFrom} from '../helpers/lines.js';
import {
  ALICE,
  answerDraft,
  apiDraft,
  BOB,
  CALL,
  eventDraft,
  rtcDraft,
  sample,
  seedObservations,
  tableWebhooks,
} from '../helpers/seed.js';
import {arrive, worldOf} from './seed-call.js';

type Format = 'text' | 'ndjson';

/** All lines of these observations, in batches of the given sizes; `finish` says what is left at the end. */
function linesOf(observations: readonly Observation[], format: Format = 'text', sizes: readonly number[] = []) {
  const lines = linesFrom({format});
  const out: string[] = [];
  const err: string[] = [];
  let from = 0;
  for (const size of [...sizes, observations.length]) {
    const taken = lines.take(observations.slice(from, from + size));
    out.push(...taken.out);
    err.push(...taken.err);
    from += size;
  }
  return {out, err, finish: lines.finish().out};
}

it('a line of a WebSocket of which no leg is known says which it is', () => {
  const told = [
    {kind: 'open', path: '/agent?key=1', ms: 5, to: 'http://127.0.0.1:5000'},
    {kind: 'close', by: 'vonage', code: 1000, at: 9000},
  ] as const;
  const lines = linesOf(
    told.map((event, i) => ({seq: i + 1, at: Date.UTC(2026, 10, 26, 9, 0, i), source: 'media', socket: 'S', event})),
  );
  expect(lines.out).toEqual([
    '09:00:00.000 –        –  websocket:open M    /agent after 5 ms',
    '09:00:01.000 –        –  websocket:closed M    by Vonage, 1000  of /agent open since 09:00:00.000',
  ]);
});

type Line = Record<string, unknown> & {kind: string};

function objectsOf(observations: readonly Observation[], kind?: string): Line[] {
  const all = linesOf(observations, 'ndjson').out.map(line => JSON.parse(line) as Line);
  return kind === undefined ? all : all.filter(line => line.kind === kind);
}

/** An event webhook of Bob's leg. */
const bob = (status: string, more: Record<string, unknown> = {}) =>
  eventDraft({uuid: BOB.leg, conversation_uuid: CALL, direction: 'outbound', to: '447700000003', status, ...more});

const stamped = (time: string) => ({timestamp: `2018-10-25T09:${time}Z`});

const reply = (to: number, more: Partial<Extract<Draft, {source: 'reply'}>> = {}): Draft => {
  return {source: 'reply', to, by: 'application', ms: 38, raw: {status: 200, headers: {}, body: '[]'}, ...more};
};

const health = (code: string, text: string, state: 'ok' | 'failing' = 'failing'): Draft => {
  return {source: 'health', part: 'poller', state, code, text};
};

describe('text lines', () => {
  it('call a status the same whoever tells of it first, say it once, and name who tells of it later', () => {
    const time = '2018-10-25T09:26:24.384Z';
    const webhook = bob('ringing', {timestamp: time});
    const channel = {id: BOB.leg, type: 'phone'};
    const polled = apiDraft('events', {
      _embedded: {events: [{id: 2, type: 'sip:ringing', timestamp: time, body: {channel}}]},
    });
    const body = {leg_id: BOB.leg, status: 'ringing'};
    const pushed = rtcDraft({type: 'leg:status:update', conversation_id: CALL, timestamp: time, body});
    const line = (drafts: readonly Draft[]) => linesOf(arrive(drafts)).out.map(each => each.slice(13).split(/ {2,}/));
    const first = (by: string, lag: string) => ['CON-bc64 L1 ringing', by, expect.stringContaining(lag)];
    const also = (by: string) => ['CON-bc64 –', 'also', by, 'L1 ringing'];
    expect(line([webhook, polled, pushed])).toEqual([first('W', 'hook='), also('A'), also('R')]);
    expect(line([polled, webhook, pushed])).toEqual([first('A', 'api='), also('W'), also('R')]);
    expect(line([pushed, webhook, polled])).toEqual([first('R', 'rtc='), also('W'), also('A')]);
  });

  it('tell the concept page’s call', () => {
    expect(linesOf(seedObservations()).out).toEqual([
      '09:26:18.991 CON-bc64 L1 started   W    in  447700000001 -> 447700000002   hook=40ms',
      '09:26:18.991 CON-bc64 L1 ringing   W    pdd=0ms                            hook=41ms',
      '09:26:19.002 CON-bc64 L1 answer    W    to 447700000002',
      '09:26:24.384 CON-bc64 L2 started   W    out Unknown -> 447700000003        hook=40ms',
      '09:26:24.384 CON-bc64 L2 ringing   W    pdd=0ms                            hook=41ms',
      '09:26:30.277 CON-bc64 L2 answered  W    ring=5.9s                          hook=40ms',
      '09:26:30.340 CON-bc64 L1 answered  W    ring=11.3s                         hook=40ms',
      '09:26:19.207 CON-bc64 L1 member:joined A                                   api=11.2s',
      '09:26:30.273 CON-bc64 L2 member:joined A                                   api=157ms',
      '09:26:30.274 CON-bc64 L2 member:media A                                    api=156ms',
      '09:26:30.337 CON-bc64 L1 member:joined A                                   api=93ms',
      '09:26:30.337 CON-bc64 L1 member:media A                                    api=93ms',
      '09:26:30.430 CON-bc64 –  also      A   L2 ringing, L2 answered, L1 answered',
      '09:31:30.179 CON-bc64 L1 completed W    talk=5m00s                         hook=40ms',
      '09:31:30.179 CON-bc64 L2 completed W    talk=5m00s                         hook=41ms',
      '09:31:30.179 CON-bc64 END ok=true legs=2 talk=5m00s problems=0 Talked for 5 min 0 s. ' +
        'Who hung up is not known: no disconnected_by came.',
    ]);
  });

  it('have no delay for a stamp that is not of now, as of a call that is replayed', () => {
    const {out} = linesOf(arrive([bob('ringing', {timestamp: '2011-01-01T00:00:00.000Z'})]));
    expect(out[0]).toMatch(/ringing +W +hook=–$/);
  });

  it('mark what was overtaken on the way', () => {
    const {out} = linesOf(arrive([bob('ringing', stamped('26:24.386')), bob('started', stamped('26:24.384'))]));
    expect(out[1]).toMatch(/ started .* out-of-order /);
  });

  it('tell a fact once, and each further witness of it once', () => {
    const events = sample('conversation/seed-events.json') as Record<string, unknown>[];
    const [, , , ringing = {}] = tableWebhooks();
    const once = linesOf(arrive([eventDraft(ringing)])).out;
    const pushed = rtcDraft({...events[1], conversation_id: CALL});
    const polled = apiDraft('events', [events[1]]);
    for (const [more, others] of [
      [[eventDraft(ringing)], 0],
      [[polled], 1],
      [[polled, polled], 1],
      [[pushed], 1],
      [[pushed, pushed], 1],
      [[pushed, polled, pushed], 2],
    ] as const) {
      const drafts = [eventDraft(ringing), ...more];
      expect(linesOf(arrive(drafts)).out).toHaveLength(once.length + others);
      expect(linesOf(arrive(drafts.reverse())).out).toHaveLength(once.length + others);
    }
  });

  it('name each witness that the call has at its end, and none twice, in whatever order they come', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(seedObservations(), {minLength: 1}), shuffled => {
        const observations = shuffled.map((each, index) => ({...each, seq: index + 1}));
        const told = objectsOf(observations).flatMap(line => {
          if (line.kind === 'event') return (line.witnesses as string[]).map(by => `${line.leg} ${line.type} ${by}`);
          if (line.kind !== 'witness') return [];
          return (line.events as Line[]).map(({leg, type}) => `${leg} ${type} ${line.by}`);
        });
        const world = worldOf(observations);
        const known = [...world.conversations.values()].flatMap(call =>
          call.rows.flatMap(row => {
            const {leg, type, witnesses} = eventView(world, call, row);
            return witnesses.map(by => `${leg ?? null} ${type} ${by}`);
          }),
        );
        expect(told.sort()).toEqual(known.sort());
      }),
      {numRuns: 50},
    );
  });

  it('say in a line what a late answer of the API adds, and of more than eight events how many more', () => {
    const said = Array.from({length: 12}, (_, index) => ({
      id: index + 1,
      type: `custom:n${index}`,
      timestamp: `2018-10-25T09:26:${10 + index}.000Z`,
      body: {},
    }));
    const pushed = said.map(event => rtcDraft({...event, conversation_id: CALL}));
    const {out} = linesOf(arrive([...pushed, apiDraft('events', {_embedded: {events: said}})]));
    expect(out).toHaveLength(13);
    expect(out.at(-1)).toMatch(/ also {6}A {3}custom:n0, custom:n1, .*custom:n7, 4 more$/);
  });

  it('say what an answer webhook was answered with, and nothing of a plain 200 to an event', () => {
    const [started = {}] = tableWebhooks();
    const {out} = linesOf(arrive([answerDraft, reply(1), eventDraft(started), reply(3)]));
    expect(out).toHaveLength(3);
    expect(out[1]).toMatch(/ CON-bc64 L1 reply {5}200 to the answer webhook by the application in 38ms$/);
  });

  it('say what a repeated webhook was answered with when that is something else', () => {
    const answered = (status: number) => ({raw: {status, headers: {}, body: ''}});
    const twice = [answerDraft, reply(1, answered(503)), answerDraft];
    const replies = (drafts: Draft[]) => linesOf(arrive(drafts)).out.filter(line => line.includes(' reply '));
    expect(replies([...twice, reply(3, answered(503))])).toEqual([
      expect.stringContaining('503 to the answer webhook'),
    ]);
    expect(replies([...twice, reply(3)])).toEqual([
      expect.stringContaining('503 to the answer webhook'),
      expect.stringContaining('200 to the answer webhook'),
    ]);
  });

  it('show problems with what to do, once each, and count them at the end', () => {
    const failure = {code: 'refused', text: 'Nothing listens at port 4000. Start the application.'};
    const {out} = linesOf(arrive([bob('busy', stamped('26:24.384')), reply(1, {failure}), bob('completed'), reply(3)]));
    expect(out.filter(line => line.includes(' PROBLEM '))).toEqual([
      expect.stringMatching(/L1 PROBLEM unhappy-end busy: The called party was busy\. Offer to call back later\./),
      expect.stringMatching(/L1 PROBLEM application Nothing listens at port 4000\. Start the application\.$/),
    ]);
    expect(out.at(-1)).toMatch(/ END ok=false legs=1 problems=2 L1 to 447700000003 ended busy/);
  });

  it('tell of a completed that has not come, when time has passed, and end then', () => {
    const busy = arrive([bob('busy', stamped('26:24.384'))]);
    const at = (busy[0]?.at ?? 0) + 6000;
    expect(linesOf(busy).out.some(line => line.includes(' END '))).toBe(false);
    expect(linesOf([...busy, {source: 'tick', seq: 2, at: at - 1}]).out).toHaveLength(2);
    const late = linesOf([...busy, {source: 'tick', seq: 2, at}]).out.slice(2);
    expect(late).toEqual([
      expect.stringContaining(' PROBLEM completed-missing completed has not come 6 s after busy.'),
      expect.stringContaining(' END ok=false '),
    ]);
  });

  it('end a call only when its last webhook is answered: that may be what went wrong', () => {
    const lines = linesFrom({format: 'text'});
    const failure = {code: 'status', text: 'The application answered 500 instead of 200. Look into its log.'};
    const [answered, first, completed, last] = arrive([
      bob('answered'),
      reply(1),
      bob('completed'),
      reply(3, {failure}),
    ]);
    if (!answered || !first || !completed || !last) throw new Error('four observations');
    const {out, wakeAt} = lines.take([answered, first, completed]);
    expect(out.join()).not.toContain(' END ');
    expect(wakeAt).toBe(completed.at + 10_000);
    expect(lines.take([last]).out.at(-1)).toContain(' END ok=false ');
  });

  it('ask for a tick when time alone would bring something', () => {
    const lines = linesFrom({format: 'text'});
    const busy = arrive([bob('busy', stamped('26:24.384'))]);
    const {wakeAt} = lines.take(busy);
    expect(wakeAt).toBe((busy[0]?.at ?? 0) + 6000);
    expect(lines.take([{source: 'tick', seq: 2, at: wakeAt ?? 0}])).toMatchObject({wakeAt: undefined});
  });

  it('say of a call that is over, at the last, what was still waited for', () => {
    const {out, finish} = linesOf(arrive([bob('busy', stamped('26:24.384'))]));
    expect(out.join()).not.toContain(' END ');
    expect(finish).toEqual([expect.stringContaining(' END ok=false ')]);
  });

  it('end a named conversation again when it was called again', () => {
    const second = (status: string) => eventDraft({uuid: 'second', conversation_uuid: CALL, status});
    const {out} = linesOf(arrive([bob('answered'), bob('completed'), second('answered'), second('completed')]));
    expect(out.filter(line => line.includes(' END '))).toHaveLength(2);
  });

  it('keep the monitor’s own condition on standard error, and do not say the same twice', () => {
    const start: Draft = {source: 'control', action: 'start', setup: {version: '1.2.3', url: 'http://127.0.0.1:3000'}};
    const unauthorized = health('unauthorized', 'The API refused the token (401). Check --private-key.');
    const {out, err} = linesOf(arrive([start, unauthorized, unauthorized, health('answering', 'It answers.', 'ok')]));
    expect(out).toEqual([]);
    expect(err.map(line => line.slice(13))).toEqual([
      'convo-monitor 1.2.3 listens at http://127.0.0.1:3000',
      'poller failing: The API refused the token (401). Check --private-key.',
      'poller ok: It answers.',
    ]);
  });

  it('have no colour but what is given', () => {
    const paint = (tone: Tone, text: string) => `<${tone}>${text}</>`;
    const {out} = linesFrom({format: 'text', paint}).take(arrive([bob('answered'), bob('failed')]));
    expect(out[0]).toContain('<good>answered </>');
    expect(out[1]).toContain('<bad>failed   </>');
  });
});

describe('NDJSON lines', () => {
  it('are one object each, with a version, a kind and the place in the recording', () => {
    const lines = objectsOf(seedObservations());
    expect(lines.every(({schema, seq}) => schema === 1 && Number.isInteger(seq))).toBe(true);
    expect(new Set(lines.map(line => line.kind))).toEqual(new Set(['event', 'witness', 'leg', 'member', 'end']));
    expect(lines.filter(line => line.kind === 'event')).toHaveLength(14);
    expect(lines.at(-1)).toMatchObject({kind: 'end', conversation: CALL, ok: true, legs: 2, talkMs: 299_902});
  });

  it('name events by keys that a snapshot has too, and each once', () => {
    const events = objectsOf(seedObservations(), 'event');
    expect(events[0]).toMatchObject({
      key: `${ALICE.leg}/started/1540459578991`,
      leg: ALICE.leg,
      witnesses: ['webhook'],
    });
    expect(new Set(events.map(event => event.key)).size).toBe(events.length);
  });

  it('show each state that a leg went through', () => {
    const legs = objectsOf(seedObservations(), 'leg').filter(leg => leg.id === BOB.leg);
    expect([...new Set(legs.map(leg => leg.status))]).toEqual(['started', 'ringing', 'answered', 'completed']);
    expect(legs.at(-1)).toMatchObject({member: BOB.member, timings: {ringMs: 5893, talkMs: 299_902}});
  });

  it('have the reply to every webhook, by the key of its event', () => {
    const [started = {}] = tableWebhooks();
    const lines = objectsOf(arrive([eventDraft(started), reply(1, {ms: 38.1230001})]));
    const event = lines.find(line => line.kind === 'event');
    expect(lines.at(-1)).toMatchObject({kind: 'reply', event: event?.key, status: 200, by: 'application', ms: 38.123});
  });

  it('have the monitor’s condition as objects, and as sentences on standard error', () => {
    const {out, err} = linesOf(arrive([health('unauthorized', 'Refused.')]), 'ndjson');
    expect(out.map(line => JSON.parse(line))).toMatchObject([
      {kind: 'health', part: 'poller', state: 'failing', code: 'unauthorized', text: 'Refused.', retryAt: null},
    ]);
    expect(err).toHaveLength(1);
  });
});

describe('lines of both formats', () => {
  const everything: Observation[] = arrive([
    ...tableWebhooks().map(eventDraft),
    answerDraft,
    reply(9),
    ...(sample('conversation/seed-events.json') as Record<string, unknown>[]).flatMap(event => [
      rtcDraft({...event, conversation_id: CALL}),
      apiDraft('events', [event]),
    ]),
    apiDraft('conversation', sample('conversation/seed-conversation-v0.3.json')),
    apiDraft('members', sample('conversation/seed-members-list.json')),
    apiDraft('member', sample('conversation/seed-member-2.json')),
    {source: 'event', raw: {method: 'POST', path: '/webhooks/event', headers: {}, body: '{"torn'}},
    // A leg that nobody has named a conversation of, and then somebody does.
    eventDraft({uuid: 'lost', status: 'failed', detail: 'cannot_route', ...stamped('26:20.000')}),
    eventDraft({uuid: 'lost', conversation_uuid: 'CON-found', status: 'completed', ...stamped('26:21.000')}),
    health('unauthorized', 'Refused.'),
    apiDraft('conversation', {}, 404),
  ]).flatMap((each, i) => (i % 5 === 4 ? [each, {source: 'tick', seq: each.seq, at: each.at} as const] : [each]));

  it('are the same however the observations were batched, in any order of arrival', () => {
    const anyOrder = fc.shuffledSubarray(everything, {minLength: everything.length});
    const anySizes = fc.array(fc.integer({min: 0, max: 9}));
    fc.assert(
      fc.property(anyOrder, anySizes, fc.constantFrom<Format>('text', 'ndjson'), (order, sizes, format) => {
        const arrived = order.map((each, i) => ({...each, seq: i + 1}));
        expect(linesOf(arrived, format, sizes)).toEqual(linesOf(arrived, format));
      }),
      {numRuns: 40},
    );
  });

  it('tell each event of the World once, whatever the order', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(everything, {minLength: everything.length}), order => {
        const arrived = order.map((each, i) => ({...each, seq: i + 1}));
        const {world, out} = linesFrom({format: 'ndjson'}).take(arrived);
        const shown = [...world.conversations.values()].reduce((sum, {rows}) => sum + rows.length, 0);
        const events = out.map(line => JSON.parse(line) as Line).filter(line => line.kind === 'event');
        expect(events).toHaveLength(shown);
      }),
      {numRuns: 100},
    );
  });

  it('tell once of an API that stumbles again and again, and each time on standard error', () => {
    const poller = (state: 'ok' | 'failing', text: string): Draft => {
      return {source: 'health', part: 'poller', state, code: 'server-error', text, conversation: CALL};
    };
    const stumbles = [poller('failing', '500 for the events.'), poller('ok', 'Fine.'), poller('failing', '503 again.')];
    const {out, err} = linesOf(arrive([bob('answered'), ...stumbles]));
    expect(out.filter(line => line.includes(' PROBLEM '))).toEqual([expect.stringContaining('500 for the events.')]);
    expect(err).toHaveLength(3);
  });

  it('tell a problem once though its leg moves to the conversation that it turns out to belong to', () => {
    const failed = {uuid: 'lost', status: 'failed', detail: 'cannot_route', ...stamped('26:20.000')};
    const named = {...failed, conversation_uuid: 'CON-found', status: 'completed', ...stamped('26:21.000')};
    const {out} = linesOf(arrive([eventDraft(failed), eventDraft(named)]));
    expect(out.filter(line => line.includes(' PROBLEM '))).toHaveLength(1);
  });

  it.each(['text', 'ndjson'] as const)('let nothing from outside reach a terminal as a control (%s)', format => {
    const evil = 'a\x1b]52;c;eA==\x07\x9b2J\r\n\u202eb\u200b\u2028c\u{e0041}';
    const drafts = [
      bob('started', {from: evil, to: evil, conversation_uuid: evil}),
      bob('failed', {detail: evil, network: evil, disconnected_by: evil, price: evil}),
      eventDraft({uuid: evil, conversation_uuid: evil, reason: evil}),
      eventDraft({uuid: BOB.leg, conversation_uuid: CALL, dtmf: {digits: evil}}),
      apiDraft('events', [{id: 1, type: evil, body: {text: evil, user: {name: evil}}}]),
      apiDraft('conversation', {id: CALL, name: evil}),
      {source: 'event', raw: {method: 'POST', path: `/${evil}`, headers: {}, body: evil}} as const,
      {source: 'control', action: 'start', setup: {version: evil, url: evil, answer: evil}} as const,
      health(evil, evil),
      bob('completed'),
    ];
    const {out, err, finish} = linesOf(arrive(drafts), format);
    expect(out.length + err.length).toBeGreaterThan(10);
    for (const line of [...out, ...err, ...finish]) expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  });

  it('survive event types that are the names of built-in properties', () => {
    for (const type of ['constructor', '__proto__', 'toString']) {
      expect(linesOf(arrive([apiDraft('events', [{id: 1, type, body: {}}])])).out).toHaveLength(1);
    }
  });
});
