import type {Filtered} from '../../filter/filter.js';
import type {FilterContext} from '../../filter/world-subject.js';
import {eventView} from '../../world/read/event-view.js';
import type {World} from '../../world/world.js';
import type {ViewState} from '../view-state.js';

/** The list that `/` filters: the calls while they are focused, else the stream. */
export function listInFront({focus}: ViewState): Filtered {
  return focus === 'calls' ? 'calls' : 'events';
}

/** The filter of a list, as far as it is typed. */
export function activeFilter(view: ViewState, list: Filtered): string {
  if (view.typing?.list === list) return view.typing.text;
  return list === 'calls' ? view.callFilter : view.filter;
}

/** What the clock on the screen is ahead of UTC, ms; undefined where it shows UTC. */
export function clockOffset({time}: ViewState): ((at: number) => number) | undefined {
  return time === 'utc' ? undefined : at => new Date(at).getTimezoneOffset() * -60_000;
}

/** What a filter may ask of the person at the screen: their clock, and what they marked or bookmarked. */
export function contextOf(world: World, view: ViewState): FilterContext {
  const rows = markedRows(view);
  let keys: ReadonlySet<string> | undefined;
  return {
    utcOffset: clockOffset(view),
    marked(conversation, event) {
      keys ??= new Set(rows.flatMap(row => keysOf(world, row)));
      return keys.has(event === undefined ? conversation : `${conversation} ${event}`);
    },
  };
}

/** A marked event, by its key, and its call. */
function keysOf(world: World, row: number): string[] {
  const conversation = world.conversations.get(world.log.conversationOf(row));
  return conversation ? [conversation.id, `${conversation.id} ${eventView(world, conversation, row).key}`] : [];
}

/** What else than the World decides what a filter finds: as long as it is the same, so is what was found. */
export function filterKey(view: ViewState, text: string): string {
  return JSON.stringify([text, contextKey(view, text)]);
}

/** The part of it that is not the text. */
export function contextKey(view: ViewState, text: string): string {
  return JSON.stringify([view.time === 'utc', /marked/i.test(text) ? markedRows(view) : []]);
}

function markedRows({marked, bookmarks}: ViewState): number[] {
  return [...marked, ...bookmarks];
}
