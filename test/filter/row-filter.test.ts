import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Draft} from '../../source/call/observation.js';
import {columnTest} from '../../source/filter/columns.js';
import {matchesCall, matchesEvent} from '../../source/filter/match.js';
import {parseFilter} from '../../source/filter/parse.js';
import {callFilter, rowFilter} from '../../source/filter/row-filter.js';
import {eventSubjects} from '../../source/filter/world-subject.js';
import {eventView, legLabel} from '../../source/world/read/event-view.js';
import {emptyWorld, type World} from '../../source/world/world.js';
import {anyText} from '../helpers/filters.js';
import {fold} from '../helpers/fold.js';
import {
  ALICE,
  answerDraft,
  apiDraft,
  BOB,
  CALL,
  eventDraft,
  observe,
  rtcDraft,
  sample,
  tableWebhooks,
} from '../helpers/seed.js';

const apiEvents = sample('conversation/seed-events.json') as Record<string, unknown>[];
const webhooks = tableWebhooks();

/** The seed's call, with a reply, digits, a duplicate, and a second leg that was busy in a call of its own. */
const drafts: Draft[] = [
  answerDraft,
  {
    source: 'reply',
    to: 1,
    by: 'application',
    ms: 620,
    raw: {status: 200, headers: {}, body: '[]'},
  },
  ...webhooks.map(eventDraft),
  eventDraft(webhooks[0] ?? {}),
  eventDraft({
    uuid: BOB.leg,
    conversation_uuid: CALL,
    dtmf: {digits: '42', timed_out: false},
    timestamp: '2018-10-25T09:27:00.000Z',
  }),
  ...apiEvents.slice(0, 3).map(event => rtcDraft({...event, conversation_id: CALL})),
  apiDraft('conversation', sample('conversation/seed-conversation-v0.3.json')),
  apiDraft('members', sample('conversation/seed-members-list.json')),
  apiDraft('events', apiEvents),
  eventDraft({
    uuid: 'busy-leg',
    conversation_uuid: 'CON-busy',
    status: 'busy',
    direction: 'outbound',
    from: '447700000009',
    to: '33612345678',
    timestamp: '2018-10-25T09:30:00.000Z',
  }),
];
const world = fold(emptyWorld(), observe(drafts));

function conversationOf(of: World, id: string) {
  const found = of.conversations.get(id);
  if (!found) throw new Error(`no ${id}`);
  return found;
}
const call = conversationOf(world, CALL);
const subjectOf = eventSubjects(world, call, {});

function filterOf(text: string) {
  const {filter, errors} = parseFilter(text);
  if (!filter || errors.length > 0) throw new Error(`${text}: ${errors[0]?.text}`);
  return filter;
}

/** The events that pass, as `L1 answered`. */
function shown(text: string): string[] {
  return call.rows.filter(rowFilter(world, call, filterOf(text))).map(row => {
    const {leg, type} = eventView(world, call, row);
    return `${legLabel(world, leg) ?? '–'} ${type}`;
  });
}

const callsThatPass = (text: string) =>
  [...world.conversations.values()].filter(callFilter(world, filterOf(text))).map(each => each.id);

