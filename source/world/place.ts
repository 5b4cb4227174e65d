import {statuses} from '../vonage/status.js';
import {type EventLog, UNSTAMPED} from './event-log.js';
import type {Conversation} from './world.js';

/** Rows without a stamp that are placed again when the estimate improves; a flood of them must not cost a flood of work. */
const MOST_REPLACED = 200;

/**
 * Puts a row where Vonage's stamps say it belongs. Rows mostly come in order, so the walk from the end is short: its
 * length is how late the row is, not how many there are.
 */
export function place(log: EventLog, rows: number[], row: number): void {
  let at = rows.length;
  while (at > 0 && compareRows(log, rows[at - 1] ?? 0, row) > 0) at--;
  if (at === rows.length) rows.push(row);
  else rows.splice(at, 0, row);
}

/** Takes a row out again, found from the end. */
export function unplace(rows: number[], row: number): void {
  const at = rows.lastIndexOf(row);
  if (at >= 0) rows.splice(at, 1);
}

/**
 * A stamped webhook came in: the smallest delay between stamp and arrival is the best guess of how far this clock is from
 * Vonage's, and rows without a stamp (answer requests, mostly) are placed by it.
 */
export function learnLag(log: EventLog, conversation: Conversation, row: number): Conversation {
  const lag = (log.arrived[row] ?? 0) - (log.at[row] ?? 0);
  if (conversation.lag !== undefined && lag >= conversation.lag) return conversation;
  for (const other of conversation.unstamped.slice(-MOST_REPLACED)) {
    unplace(conversation.rows, other);
    log.at[other] = (log.arrived[other] ?? 0) - lag;
    place(log, conversation.rows, other);
  }
  return {...conversation, lag};
}

/** By stamp; equal stamps by rank; then by what makes two rows different, so that order of arrival never decides. */
export function compareRows(log: EventLog, a: number, b: number): number {
  return (
    (log.at[a] ?? 0) - (log.at[b] ?? 0) ||
    rankOf(log, a) - rankOf(log, b) ||
    (log.id[a] ?? 0) - (log.id[b] ?? 0) ||
    compareText(log.typeOf(a), log.typeOf(b)) ||
    compareText(log.legOf(a), log.legOf(b)) ||
    compareText(log.noteOf(a), log.noteOf(b))
  );
}

function rankOf(log: EventLog, row: number): number {
  const status = log.statusOf(row);
  if (status) return statuses[status].rank;
  return log.has(row, UNSTAMPED) ? -1 : 2.5;
}

function compareText(a = '', b = ''): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
