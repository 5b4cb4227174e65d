import type {Ncco} from '../call/fact.js';
import {firstIndex} from '../call/first-index.js';
import type {Failure} from '../call/observation.js';
import {type Status, statusNames} from '../call/status.js';

/** Who reported a fact: the Voice webhook (W), the RTC webhook (R), the Conversation API (A). */
export const WEBHOOK = 1;
export const RTC = 2;
export const API = 4;

/** Or the WebSocket of a leg, where it passes this monitor (M). */
export const MEDIA = 2048;

/** What else is true of a report. */
export const OUT_OF_ORDER = 8;
/** Vonage put no stamp on it: `at` is then estimated from its arrival. */
export const UNSTAMPED = 16;
/** Another row speaks for it: it is one more witness of the same fact. */
export const ABSORBED = 32;
/** Known only from another event's history: part of the leg's life, not of the stream. */
export const HISTORY = 64;
export const PROBLEM = 128;
export const BY_APPLICATION = 256;
/** The webhook came as a GET, its fields in the query. */
export const GET = 512;

/** The row told of something that nobody had told of before. */
export const TOLD = 1024;

/**
 * Every report that was ever received, one row each, in columns: about 70 bytes a row, so that a million fit where a
 * million objects would not. Payloads are not here: `seq` says which observation holds them.
 *
 * Append-only: rows never move. What changes in place is what later reports add to a row (deliveries, witnesses, reply).
 */
export class EventLog {
  length = 0;
  /** Vonage's stamp, or the estimate for a row without one; ms. */
  at = new Float64Array(256);
  /** When the first delivery arrived; ms. */
  arrived = new Float64Array(256);
  seq = new Uint32Array(256);
  /** The Conversation API's event id; 0 for none. */
  id = new Uint32Array(256);
  flags = new Uint16Array(256);
  deliveries = new Uint16Array(256);
  type = new Uint16Array(256);
  /** Index into `statusNames` plus 1; 0 for none. */
  status = new Uint8Array(256);
  conversation = new Uint32Array(256);
  leg = new Uint32Array(256);
  member = new Uint32Array(256);
  note = new Uint32Array(256);
  /** Direction and parties as this witness gave them (`partiesText`), so that witnesses can be compared. */
  parties = new Uint32Array(256);
  /** The row that speaks for this one where it is ABSORBED; plus 1; 0 for none. */
  primary = new Uint32Array(256);
  /** The row before this one in its group (see `Index.groups`), plus 1; 0 for the first. */
  before = new Uint32Array(256);
  /** The seq of the reply given to a webhook row; 0 for none. */
  reply = new Uint32Array(256);
  replyStatus = new Uint16Array(256);
  replyMs = new Float32Array(256);
  /** Index into `signatureResults` plus 1; 0 for none. */
  signature = new Uint8Array(256);
  readonly names = new Names();
  /** Which of several recordings the first delivery is of (`World.origins`); takes no room where there is one. */
  origin = new Uint16Array(0);
  /** Further deliveries of a row (same fact, same witness): their seqs. Sparse: most rows have one. */
  readonly more = new Map<number, number[]>();
  /** Of which recordings those are. */
  readonly moreOrigins = new Map<number, number[]>();
  /** The NCCO that such a reply held. */
  readonly nccos = new Map<number, Ncco>();
  /** Why the application's own reply could not be used. */
  readonly failures = new Map<number, Failure>();
  /** What a person wrote about a row, and the seq of that. */
  readonly comments = new Map<number, Comment>();

  append(
    row: {
      arrived: number;
      seq: number;
      id?: number;
      type: string;
      status?: Status;
      conversation: string;
      leg?: string;
      member?: string;
      note?: string;
      parties?: string;
    },
    at: number,
    flags: number,
  ): number {
    if (this.length === this.at.length) this.grow();
    const index = this.length++;
    this.at[index] = at;
    this.arrived[index] = row.arrived;
    this.seq[index] = row.seq;
    this.id[index] = row.id ?? 0;
    this.flags[index] = flags;
    this.deliveries[index] = 1;
    this.type[index] = this.typeCode(row.type);
    this.status[index] = row.status === undefined ? 0 : this.statusCode(row.status);
    this.conversation[index] = this.names.of(row.conversation);
    this.leg[index] = this.names.of(row.leg);
    this.member[index] = this.names.of(row.member);
    this.note[index] = this.names.of(row.note === undefined ? undefined : brief(row.note));
    this.parties[index] = this.names.of(row.parties);
    return index;
  }

  /** Notes which of several recordings a row is of. */
  hear(row: number, origin: number): void {
    if (this.origin.length <= row) this.origin = widened(this.origin, this.at.length);
    this.origin[row] = origin;
  }

