import type {Position} from './follow.js';

/** What was sent and is not acknowledged, in the order of the recording. */
export type Flight = {
  /** A line is sent in so many messages, 0 for one that is left out; `acknowledged` is to be called for each, with its number in the stream. */
  add(line: {behind: Position; at: number; bytes: number; messages: number}): {acknowledged(seq: number): void};
  /** Lines and bytes that are under way. */
  lines(): number;
  bytes(): number;
  /** When the oldest of them was observed, ms since the epoch. */
  oldestAt(): number | undefined;
  /** Up to here everything is acknowledged: how many lines were sent for it, and the highest number that any has in the stream. */
  reached(): {position: Position; stream: number; sent: number};
};

type Entry = {behind: Position; at: number; bytes: number; left: number; stream: number; sent: 0 | 1};

/** Nothing is under way yet behind what is reached. */
export function createFlight(position: Position, stream = 0, sent = 0): Flight {
  const entries: Entry[] = [];
  /** Entries before this one are acknowledged. */
  let first = 0;
  let bytes = 0;
  let reached = {position, stream, sent};

  function advance(): void {
    for (let entry = entries[first]; entry?.left === 0; entry = entries[first]) {
      first += 1;
      bytes -= entry.bytes;
      reached = {
        position: entry.behind,
        stream: Math.max(reached.stream, entry.stream),
        sent: reached.sent + entry.sent,
      };
    }
    // Not at each: that would move all the others.
    if (first > 1024) entries.splice(0, first).length = first = 0;
  }

  return {
    add({messages, ...line}) {
      const entry: Entry = {...line, left: messages, stream: 0, sent: messages > 0 ? 1 : 0};
      entries.push(entry);
      bytes += line.bytes;
      if (messages === 0) advance();
      return {
        acknowledged(seq) {
          entry.left -= 1;
          entry.stream = Math.max(entry.stream, seq);
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
