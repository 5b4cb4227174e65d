import {printable} from '../text/printable.js';
import {labelOf} from './report-rows.js';
import type {Snapshot, SnapshotConversation, SnapshotEvent} from './snapshot-schema.js';

type Cell = string | number | boolean | null;

/** The columns of the events' table; a new one goes to the end, for scripts count. */
const columns: Readonly<Record<string, (event: SnapshotEvent, call?: SnapshotConversation) => Cell>> = {
  conversation: (_, call) => call?.id ?? '',
  at: event => event.at,
  arrivedAt: event => event.arrivedAt,
  legLabel: (event, call) => (call ? labelOf(call, event.leg) : ''),
  leg: event => event.leg,
  member: event => event.member,
  type: event => event.type,
  apiType: event => event.apiType,
  id: event => event.id,
  status: event => event.status,
  witnesses: event => event.witnesses.join('+'),
  deliveries: event => event.deliveries,
  outOfOrder: event => event.outOfOrder,
  stamped: event => event.stamped,
  signature: event => event.signature,
  replyStatus: event => event.reply?.status ?? null,
  replyMs: event => event.reply?.ms ?? null,
  note: event => event.note,
  key: event => event.key,
  comment: event => event.comment,
  socket: event => event.socket ?? null,
};

/** All events as CSV (RFC 4180), those of no call last. */
export function csv({conversations, unattributed}: Snapshot): string {
  const rows = [
    Object.keys(columns),
    ...conversations.flatMap(call => call.events.map(event => cells(event, call))),
    ...unattributed.events.map(event => cells(event)),
  ];
  return rows.map(row => `${row.map(cell).join(',')}\r\n`).join('');
}

function cells(event: SnapshotEvent, call?: SnapshotConversation): Cell[] {
  return Object.values(columns).map(column => column(event, call));
}

/** What a formula begins with, in East Asian widths too. Blanks and quotes before it are passed over when it is read or pasted. */
const formula = /(^|[;|\t])(["'\s]*[=+@\-＝＋＠－])/g;

/**
 * Spreadsheets run a cell that begins like a formula, and a caller chooses what some cells hold: such a cell begins with an
 * apostrophe, unless it is a number. In a country that writes 1,5 they split a line at `;`, whatever the quotes, so what stands behind
 * one counts as a cell, too.
 */
function cell(value: Cell): string {
  const text = printable(value ?? '', 1000);
  const safe = /^[+-]?\d+(\.\d+)?$/.test(text) ? text : text.replace(formula, "$1'$2");
  return /[",;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
