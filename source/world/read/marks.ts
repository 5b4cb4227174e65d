import {eventTypes, type MarkKind} from '../../call/event-types.js';
import {ABSORBED, type EventLog, HISTORY} from '../event-log.js';
import {provisionalId} from '../fold/change.js';
import type {Conversation, World} from '../world.js';
import {legOfRow} from './leg-of-row.js';

/** Times in ms since the epoch. */
export type Mark = {kind: MarkKind; at: number; row: number; leg?: string; note?: string};

/** Marks that are kept of one conversation: the newest, so that a flood of digits costs no flood of work. */
const MOST_MARKS = 1000;

/** Where the log was read up to, and the rows found so far, by the conversation that they were entered under. */
type Found = {upTo: number; rows: Map<number, number[]>; types: (MarkKind | null)[]};
const found = new WeakMap<EventLog, Found>();
const memo = new WeakMap<Conversation, readonly Mark[]>();

/** The marks of a conversation, in order of their times. Each row of the log is looked at once, however often this is asked. */
export function marksOf(world: World, conversation: Conversation): readonly Mark[] {
  const known = memo.get(conversation);
  if (known) return known;
  const {log} = world;
  const {rows} = catchUp(log);
  const code = log.names.find(conversation.id);
  // What came before a leg's conversation was known was entered under the leg.
  const codes = [conversation.id, ...conversation.legs.map(provisionalId)].map(id => log.names.find(id));
  const marks = codes
    .flatMap(each => rows.get(each) ?? [])
    .filter(row => log.conversation[row] === code && !log.has(row, ABSORBED | HISTORY))
    .map(row => markOf(world, conversation, row))
    .sort((a, b) => a.at - b.at || a.row - b.row);
  memo.set(conversation, marks);
  return marks;
}

function catchUp(log: EventLog): Found {
  const state = found.get(log) ?? {upTo: 0, rows: new Map<number, number[]>(), types: []};
  found.set(log, state);
  for (; state.upTo < log.length; state.upTo++) {
    const row = state.upTo;
    const type = log.type[row] ?? 0;
    let kind = state.types[type];
    if (kind === undefined) {
      kind = eventTypes.get(log.typeOf(row))?.mark ?? null;
      state.types[type] = kind;
    }
    if (kind === null) continue;
    const code = log.conversation[row] ?? 0;
    const rows = state.rows.get(code);
    if (!rows) state.rows.set(code, [row]);
    else if (rows.push(row) > 2 * MOST_MARKS) rows.splice(0, MOST_MARKS);
  }
  return state;
}

function markOf(world: World, conversation: Conversation, row: number): Mark {
  const {log} = world;
  const kind = eventTypes.get(log.typeOf(row))?.mark ?? 'ncco';
  const leg = legOfRow(world, conversation, row);
  const note = log.noteOf(row);
  return {kind, at: log.at[row] ?? 0, row, ...(leg !== undefined && {leg}), ...(note !== undefined && {note})};
}

/** A recording: when it began and ended, ms; either may be unknown. */
export type AudioRecording = {from?: number; to?: number; leg?: string};

/** `audio:record:stop` and `audio:record:done` tell of one end; the file is there a moment later, ms. */
const SAME_END_MS = 5000;

/** The recordings of a conversation: each end belongs to the earliest beginning that is still open. */
export function recordingsOf(world: World, conversation: Conversation): readonly AudioRecording[] {
  const recordings: AudioRecording[] = [];
  for (const {kind, at, leg} of marksOf(world, conversation)) {
    if (kind === 'record') recordings.push({from: at, leg});
    if (kind !== 'record-end') continue;
    const open = recordings.find(each => each.to === undefined);
    if (open) open.to = at;
    else if (at - (recordings.at(-1)?.to ?? Number.NEGATIVE_INFINITY) > SAME_END_MS) recordings.push({to: at, leg});
  }
  return recordings;
}
