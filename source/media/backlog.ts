import type {Sender} from '../call/media.js';

/** Bytes that there is room for at first, and that are kept at most: what passes in some 200 ms at 16 and at 24 kHz. */
const [FIRST_ROOM, KEPT_ROOM] = [16 * 1024, 32 * 1024];

/** What has passed and is not looked at yet, copied together: what lies side by side is read in a fraction of the time. */
export type Backlog = {
  hasRoomFor(bytes: Uint8Array): boolean;
  add(from: Sender, bytes: Uint8Array, at: number): void;
  /** Gives each thing that was added before `until`, oldest first, and forgets it. The bytes may be changed, and are not to be kept. */
  take(until: number, each: (from: Sender, bytes: Buffer, at: number) => void): void;
};

type Entry = {from: Sender; start: number; end: number; at: number};

/** Entries that are kept to be used again. */
const KEPT_ENTRIES = 256;

/** `most`: bytes that may wait. */
export function createBacklog(most: number): Backlog {
  let room = Buffer.allocUnsafeSlow(FIRST_ROOM);
  const entries: Entry[] = [];
  /** Entries that wait, the first of them that does, and bytes that are used. */
  let [count, first, used] = [0, 0, 0];

  return {
    hasRoomFor: ({length}) => used + length <= most,
    add(from, bytes, at) {
      const end = used + bytes.length;
      if (end > room.length) {
        const larger = Buffer.allocUnsafeSlow(Math.max(2 * room.length, end));
        room.copy(larger, 0, 0, used);
        room = larger;
      }
      room.set(bytes, used);
      const entry = entries[count];
      if (entry) [entry.from, entry.start, entry.end, entry.at] = [from, used, end, at];
      else entries.push({from, start: used, end, at});
      count++;
      // Each begins where words do: they are read and unmasked in words.
      used = (end + 3) & ~3;
    },
    take(until, each) {
      for (let next = entries[first]; next && first < count && next.at < until; next = entries[first]) {
        first++;
        each(next.from, room.subarray(next.start, next.end), next.at);
      }
      if (first < count) return;
      count = first = used = 0;
      if (entries.length > KEPT_ENTRIES) entries.length = KEPT_ENTRIES;
      if (room.length > KEPT_ROOM) room = Buffer.allocUnsafeSlow(FIRST_ROOM);
    },
  };
}
