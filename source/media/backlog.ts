import type {Sender} from '../call/media.js';

/** Bytes that there is room for at first: what passes in 100 ms at 24 kHz. */
const FIRST_ROOM = 12 * 1024;

/** What has passed and is not looked at yet, copied together: what lies side by side is read in a fraction of the time. */
export type Backlog = {
  hasRoomFor(bytes: Uint8Array): boolean;
  add(from: Sender, bytes: Uint8Array, at: number): void;
  /** Gives each thing that was added, oldest first, and forgets it. The bytes may be changed, and are not to be kept. */
  take(each: (from: Sender, bytes: Buffer, at: number) => void): void;
};

type Entry = {from: Sender; start: number; end: number; at: number};

/** `most`: bytes that may wait. */
export function createBacklog(most: number): Backlog {
  let room = Buffer.allocUnsafeSlow(FIRST_ROOM);
  let entries: Entry[] = [];
  let used = 0;

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
      entries.push({from, start: used, end, at});
      // Each begins where words do: they are read and unmasked in words.
      used = (end + 3) & ~3;
    },
    take(each) {
      const all = entries;
      entries = [];
      used = 0;
      for (const {from, start, end, at} of all) each(from, room.subarray(start, end), at);
      if (room.length > FIRST_ROOM) room = Buffer.allocUnsafeSlow(FIRST_ROOM);
    },
  };
}