describe('rowFilter', () => {
  it.each<[string, string[]]>([
    ['status:ringing', ['L1 ringing', 'L2 ringing']],
    ['status:ringing leg:L2', ['L2 ringing']],
    [`ringing ${ALICE.leg.slice(0, 8)}`, ['L1 ringing']],
    [`leg:${BOB.leg.slice(0, 6)} type:input`, ['L2 input']],
    ['digits=42', ['L2 input']],
    ['note:/^digits=\\d+$/', ['L2 input']],
    ['type:sip:ringing', ['L2 ringing']],
    ['type:answer', ['L1 answer', 'L1 answered', 'L2 answered']],
    ['type=answer', ['L1 answer']],
    ['type:*ing leg:L1', ['L1 ringing']],
    ['lat>500', ['L1 answer']],
    ['lat>0.7s', []],
    ['reply:2xx', ['L1 answer']],
    ['app:200', ['L1 answer']],
    ['dup>1', ['L1 started']],
    ['is:duplicate', ['L1 started']],
    ['is:unstamped', ['L1 answer']],
    ['is:live', []],
    ['number:+44 type:input or note:42', ['L2 input']],
    ['at:09:27', ['L2 input']],
    ['at>09:26:30 at<09:26:31 status:answered', ['L1 answered', 'L2 answered']],
    ['at>=2018-10-25T09:31:30Z witness:W', ['L1 completed', 'L2 completed']],
    ['dir:out type:input', ['L2 input']],
    ['endpoint:phone type:input', ['L2 input']],
    ['member:vapi-user type:input', ['L2 input']],
    ['call:CON-bc64 type:input', ['L2 input']],
    ['call:CON-busy', []],
  ])('%s', (text, expected) => {
    expect(shown(text).sort()).toEqual(expected.sort());
  });

  it('says who reported what', () => {
    const all = call.rows.length;
    expect(shown('witness:W').length + shown('not witness:W').length).toBe(all);
    expect(shown('witness:=')).toEqual(shown('witness:A (witness:W)'));
    expect(shown('by:api').length).toBe(apiEvents.length);
  });

  it('asks for marks and for the clock on the screen', () => {
    const first = call.rows[0] ?? 0;
    const view = eventView(world, call, first);
    const marked = (conversation: string, event?: string) => conversation === CALL && event === view.key;
    expect(call.rows.filter(rowFilter(world, call, filterOf('is:marked'), {marked}))).toEqual([first]);
    const context = {utcOffset: () => 3_600_000};
    expect(call.rows.filter(rowFilter(world, call, filterOf('at:10:27'), context))).toHaveLength(1);
  });

  it('says the same by columns as by looking at the whole event', () => {
    fc.assert(
      fc.property(anyText, text => {
        const {filter} = parseFilter(text);
        fc.pre(filter !== undefined);
        const columns = columnTest(world, call, filter);
        for (const row of call.rows) {
          const whole = matchesEvent(filter, subjectOf(row));
          expect(columns(row) ?? whole).toBe(whole);
        }
      }),
      {numRuns: 300},
    );
  });

  it('asks of a row what its view shows', () => {
    for (const row of call.rows) {
      const view = eventView(world, call, row);
      const asked = subjectOf(row);
      expect({
        type: asked.type,
        status: asked.status,
        note: asked.note,
        id: asked.id || undefined,
        leg: asked.leg?.id,
        member: asked.member?.id,
        witnesses: asked.witnesses,
        deliveries: asked.deliveries,
        outOfOrder: asked.outOfOrder,
        problem: asked.problem,
        stamped: asked.stamped,
        reply: asked.reply,
        signature: asked.signature,
      }).toEqual({
        type: view.type,
        status: view.status,
        note: view.note,
        id: view.id,
        leg: view.leg,
        member: view.member,
        witnesses: view.witnesses,
        deliveries: view.deliveries,
        outOfOrder: view.outOfOrder,
        problem: view.problem,
        stamped: view.stamped,
        reply: view.reply,
        signature: view.signature,
      });
      expect([view.type, view.apiType]).toContain(asked.apiType ?? view.type);
      expect(asked.delayMs).toBe(view.stamped ? view.arrivedAt - view.at : undefined);
    }
  });

  it('answers by columns alone what is asked most', () => {
    for (const text of ['type:dtmf', 'status:busy', 'leg:L1 status:ringing', 'not type:member', 'busy']) {
      const columns = columnTest(world, call, filterOf(text));
      const withLeg = call.rows.filter(row => world.log.legOf(row) !== undefined);
      expect(withLeg.length).toBeGreaterThan(5);
      for (const row of withLeg) expect(columns(row)).toBeTypeOf('boolean');
    }
  });

  it.each([
    ['ringing', ['ringing']],
    ['type:ringing', ['ringing']],
    ['type:sip:ringing', ['ringing']],
    ['completed', ['completed']],
    ['type=completed', ['completed']],
    ['hangup', ['completed']],
  ])('finds a status that only the API told of by both its names: %s', (text, types) => {
    const told = (id: number, type: string) => {
      const timestamp = `2018-10-25T09:26:2${id}.000Z`;
      return {id, type, timestamp, body: {channel: {id: ALICE.leg, type: 'phone'}}};
    };
    const polled = apiDraft('events', {_embedded: {events: [told(1, 'sip:ringing'), told(2, 'sip:hangup')]}});
    const only = fold(emptyWorld(), observe([polled]));
    const its = conversationOf(only, CALL);
    const found = its.rows.filter(rowFilter(only, its, filterOf(text)));
    expect(found.map(row => eventView(only, its, row).type)).toEqual(types);
  });

  it('reads nothing but the type for a filter on the type', () => {
    const subject = new Proxy({type: 'audio:dtmf', apiType: undefined} as never, {
      get: (target, name) => {
        if (name !== 'type' && name !== 'apiType') throw new Error(`${String(name)} was read`);
        return target[name];
      },
    });
    expect(matchesEvent(filterOf('type:dtmf'), subject)).toBe(true);
    expect(matchesEvent(filterOf('type:dtmf or is:problem'), subject)).toBe(true);
  });

  it('obeys the laws of and, or and not', () => {
    fc.assert(
      fc.property(anyText, anyText, (textA, textB) => {
        const a = parseFilter(textA).filter;
        const b = parseFilter(textB).filter;
        fc.pre(a !== undefined && b !== undefined);
        for (const row of call.rows.slice(0, 12)) {
          const event = subjectOf(row);
          const is = (filter: NonNullable<typeof a>) => matchesEvent(filter, event);
          expect(is({kind: 'and', of: [a, b]})).toBe(is(a) && is(b));
          expect(is({kind: 'or', of: [a, b]})).toBe(is(a) || is(b));
          expect(is({kind: 'not', of: {kind: 'not', of: a}})).toBe(is(a));
          const notA = {kind: 'not', of: a} as const;
          const notB = {kind: 'not', of: b} as const;
          expect(is({kind: 'not', of: {kind: 'and', of: [a, b]}})).toBe(is({kind: 'or', of: [notA, notB]}));
        }
      }),
      {numRuns: 150},
    );
  });
});

describe('callFilter', () => {
  it.each<[string, string[]]>([
    ['status:busy', ['CON-busy']],
    ['33612', ['CON-busy']],
    ['+336', ['CON-busy']],
    ['to:33612345678', ['CON-busy']],
    ['type:input', [CALL]],
    ['not type:input', ['CON-busy']],
    ['leg:L2', [CALL]],
    ['legs>1', [CALL]],
    ['is:problem', ['CON-busy']],
    ['is:ended', [CALL, 'CON-busy']],
    ['dir:out', ['CON-busy']],
    ['duration>1min', [CALL]],
    ['call=1', [CALL]],
    ['lat>500', [CALL]],
    ['at>09:28', ['CON-busy']],
  ])('%s', (text, expected) => {
    expect(callsThatPass(text)).toEqual(expected);
  });

  it('lets everything pass where there is no filter', () => {
    expect(matchesEvent(undefined, subjectOf(0))).toBe(true);
    expect(matchesCall(undefined, {} as never)).toBe(true);
  });
});
