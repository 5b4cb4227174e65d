import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Draft} from '../../source/call/observation.js';
import {endingOf} from '../../source/world/read/ending.js';
import {labelOf} from '../../source/world/read/event-view.js';
import {emptyWorld, type World} from '../../source/world/world.js';
import {fold} from '../helpers/fold.js';
import {answerDraft, apiDraft, CALL, eventDraft, observe, rtcDraft, sample, tableWebhooks} from '../helpers/seed.js';

const ROOM = 'CON-0f0f0f0f-0000-4000-8000-000000000001';
const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 12, 0, second)).toISOString();

const status = (uuid: string, word: string, second: number, conversation = CALL) =>
  eventDraft({uuid, conversation_uuid: conversation, status: word, timestamp: at(second), direction: 'outbound'});

const transfer = (uuid: string, second: number, from = CALL, to = ROOM) =>
  eventDraft({type: 'transfer', uuid, conversation_uuid_from: from, conversation_uuid_to: to, timestamp: at(second)});

const unstamped = (uuid: string) =>
  eventDraft({type: 'transfer', uuid, conversation_uuid_from: CALL, conversation_uuid_to: ROOM});

const member = (type: string, conversation: string, leg: string, second: number) =>
  rtcDraft({type, conversation_id: conversation, body: {channel: {type: 'phone', id: leg}}, timestamp: at(second)});

const after = (drafts: readonly Draft[]): World => fold(emptyWorld(), observe([...drafts]));
const placeOf = (drafts: readonly Draft[], leg = 'a') => after(drafts).legs.get(leg)?.conversation;

/** What each leg is called. */
const labels = (world: World) => new Map([...world.legs].map(([id, leg]) => [id, labelOf(leg)]));

describe('a leg’s label', () => {
  const seed = [
    answerDraft,
    ...tableWebhooks().map(eventDraft),
    ...(sample('conversation/seed-events.json') as Record<string, unknown>[]).map(event =>
      rtcDraft({...event, conversation_id: CALL}),
    ),
    apiDraft('member', sample('conversation/seed-member-1.json')),
    apiDraft('member', sample('conversation/seed-member-2.json')),
    transfer('30cecc87-7ac9-4d03-910a-e9d69558263c', 30),
    status('c', 'ringing', 1),
    transfer('c', 31),
  ];

  const isOfLife = (draft: Draft) => !/completed|hangup/.test(JSON.stringify(draft));

  it('is the same from its first sight to the end, in whatever order things come, and no two legs share one', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(seed, {minLength: seed.length}), drafts => {
        let world = emptyWorld();
        let before = labels(world);
        for (const observation of observe([...drafts.filter(isOfLife), ...drafts.filter(each => !isOfLife(each))])) {
          world = fold(world, [observation]);
          const now = labels(world);
          for (const [leg, label] of before) expect(now.get(leg)).toBe(label);
          for (const {legs} of world.conversations.values())
            expect(new Set(legs.map(leg => now.get(leg))).size).toBe(legs.length);
          before = now;
        }
      }),
      {numRuns: 100},
    );
  });

  it('is given by the answer webhook, though a leg that is seen later has an earlier stamp', () => {
    const world = after([answerDraft, status('later', 'started', -9999)]);
    expect([...labels(world).values()]).toEqual(['L1', 'L2']);
  });

  it('goes with the leg wherever it goes: of all legs of calls that are not over, no two have the same', () => {
    const drafts = [status('a', 'started', 0), status('b', 'started', 1, 'CON-b'), transfer('b', 2, 'CON-b')];
    expect([...labels(after([...drafts, transfer('a', 3)]))]).toEqual([
      ['a', 'L1'],
      ['b', 'L2'],
    ]);
  });

  it('is the lowest that is free: a call after another one has L1 again, and the room that goes on keeps its own', () => {
    const end = (leg: string, conversation: string) => status(leg, 'completed', 9, conversation);
    const drafts = [
      ...['a', 'b'].map(leg => status(leg, 'answered', 1)),
      status('r', 'answered', 2, ROOM),
      ...['a', 'b'].map(leg => end(leg, CALL)),
      status('c', 'answered', 10, 'CON-c'),
    ];
    expect([...labels(after(drafts)).values()]).toEqual(['L1', 'L2', 'L3', 'L1']);
  });

  it('changes only for a leg that comes into a room which was over, where its number was another leg’s', () => {
    const again = [status('a', 'answered', 1, ROOM), status('a', 'completed', 2, ROOM), status('b', 'answered', 3)];
    expect([...labels(after(again)).values()]).toEqual(['L1', 'L1']);
    expect([...labels(after([...again, transfer('b', 4)])).values()]).toEqual(['L1', 'L2']);
  });
});

describe('a leg is moved', () => {
  const moves: readonly (readonly [string, readonly Draft[], string])[] = [
    ['by a transfer', [transfer('a', 5)], ROOM],
    ['by a transfer without a stamp', [unstamped('a')], ROOM],
    ['by joining', [member('member:joined', ROOM, 'a', 5)], ROOM],
    ['by an app’s transfer', [member('rtc:transfer', ROOM, 'a', 5)], ROOM],
    ['not by a status that names another conversation', [status('a', 'answered', 5, ROOM)], CALL],
    ['not by an event that is told of another', [member('sip:hangup', ROOM, 'a', 5)], CALL],
    ['not by leaving', [member('member:left', ROOM, 'a', 5)], CALL],
    ['back by a second transfer', [transfer('a', 5), transfer('a', 6, ROOM, CALL)], CALL],
  ];

  it.each(moves)('%s', (_, drafts, conversation) => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([status('a', 'started', 1), ...drafts], {minLength: drafts.length + 1}),
        order => {
          expect(placeOf(order)).toBe(conversation);
        },
      ),
    );
  });

  it('not to a conversation that is merely named: nobody is said to have left that one', () => {
    const digits = {dtmf: {digits: '1', timed_out: false}, uuid: 'a', conversation_uuid: ROOM, timestamp: at(5)};
    const drafts = [status('a', 'answered', 1), eventDraft(digits), status('a', 'completed', 9)];
    const world = after(drafts);
    const [call, room] = [CALL, ROOM].map(id => world.conversations.get(id));
    expect(call && endingOf(world, call)).toMatch(/^Talked for 8 s\./);
    expect(room && endingOf(world, room)).toBe(`Reports of L1 named it; the call is ${CALL}.`);
  });

  it('not back by what is late: completed that names the old conversation belongs to the leg', () => {
    const drafts = [
      status('a', 'answered', 1),
      transfer('a', 4),
      member('sip:hangup', CALL, 'a', 9),
      status('a', 'completed', 9),
      member('member:left', CALL, 'a', 9),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(drafts, {minLength: drafts.length}), order => {
        const world = after(order);
        const [call, room] = [CALL, ROOM].map(id => world.conversations.get(id));
        expect(world.legs.get('a')).toMatchObject({conversation: ROOM, status: 'completed'});
        expect(call && endingOf(world, call)).toBe(`Moved to ${ROOM}: the call went on there.`);
        expect(room && endingOf(world, room)).toMatch(/^Talked for 8 s\./);
      }),
      {numRuns: 50},
    );
  });
});
