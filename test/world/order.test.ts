import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Draft, Observation} from '../../source/call/observation.js';
import {membersOf} from '../../source/world/fold/member.js';
import {historyOf, legsOf, witnessNames} from '../../source/world/read/history.js';
import {emptyWorld, type World} from '../../source/world/world.js';
import {fold} from '../helpers/fold.js';
import {rounds} from '../helpers/rounds.js';
import {apiDraft, CALL, eventDraft, rtcDraft, sample, tableWebhooks} from '../helpers/seed.js';

type ApiEvent = Record<string, unknown>;
const apiEvents = sample('conversation/seed-events.json') as ApiEvent[];

/** Everything that can be delivered about the seed's call: webhooks, the same events pushed, and polls of any part of it. */
const deliveries: Draft[] = [
  ...tableWebhooks().map(eventDraft),
  ...apiEvents.map(event => rtcDraft({...event, conversation_id: CALL})),
  ...apiEvents.map(event => apiDraft('events', [event])),
  apiDraft('events', apiEvents),
  apiDraft('conversation', sample('conversation/seed-conversation-v0.3.json')),
  apiDraft('members', sample('conversation/seed-members-list.json')),
  apiDraft('member', sample('conversation/seed-member-1.json')),
  apiDraft('member', sample('conversation/seed-member-2.json')),
  eventDraft({uuid: legOfBob(), conversation_uuid: CALL, dtmf: {digits: '42'}, timestamp: '2018-10-25T09:27:00.000Z'}),
  eventDraft({uuid: legOfBob(), status: 'human', timestamp: '2018-10-25T09:26:31.000Z'}),
  rtcDraft({
    type: 'leg:status:update',
    conversation_id: CALL,
    timestamp: '2018-10-25T09:31:30.300Z',
    body: {
      leg_id: legOfBob(),
      status: 'completed',
      statusHistory: [
        {status: 'started', date: '2018-10-25T09:26:24.384Z'},
        {status: 'ringing', date: '2018-10-25T09:26:24.386Z'},
        {status: 'answered', date: '2018-10-25T09:26:30.276Z'},
      ],
    },
  }),
];

function legOfBob(): string {
  return '30cecc87-7ac9-4d03-910a-e9d69558263c';
}

const arrive = (drafts: readonly Draft[]): Observation[] =>
  drafts.map((draft, i) => ({...draft, seq: i + 1, at: Date.UTC(2018, 9, 25, 9, 40) + i}) as Observation);

/** Everything about the call but when and how often its parts arrived; what has one stamp and rank is told leg by leg. */
function essence(world: World) {
  const conversation = world.conversations.get(CALL);
  if (!conversation) return undefined;
  const {log} = world;
  return {
    conversations: [...world.conversations.keys()],
    name: conversation.name,
    sequenceNumber: conversation.sequenceNumber,
    legs: legsOf(world, conversation)
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
      .map(leg => {
        const {firstSeenAt, lastSeenAt, order, number, holdsNumber, ...told} = leg;
        return {...told, history: historyOf(world, leg).map(({status, at, witnesses}) => ({status, at, witnesses}))};
      }),
    members: membersOf(world, conversation),
    events: conversation.rows
      .map(row => ({
        type: log.typeOf(row),
        at: log.at[row],
        leg: log.legOf(row),
        id: log.id[row],
        note: log.noteOf(row),
        witnesses: witnessNames(world, row),
      }))
      .sort((a, b) => (a.at === b.at && a.type === b.type && !a.id && !b.id ? compareText(a.leg, b.leg) : 0)),
  };
}

const compareText = (a = '', b = '') => (a < b ? -1 : a > b ? 1 : 0);

describe('order of arrival', () => {
  it('decides between equal stamps, in whatever order it is heard of', () => {
    const timestamp = '2018-10-25T09:27:00.000Z';
    const digits = (dtmf: string) => eventDraft({uuid: legOfBob(), conversation_uuid: CALL, dtmf, timestamp});
    const over = (uuid: string) => eventDraft({uuid, conversation_uuid: CALL, status: 'completed', timestamp});
    const observations = arrive([digits('3'), digits('1'), over('leg-b'), digits('2'), over('leg-a')]);
    // The first delivery of one is heard of behind its repetition.
    const repeated = [...observations, {...observations[1], seq: 9, at: Date.UTC(2018, 9, 26)} as Observation];
    fc.assert(
      fc.property(fc.shuffledSubarray(repeated, {minLength: repeated.length}), order => {
        const {log, conversations} = fold(emptyWorld(), order);
        const rows = conversations.get(CALL)?.rows ?? [];
        expect(rows.map(row => log.noteOf(row) ?? log.legOf(row))).toEqual([
          'digits=3',
          'digits=1',
          'digits=2',
          'leg-b',
          'leg-a',
        ]);
      }),
    );
  });

  const expected = essence(fold(emptyWorld(), arrive(deliveries)));

  it('does not change legs, members and events: any permutation, repetition and interleaving gives the same', () => {
    const anyOrder = fc.array(fc.nat({max: deliveries.length - 1}), {maxLength: 20}).chain(repeated =>
      fc.shuffledSubarray(
        [...deliveries.keys(), ...repeated].map((which, i) => ({which, i})),
        {
          minLength: deliveries.length + repeated.length,
        },
      ),
    );
    fc.assert(
      fc.property(anyOrder, order => {
        const drafts = order.map(({which}) => deliveries[which]).filter(draft => draft !== undefined);
        expect(essence(fold(emptyWorld(), arrive(drafts)))).toEqual(expected);
      }),
      {numRuns: rounds(300, 20_000)},
    );
  });

  it('does not depend on how observations are batched', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({min: 1, max: 9})), sizes => {
        const all = arrive(deliveries);
        let world = emptyWorld();
        let from = 0;
        for (const size of [...sizes, all.length]) {
          world = fold(world, all.slice(from, from + size));
          from += size;
        }
        expect(essence(world)).toEqual(expected);
      }),
      {numRuns: rounds(50, 20_000)},
    );
  });
});
