import {statuses} from '../../call/status.js';
import {type EventLog, UNSTAMPED} from '../event-log.js';
import type {Conversation} from '../world.js';

/** Rows without a stamp that are placed again when the first stamp comes: a flood of them must not cost a flood of work. */
const MOST_REPLACED = 200;

/**
 * Puts a row where Vonage's stamps say it belongs. Rows mostly come in order, so the walk from the end is short: its
 * length is how late the row is, not how many there are.
 */
export function insertRow(log: EventLog, rows: number[], row: number): void {
  let at = rows.length;
  while (at > 0 && compareRows(log, rows[at - 1] ?? 0, row) > 0) at--;
  if (at === rows.length) rows.push(row);
  else rows.splice(at, 0, row);
}

/** Takes a row out again, found from the end. */
export function removeRow(rows: number[], row: number): void {
  const at = rows.lastIndexOf(row);
  if (at >= 0) rows.splice(at, 1);
}

/**
 * Notes what a stamped webhook says of Vonage's clock: how far it is from this one at least, and where it stood at the newest
 * stamp. Rows that came before any stamp was known are placed now; they are returned.
 */
export function learnClock(log: EventLog, conversation: Conversation, row: number): readonly number[] {
  const [at, arrived] = [log.at[row] ?? 0, log.arrived[row] ?? 0];
  const {anchor, lag = Number.POSITIVE_INFINITY} = conversation;
  const moved = anchor ? [] : conversation.unstamped.slice(-MOST_REPLACED);
  for (const other of moved) {
    removeRow(conversation.rows, other);
    log.at[other] = at + (log.arrived[other] ?? 0) - arrived;
    insertRow(log, conversation.rows, other);
  }
  conversation.lag = Math.min(lag, arrived - at);
  if (!anchor || at > anchor.at) conversation.anchor = {at, arrived};
  return moved;
}

/**
 * When something without a stamp happened, by Vonage's clock: a little after the newest stamp that had come by then. Of several recordings one
 * may be heard of late: what it saw before that stamp had come, happened before.
 */
export function estimate({anchor}: Conversation, arrived: number, isOfSeveral: boolean): number {
  if (!anchor) return arrived;
  const since = arrived - anchor.arrived;
  return anchor.at + (isOfSeveral && since < 0 ? since : Math.max(1, since));
}

/**
 * By stamp; equal stamps by rank, for Vonage makes `started` and `ringing` at one moment and may send them either way round; then by
 * the Conversation API's numbers, and by arrival.
 */
export function compareRows(log: EventLog, a: number, b: number): number {
  return (
    (log.at[a] ?? 0) - (log.at[b] ?? 0) ||
    rankOf(log, a) - rankOf(log, b) ||
    (log.has(a, UNSTAMPED)
      ? 0
      : (log.id[a] ?? 0) - (log.id[b] ?? 0) || (log.arrived[a] ?? 0) - (log.arrived[b] ?? 0)) ||
    (log.seq[a] ?? 0) - (log.seq[b] ?? 0) ||
    compareText(log.typeOf(a), log.typeOf(b)) ||
    compareText(log.legOf(a), log.legOf(b)) ||
    compareText(log.noteOf(a), log.noteOf(b))
  );
}

function rankOf(log: EventLog, row: number): number {
  if (log.has(row, UNSTAMPED)) return -1;
  const status = log.statusOf(row);
  return status ? statuses[status].rank : 2.5;
}

function compareText(a = '', b = ''): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
