import {firstIndex} from '../call/first-index.js';
import type {Conversation, World} from '../world/world.js';
import type {Model} from './model.js';
import {chosenCall} from './select.js';
import type {Moment} from './view-state.js';

/** When the events of a call arrived, and which moment of it is shown. */
export type TimeLine = {
  call: Conversation;
  /** Its rows in the newest World's log, in the order in which they arrived. */
  rows: Uint32Array;
  /** How many of them are shown. */
  shown: number;
  /** When the first and the last arrived, and the moment that is shown, ms since the epoch. */
  from: number;
  to: number;
  at: number;
};

/** The time line of the chosen call; undefined where there is none, or nothing of it arrived. */
export function timeLineOf(model: Model): TimeLine | undefined {
  const call = callOf(model);
  if (!call) return undefined;
  const rows = arrivalsOf(call);
  const {log} = model.latest;
  const {moment} = model.view;
  const [first, last] = [rows[0], rows.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const [from, to] = [log.arrived[first] ?? 0, log.arrived[last] ?? 0];
  if (!moment) return {call, rows, shown: rows.length, from, to, at: to};
  const shown = firstIndex(rows.length, i => (log.seq[rows[i] ?? 0] ?? 0) <= moment.seq);
  return {call, rows, shown, from, to, at: moment.at};
}

/** The moment at which an event of the time line has just arrived: the `n`-th, from 1. */
export function momentOf({latest: {log}}: Model, {rows}: TimeLine, n: number): Moment {
  const row = rows[n - 1] ?? 0;
  return {seq: log.seq[row] ?? 0, at: log.arrived[row] ?? 0};
}

/** A time, ms since the epoch, and the last observation that had arrived by then, whatever call it was about. */
export function momentAt({log}: World, at: number): Moment {
  const rows = firstIndex(log.length, row => (log.arrived[row] ?? 0) <= at);
  return {seq: log.seq[rows - 1] ?? 0, at};
}

/** The chosen call as it is by now: at an earlier moment it may not have been there, or only a leg of it. */
function callOf(model: Model): Conversation | undefined {
  const {latest, view} = model;
  const chosen = view.call && latest.conversations.get(view.call.item);
  if (chosen) return chosen;
  const call = chosenCall(model);
  const [leg = ''] = call?.legs ?? [];
  return latest.conversations.get(call?.id ?? '') ?? latest.conversations.get(latest.legs.get(leg)?.conversation ?? '');
}

const memo = new WeakMap<Conversation, Uint32Array>();

/** Rows of a log are numbered as they arrived. */
function arrivalsOf(call: Conversation): Uint32Array {
  const known = memo.get(call);
  if (known) return known;
  const rows = Uint32Array.from(call.rows).sort();
  memo.set(call, rows);
  return rows;
}
