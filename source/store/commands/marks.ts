import {firstIndex} from '../../call/first-index.js';
import type {Model} from '../model.js';
import {chosenRow, primaryOf, shownBookmarks, wholeStream} from '../select.js';
import type {ViewState} from '../view-state.js';
import {yetInCall} from '../yet.js';
import {type Command, type CommandResult, say} from './command.js';
import {keyFor} from './key-names.js';
import {chooseRow} from './moving.js';
import {unseen} from './unseen.js';

export const markCommands: readonly Command[] = [
  {
    id: 'mark',
    keys: ['Space'],
    label: 'mark the event, for the diff',
    hint: ['mark', 12],
    panes: ['events'],
    run: mark,
  },
  {
    id: 'bookmark',
    keys: ['m'],
    label: 'bookmark the event, or take the bookmark off',
    panes: ['events'],
    run: bookmark,
  },
  {
    id: 'only-bookmarks',
    keys: ['M'],
    label: 'only bookmarked events; again: all',
    panes: ['events'],
    run: onlyBookmarks,
  },
];

function mark(model: Model): CommandResult {
  const row = chosenRow(model);
  if (row === undefined) return say(model, `No event to mark${yetInCall(model)}.`);
  const {view, world} = model;
  const marked = view.marked.map(each => primaryOf(world, each));
  const isMarked = marked.includes(row);
  const next = {...view, marked: isMarked ? marked.filter(each => each !== row) : [...marked, row]};
  return unseen({...model, view: next}, isMarked ? 'The event is marked no longer.' : 'The event is marked.');
}

function bookmark(model: Model): CommandResult {
  const row = chosenRow(model);
  if (row === undefined) return say(model, `No event to bookmark${yetInCall(model)}.`);
  const {view} = model;
  const bookmarks = new Set(shownBookmarks(model.world, view));
  if (!bookmarks.delete(row)) bookmarks.add(row);
  const onlyBookmarks = view.onlyBookmarks && bookmarks.size > 0;
  const next = {...view, bookmarks, onlyBookmarks};
  return unseen({...model, view: next}, `The bookmark is ${bookmarks.has(row) ? 'set' : 'taken off'}.`);
}

function onlyBookmarks(model: Model): CommandResult {
  const {view} = model;
  if (view.onlyBookmarks) return {view: {...view, onlyBookmarks: false}};
  if (view.bookmarks.size === 0) return say(model, `No bookmarks: ${keyFor(model, 'bookmark')} sets one.`);
  const next = {...model, view: {...view, onlyBookmarks: true}};
  if (wholeStream(next).length === 0) return say(model, 'No bookmarks in this call.');
  return {view: next.view};
}

/** Chooses the event at a place of the stream, counted from 1 (`:25`); from the end where negative. Undefined where there is none. */
export function jumpToIndex(model: Model, index: number): ViewState | undefined {
  const rows = wholeStream(model);
  const row = rows.at(index > 0 ? index - 1 : index);
  return index === 0 || row === undefined ? undefined : {...chooseRow(model, row), focus: 'events', overlay: undefined};
}

/** Chooses the first event that happened at or after a time, ms since the epoch; the last one where all were before it. */
export function jumpToTime(model: Model, at: number): ViewState | undefined {
  const rows = wholeStream(model);
  const {log} = model.world;
  const place = firstIndex(rows.length, i => (log.at[rows[i] ?? 0] ?? 0) < at);
  const row = rows[Math.min(place, rows.length - 1)];
  return row === undefined ? undefined : {...chooseRow(model, row), focus: 'events', overlay: undefined};
}
