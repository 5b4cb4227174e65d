import type {Observation} from '../call/observation.js';
import type {Filter} from '../filter/filter.js';
import {rowFilter} from '../filter/row-filter.js';
import type {Changes} from '../world/changes.js';
import {HISTORY, type Moves} from '../world/event-log.js';
import {witnessesOf} from '../world/fold/enter.js';
import type {World} from '../world/world.js';
import {type News, newsReader} from './news.js';

/** What a person wants to hear of, and how that was written: problems, the end of a call, or any event that a filter finds. */
export type When = {written: string; what: 'problem' | 'end' | Filter};

/** What happened, and what asked for it. */
export type Occasion = {when: When; news: Extract<News, {kind: 'event' | 'problem' | 'end'}>};

export type OccasionReader = {
  /** What an observation brought of what is wanted, from what it changed in the World. */
  after(world: World, changes: Changes, observation: Observation): Occasion[];
  /** Lets go of what was told of these conversations, and follows the rows of the others. */
  forgot(conversations: ReadonlySet<string>, moves: Moves): void;
  /** The end of calls that have ended, though the last word on them was still waited for. */
  finish(world: World): Occasion[];
};

/** Tells each thing once: an event when a filter finds it, at its first sight or by what is learnt of it later. */
export function occasionReader(whens: readonly When[]): OccasionReader {
  const reader = newsReader({states: false});
  const filters = whens.flatMap(when => (typeof when.what === 'string' ? [] : [{when, filter: when.what}]));
  let found = new Set<number>();

  function ofNews(news: readonly News[]): Occasion[] {
    return news.flatMap(each => {
      if (each.kind !== 'problem' && each.kind !== 'end') return [];
      const when = whens.find(({what}) => what === each.kind);
      return when ? [{when, news: each}] : [];
    });
  }

  function ofRow(world: World, row: number): Occasion[] {
    const {log} = world;
    const conversation = world.conversations.get(log.conversationOf(row));
    if (!conversation || log.has(row, HISTORY) || witnessesOf(world, row).some(each => found.has(each))) return [];
    const asked = filters.find(({filter}) => rowFilter(world, conversation, filter)(row));
    if (!asked) return [];
    found.add(row);
    return [{when: asked.when, news: {kind: 'event', conversation, row}}];
  }

  return {
    after(world, changes, observation) {
      const {log} = world;
      const rows = filters.length === 0 ? [] : [...changes.told, ...changes.rows];
      const speakers = new Set(rows.map(row => log.speakerOf(row)));
      return [...[...speakers].flatMap(row => ofRow(world, row)), ...ofNews(reader.after(world, changes, observation))];
    },
    forgot(conversations, moves) {
      reader.forget(conversations);
      found = new Set([...found].flatMap(row => moves(row) ?? []));
    },
    finish: world => ofNews(reader.finish(world)),
  };
}
