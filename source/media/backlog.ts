import type {Sender} from '../call/media.js';

/** Bytes that there is room for at first, and that are kept at most: what passes in some 200 ms at 16 and at 24 kHz. */
const [FIRST_ROOM, KEPT_ROOM] = [16 * 1024, 32 * 1024];

/** What has passed and is not looked at yet, copied together: what lies side by side is read in a fraction of the time. */
export type Backlog = {
  hasRoomFor(bytes: Uint8Array): boolean;
  add(from: Sender, bytes: Uint8Array, at: number): void;
  /** Gives each thing that was added before `until`, oldest first, and forgets it. */
  take(until: number, each: Take): void;
};

/** Takes the bytes from `start` to `end`, which may be changed there, and are not to be kept. */
export type Take = (from: Sender, bytes: Buffer, start: number, end: number, at: number) => void;

/** Entries that there is room for at first, and that are kept at most. */
const [FIRST_ENTRIES, KEPT_ENTRIES] = [32, 256];

/** Numbers of an entry: where it starts and ends, when it passed, and which of the sides sent it. Side by side they are no garbage, as objects would be. */
const [START, END, AT, FROM, SIZE] = [0, 1, 2, 3, 4];
const sides: readonly Sender[] = ['vonage', 'application'];

/** `most`: bytes that may wait. */
export function createBacklog(most: number): Backlog {
  let room = Buffer.allocUnsafeSlow(FIRST_ROOM);
  let entries = new Float64Array(FIRST_ENTRIES * SIZE);
  /** Numbers that are used, the first that waits, and bytes that are used. */
  let [count, first, used] = [0, 0, 0];

  function grow(end: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.max(2 * room.length, end));
    room.copy(larger, 0, 0, used);
    room = larger;
  }

  function growEntries(): void {
    const larger = new Float64Array(2 * entries.length);
    larger.set(entries);
    entries = larger;
  }

  return {
    hasRoomFor: ({length}) => used + length <= most,
    add(from, bytes, at) {
      const end = used + bytes.length;
      if (end > room.length) grow(end);
      if (count === entries.length) growEntries();
      room.set(bytes, used);
      entries[count + START] = used;
      entries[count + END] = end;
      entries[count + AT] = at;
      entries[count + FROM] = sides.indexOf(from);
      count += SIZE;
      // Each begins where words do: they are read and unmasked in words.
      used = (end + 3) & ~3;
    },
    take(until, each) {
      while (first < count) {
        const at = entries[first + AT] as number;
        if (at >= until) return;
        const from = sides[entries[first + FROM] as number] as Sender;
        // As integers, which are handed on without being allocated.
        const [start, end] = [(entries[first + START] as number) | 0, (entries[first + END] as number) | 0];
        first += SIZE;
        each(from, room, start, end, at);
      }
      count = first = used = 0;
      if (entries.length > KEPT_ENTRIES * SIZE) entries = new Float64Array(FIRST_ENTRIES * SIZE);
      if (room.length > KEPT_ROOM) room = Buffer.allocUnsafeSlow(FIRST_ROOM);
    },
  };
}