  flag(row: number, bits: number): void {
    this.flags[row] = (this.flags[row] ?? 0) | bits;
  }

  unflag(row: number, bits: number): void {
    this.flags[row] = (this.flags[row] ?? 0) & ~bits;
  }

  has(row: number, bits: number): boolean {
    return ((this.flags[row] ?? 0) & bits) !== 0;
  }

  typeOf(row: number): string {
    return this.types[this.type[row] ?? 0] ?? '';
  }

  statusCode(status: Status): number {
    return statusNames.indexOf(status) + 1;
  }

  statusOf(row: number): Status | undefined {
    return statusNames[(this.status[row] ?? 0) - 1];
  }

  legOf(row: number): string | undefined {
    return this.names.at(this.leg[row]);
  }

  memberOf(row: number): string | undefined {
    return this.names.at(this.member[row]);
  }

  noteOf(row: number): string | undefined {
    return this.names.at(this.note[row]);
  }

  partiesOf(row: number): string | undefined {
    return this.names.at(this.parties[row]);
  }

  conversationOf(row: number): string {
    return this.names.at(this.conversation[row]) ?? '';
  }

  /** The row that speaks for the fact of a row. */
  speakerOf(row: number): number {
    return (this.primary[row] || row + 1) - 1;
  }

  /** The seq of the reply given to a webhook row. */
  replyOf(row: number): number | undefined {
    return this.reply[row] || undefined;
  }

  /** The log as it is now; this one goes on. What is only ever added to is shared. */
  copy(): EventLog {
    const copy: EventLog = Object.assign(Object.create(EventLog.prototype), this);
    for (const name of columns) Object.assign(copy, {[name]: this[name].slice(0, Math.max(1, this.length))});
    return Object.assign(copy, {
      origin: this.origin.slice(0, this.length),
      more: copyOf(this.more),
      moreOrigins: copyOf(this.moreOrigins),
      nccos: new Map(this.nccos),
      failures: new Map(this.failures),
      comments: new Map(this.comments),
    });
  }

  /**
   * The rows that are kept, moved together in a log of their own, and where they moved; of the others nothing is left, nor of their names. This
   * log stays as it is.
   */
  kept(keeps: (row: number) => boolean): {log: EventLog; moves: Moves} {
    const rows: number[] = [];
    const places = new Int32Array(this.length).fill(-1);
    for (let row = 0; row < this.length; row++) if (keeps(row)) places[row] = rows.push(row) - 1;
    const moves = movesOf(places);
    const log: EventLog = Object.assign(Object.create(EventLog.prototype), this);
    for (const name of columns) {
      const column = this[name];
      const kept = new (column.constructor as new (size: number) => typeof column)(Math.max(256, rows.length));
      for (const [place, row] of rows.entries()) kept[place] = column[row] ?? 0;
      Object.assign(log, {[name]: kept});
    }
    for (const [place, row] of rows.entries()) {
      log.primary[place] = (moves((this.primary[row] ?? 0) - 1) ?? -1) + 1;
      log.before[place] = (moves(this.keptOf((this.before[row] ?? 0) - 1, moves)) ?? -1) + 1;
    }
    const {more, moreOrigins, nccos, failures, comments} = this;
    const sparse = {more, moreOrigins, nccos, failures, comments};
    Object.assign(log, {
      length: rows.length,
      names: this.names.kept(named.map(name => log[name])),
      origin: Uint16Array.from(this.origin.length > 0 ? rows : [], row => this.origin[row] ?? 0),
      ...Object.fromEntries(Object.entries(sparse).map(([name, each]) => [name, moved<unknown>(each, moves)])),
    });
    return {log, moves};
  }

  /** The row that an observation brought; of a page of the API the one with that id, or the first. */
  rowOf(seq: number, id?: number): number | undefined {
    const first = firstOf(this, seq);
    for (let row = first; row < first + LONGEST_PAGE && row < this.length && this.seq[row] === seq; row++)
      if (!this.has(row, HISTORY) && (id === undefined || this.id[row] === id)) return row;
    return undefined;
  }

  /** The row, or the nearest before it in its group that is kept; -1 where none is. */
  keptOf(row: number, moves: Moves): number {
    let at = row;
    while (at >= 0 && moves(at) === undefined) at = (this.before[at] ?? 0) - 1;
    return at;
  }

  private readonly types: string[] = [];
  private readonly typeCodes = new Map<string, number>();

  /** Types are an open set (`custom:…`): past what 16 bits hold, new ones share the last code. */
  private typeCode(type: string): number {
    const known = this.typeCodes.get(type);
    if (known !== undefined) return known;
    if (this.types.length === 0xffff) return 0xfffe;
    const code = this.types.push(type.slice(0, 120)) - 1;
    this.typeCodes.set(type, code);
    return code;
  }

