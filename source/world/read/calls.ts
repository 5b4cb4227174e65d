import type {Conversation, Leg, World} from '../world.js';
import {type Chain, chainsOf, chainsWith} from './chains.js';
import {legsOf} from './history.js';
import {legOfRow} from './leg-of-row.js';
import {type Problem, problemsOf} from './problems.js';
import {timingsOf} from './timings.js';

/**
 * One call of a World. Where several calls meet in one conversation, each has its own legs: those that it began with, and
 * what the conversation dialled belongs to the call that was there first. So no leg, event or problem is counted twice.
 */
export type Call = {
  world: World;
  /** Those that it went through, the first one first. */
  conversations: Chain;
  /** In the order in which they began. */
  legs: readonly Leg[];
  /** Its rows of the log, in the order of the stream. */
  rows(): readonly number[];
  problems(): readonly Problem[];
  /** Whether other calls went through a conversation, too. */
  isShared(conversation: string): boolean;
};

/** The calls of a World. Costs what its conversations, legs and rows cost, however many calls meet in one of them. */
export function callsOf(world: World): Call[] {
  return callsIn(world, chainsOf(world));
}

/** The same of those that a conversation is part of, without a look at the others. */
export function callsWith(world: World, conversation: string): Call[] {
  return callsIn(world, chainsWith(world, conversation));
}

function callsIn(world: World, chains: readonly Chain[]): Call[] {
  const owners = new Map<string, number>();
  const passed = new Map<string, number>();
  for (const [i, chain] of chains.entries())
    for (const {id} of chain) {
      if (!owners.has(id)) owners.set(id, i);
      passed.set(id, (passed.get(id) ?? 0) + 1);
    }
  const ownerOf = (id: string | undefined, otherwise: string): number | undefined =>
    owners.get(
      (id === undefined ? undefined : world.legs.get(id)?.conversations.find(each => owners.has(each))) ?? otherwise,
    );
  /** What is of a conversation, by the call that it belongs to; nothing is looked at where only one call went through it. */
  const shared = new Map<string, {legs: Map<number, Leg[]>; rows: Map<number, number[]>}>();
  const sharedOf = (each: Conversation) => {
    const known = shared.get(each.id);
    if (known) return known;
    const legs = grouped(legsOf(world, each), leg => ownerOf(leg.id, each.id));
    const rows = grouped(each.rows, row => ownerOf(legOfRow(world, each, row), each.id));
    shared.set(each.id, {legs, rows});
    return {legs, rows};
  };
  return chains.map((conversations, i): Call => {
    const isShared = ({id}: Pick<Conversation, 'id'>) => (passed.get(id) ?? 0) > 1;
    // By their ids: a leg whose number was given back is another object than before.
    const legs = new Map(
      conversations
        .flatMap(each => (isShared(each) ? (sharedOf(each).legs.get(i) ?? []) : legsOf(world, each)))
        .map(leg => [leg.id, leg]),
    );
    return {
      world,
      conversations,
      legs: [...legs.values()].sort((a, b) => beginOf(world, a) - beginOf(world, b) || a.number - b.number),
      rows() {
        const all = conversations.flatMap(each => (isShared(each) ? (sharedOf(each).rows.get(i) ?? []) : each.rows));
        return conversations.length === 1
          ? all
          : all.sort((a, b) => (world.log.at[a] ?? 0) - (world.log.at[b] ?? 0) || a - b);
      },
      isShared: id => isShared({id}),
      problems: () =>
        conversations.flatMap(each =>
          problemsOf(world, each).filter(({leg}) => !isShared(each) || ownerOf(leg, each.id) === i),
        ),
    };
  });
}

const beginOf = (world: World, leg: Leg): number => {
  const {startedAt, ringingAt, answeredAt} = timingsOf(world, leg);
  return startedAt ?? ringingAt ?? answeredAt ?? leg.firstSeenAt;
};

function grouped<Item>(items: Iterable<Item>, by: (item: Item) => number | undefined): Map<number, Item[]> {
  const groups = new Map<number, Item[]>();
  for (const item of items) {
    const key = by(item) ?? -1;
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** The conversation in which it ended, or is now. */
export function lastOf({conversations}: Call): Conversation {
  return conversations.at(-1) ?? conversations[0];
}
