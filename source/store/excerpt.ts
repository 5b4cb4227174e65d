import {legLabel} from '../world/read/event-view.js';
import type {Model} from './model.js';
import {chosenCall, primaryOf, wholeStream} from './select.js';
import {activeFilter} from './typing/active.js';

/** What of a call is saved: all of it, or the events that the screen is limited to. */
export type Excerpt = {
  conversation: string;
  /** Rows of the stream, in its order; absent where nothing limits it. */
  rows?: readonly number[];
  /** By what it is limited, in words: `filter dtmf`, `leg L1`, `bookmarks`, `marks`, `clearing`. The filter is what somebody typed. */
  limits: readonly string[];
};

/** What the screen shows of the chosen call, and of that only the marked events where there are any; undefined without a call. */
export function excerptOf(model: Model): Excerpt | undefined {
  const call = chosenCall(model);
  if (!call) return undefined;
  const {view, world} = model;
  const shown = wholeStream(model);
  const marks = new Set(view.marked.map(row => primaryOf(world, row)));
  const isMarked = call.rows.some(row => marks.has(row));
  const filter = view.marksOnly ? '' : activeFilter(view, 'events').trim();
  const leg = view.onlyLeg;
  const limits = [
    ...(filter === '' ? [] : [`filter ${filter}`]),
    ...(leg === undefined ? [] : [`leg ${legLabel(world, leg) ?? leg}`]),
    ...(view.onlyBookmarks ? ['bookmarks'] : []),
    ...(shown.length < call.rows.length && view.cleared ? ['clearing'] : []),
    ...(isMarked ? ['marks'] : []),
  ];
  // The stream grows in place while a file is being written.
  const rows = isMarked ? shown.filter(row => marks.has(row)) : [...shown];
  return {conversation: call.id, limits, ...(limits.length > 0 && {rows})};
}