  private grow(): void {
    const size = Math.ceil(this.at.length * (this.at.length < SMALL ? 2 : 1.125));
    for (const name of columns) Object.assign(this, {[name]: widened(this[name], size)});
  }
}

type Column = EventLog[(typeof columns)[number]];

function widened<Wide extends Column>(column: Wide, size: number): Wide {
  const wider = new (column.constructor as new (size: number) => Wide)(size);
  wider.set(column);
  return wider;
}

const copyOf = (lists: ReadonlyMap<number, readonly number[]>): Map<number, number[]> =>
  new Map([...lists].map(([row, list]) => [row, list.slice()]));

const columns = [
  'at',
  'arrived',
  'seq',
  'id',
  'flags',
  'deliveries',
  'type',
  'status',
  'conversation',
  'leg',
  'member',
  'note',
  'parties',
  'primary',
  'before',
  'reply',
  'replyStatus',
  'replyMs',
  'signature',
] as const satisfies readonly (keyof EventLog)[];

/** Columns of names. */
const named = ['conversation', 'leg', 'member', 'note', 'parties'] as const;

/** Where a row is now; undefined where it is gone. */
export type Moves = (row: number) => number | undefined;

/** `places`: where each row is now, -1 where it is gone. */
function movesOf(places: Int32Array): Moves {
  return row => {
    const now = places[row] ?? -1;
    return now < 0 ? undefined : now;
  };
}

/** Where the rows of a log are in another one that holds the same observations, or some of them: each observation came with the same rows. */
export function movesBetween(from: EventLog, to: EventLog): Moves {
  return row => {
    const seq = from.seq[row] ?? 0;
    const moved = firstOf(to, seq) + row - firstOf(from, seq);
    return row < from.length && moved < to.length && to.seq[moved] === seq ? moved : undefined;
  };
}

/** The first row that came with this observation or a later one. */
function firstOf({seq, length}: EventLog, wanted: number): number {
  return firstIndex(length, row => (seq[row] ?? 0) < wanted);
}

/** Where rows of a log with so many are after both. */
export function movedTwice(first: Moves, then: Moves, rows: number): Moves {
  return movesOf(Int32Array.from({length: rows}, (_, row) => then(first(row) ?? -1) ?? -1));
}

/** What is known of rows, for those that are still there. */
export function moved<Value>(byRow: ReadonlyMap<number, Value>, moves: Moves): Map<number, Value> {
  const known = new Map<number, Value>();
  for (const [row, value] of byRow) {
    const now = moves(row);
    if (now !== undefined) known.set(now, value);
  }
  return known;
}

/** Up to this many rows the columns double; later, what stays empty would weigh more than the copying. */
const SMALL = 65_536;
const LONGEST_NOTE = 200;
/** Rows of one observation that are looked at: a page of the API has a hundred events at most. */
const LONGEST_PAGE = 1000;

/** What a person wrote, and the seq of the observation that says so. */
export type Comment = {text: string; seq: number};

/** The beginning of a note. Not a slice of it, which would keep all of it in memory. */
function brief(note: string): string {
  return note.length <= LONGEST_NOTE ? note : note.slice(0, LONGEST_NOTE).split('').join('');
}

/** Strings kept once and spoken of by number; 0 is "none". */
class Names {
  private readonly list: string[] = [];
  private readonly codes = new Map<string, number>();
  /** Numbers that stand for nothing any more. */
  private readonly free: number[] = [];

  of(name: string | undefined): number {
    if (name === undefined) return 0;
    const known = this.codes.get(name);
    if (known !== undefined) return known;
    const code = this.free.pop() ?? this.list.length + 1;
    this.list[code - 1] = name;
    this.codes.set(name, code);
    return code;
  }

  /** Those that are spoken of in one of the columns, by the numbers that they have; the other numbers are free again. */
  kept(columns: readonly Uint32Array[]): Names {
    const kept = new Names();
    const isUsed = new Uint8Array(this.list.length + 1);
    for (const column of columns) for (const code of column) isUsed[code] = 1;
    for (const [i, name] of this.list.entries()) {
      kept.list.push(isUsed[i + 1] ? name : '');
      if (isUsed[i + 1]) kept.codes.set(name, i + 1);
      else kept.free.push(i + 1);
    }
    return kept;
  }

  /** The same, for a question: what nobody has spoken of yet is not entered. */
  find(name: string): number {
    return this.codes.get(name) ?? 0;
  }

  /** The same text as the one string that is kept of it. */
  one(name: string): string {
    return this.at(this.of(name)) ?? name;
  }

  at(code: number | undefined): string | undefined {
    return code ? this.list[code - 1] : undefined;
  }
}
