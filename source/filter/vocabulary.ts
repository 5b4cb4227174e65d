import type {EventLog} from '../world/event-log.js';
import {membersOf} from '../world/fold/member.js';
import {labelOf} from '../world/read/event-view.js';
import {legsOf} from '../world/read/history.js';
import {partyOf, typeOf} from '../world/read/state.js';
import type {Conversation, World} from '../world/world.js';
import type {Option, Vocabulary} from './complete.js';

/** What can be named of a call, and which calls there are. Texts are as received: unsafe to print as they are. */
export function vocabularyOf(world: World, conversation: Conversation | undefined): Vocabulary {
  const legs = conversation ? legsOf(world, conversation) : [];
  const members = conversation ? membersOf(world, conversation) : [];
  const parties = legs.flatMap(leg => [leg.from, leg.to]).filter(party => party !== undefined);
  return {
    type: typesOf(world.log),
    leg: legs.map(leg => ({text: labelOf(leg), hint: [typeOf(leg), partyOf(leg)].filter(Boolean).join(' ')})),
    member: members.map(({id, user}, at) => ({text: `M${at + 1}`, hint: user?.displayName ?? user?.name ?? id})),
    party: [...new Set(parties)].map(text => ({text, hint: ''})),
    listener: [...new Set(world.origins.values())].slice(0, MOST_LISTENERS).map(text => ({text, hint: ''})),
    call: newest(world).map(({id, displayName, name}) => ({text: id, hint: displayName ?? name ?? ''})),
  };
}

const MOST_CALLS = 50;
const MOST_LISTENERS = 50;

function newest(world: World): Conversation[] {
  const calls = [...world.conversations.values()].filter(({id}) => id !== '');
  return calls.slice(-MOST_CALLS).reverse();
}

const counted = new WeakMap<EventLog, {upTo: number; counts: Map<number, {row: number; count: number}>}>();

/** The types seen so far, the most frequent first. A row's type never changes, so each row is counted once. */
function typesOf(log: EventLog): readonly Option[] {
  const known = counted.get(log) ?? {upTo: 0, counts: new Map<number, {row: number; count: number}>()};
  counted.set(log, known);
  for (; known.upTo < log.length; known.upTo++) {
    const code = log.type[known.upTo] ?? 0;
    const entry = known.counts.get(code);
    if (entry) entry.count++;
    else known.counts.set(code, {row: known.upTo, count: 1});
  }
  return [...known.counts.values()]
    .sort((a, b) => b.count - a.count)
    .map(({row, count}) => ({text: log.typeOf(row), hint: `${count}×`}));
}
