import type {Position} from './follow.js';

/** What was sent and is not acknowledged, in the order of the recording. */
export type Flight = {
  /** A line is sent in so many messages, 0 for one that is left out; `acknowledged` is to be called for each, with its number in which stream. */
  add(line: {behind: Position; at: number; bytes: number; messages: number}): {acknowledged(where: Stored): void};
  /** Lines and bytes that are under way. */
  lines(): number;
  bytes(): number;
  /** When the oldest of them was observed, ms since the epoch. */
  oldestAt(): number | undefined;
  /** Up to here everything is acknowledged: how many lines were sent for it, and the highest number that any has in each stream. */
  reached(): {position: Position; streams: ReadonlyMap<string, number>; sent: number};
};

/** Where a message is: its number in the stream of that name. */
export type Stored = {stream: string; seq: number};

type Entry = {behind: Position; at: number; bytes: number; left: number; stored: Stored; sent: 0 | 1};

/** Nothing is under way yet behind what is reached. */
export function createFlight(position: Position, before: ReadonlyMap<string, number> = new Map(), sent = 0): Flight {
  const entries: Entry[] = [];
  /** Entries before this one are acknowledged. */
  let first = 0;
  let bytes = 0;
  const streams = new Map(before);
  let reached = {position, streams, sent};

  function advance(): void {
    for (let entry = entries[first]; entry?.left === 0; entry = entries[first]) {
      first += 1;
      bytes -= entry.bytes;
      const {stream, seq} = entry.stored;
      if (entry.sent) streams.set(stream, Math.max(streams.get(stream) ?? 0, seq));
      reached = {position: entry.behind, streams, sent: reached.sent + entry.sent};
    }
    // Not at each: that would move all the others.
    if (first > 1024) entries.splice(0, first).length = first = 0;
  }

  return {
    add({messages, ...line}) {
      const entry: Entry = {...line, left: messages, stored: {stream: '', seq: 0}, sent: messages > 0 ? 1 : 0};
      entries.push(entry);
      bytes += line.bytes;
      if (messages === 0) advance();
      return {
        acknowledged({stream, seq}) {
          entry.left -= 1;
          entry.stored = {stream, seq: Math.max(entry.stored.seq, seq)};
          if (entry.left === 0) advance();
        },
      };
    },
    lines: () => entries.length - first,
    bytes: () => bytes,
    oldestAt: () => entries[first]?.at,
    reached: () => reached,
  };
}
