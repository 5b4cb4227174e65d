import {isLittleEndian} from './measure/block.js';

/** Bytes of the longest head of a frame. */
const longestHead = 14;

/** Where the frames of one direction are (RFC 6455, 5.2). */
export type FrameScanner = {
  /** Whether what was taken so far ended with the end of a message. */
  isBetween(): boolean;
  /**
   * Gives each binary message that is whole, alone in its frame and not compressed to `audio`, unmasked in its place, and what begins with anything
   * else to `other`; looks at the bytes from `start` to `end`. What is given is not to be kept.
   */
  take(
    bytes: Buffer,
    start: number,
    end: number,
    audio: (bytes: Uint8Array) => void,
    other: (bytes: Buffer) => void,
  ): void;
};

/** Of a frame; filled anew for each. */
type Head = {isLast: boolean; isPlain: boolean; opcode: number; isMasked: boolean; size: number; length: number};

/** `isMasked`: whether frames of this direction are. `most`: bytes of the longest that `audio` gets. */
export function createFrameScanner(isMasked: boolean, most: number): FrameScanner {
  /** Of a frame that has begun: the bytes that are to come, or those of its head that have. */
  let left = 0;
  let begun = Buffer.alloc(0);
  let isMessageOpen = false;

  const head: Head = {isLast: true, isPlain: true, opcode: 0, isMasked, size: 0, length: 0};
  const unmask = createUnmask();

  /** Finds where frames end, in what somebody else reads. */
  function follow(bytes: Buffer): void {
    for (let at = 0; at < bytes.length; ) {
      if (left > 0) {
        const taken = Math.min(left, bytes.length - at);
        left -= taken;
        at += taken;
        continue;
      }
      const kept = begun.length;
      const start = Buffer.concat([begun, bytes.subarray(at, at + longestHead - kept)]);
      if (!readHead(start, 0, start.length, head)) {
        begun = start;
        return;
      }
      begun = Buffer.alloc(0);
      at += head.size - kept;
      left = head.length;
      if (head.opcode < 8) isMessageOpen = !head.isLast;
    }
  }

  const isBetween = () => left === 0 && begun.length === 0 && !isMessageOpen;

  return {
    isBetween,
    take(bytes, start, end, audio, other) {
      let at = start;
      while (at < end && isBetween() && readHead(bytes, at, end, head)) {
        if (!head.isPlain || !head.isLast || head.opcode !== 2 || head.isMasked !== isMasked) break;
        const from = at + head.size;
        const to = from + head.length;
        if (head.length > most || to > end) break;
        if (isMasked) unmask(bytes, from, to);
        audio(bytes.subarray(from, to));
        at = to;
      }
      if (at === end) return;
      const rest = bytes.subarray(at, end);
      other(rest);
      follow(rest);
    },
  };
}

/** Takes the mask, the four bytes before them, off some bytes (RFC 6455, 5.3): four at a time where they lie as words of this machine do. */
function createUnmask(): (bytes: Buffer, start: number, end: number) => void {
  /** All of the memory that the last ones were in: a view for each frame would be garbage. */
  let words: Int32Array = new Int32Array(0);
  return (bytes, start, end) => {
    const mask = bytes.readInt32LE(start - 4);
    const {buffer, byteOffset} = bytes;
    let at = start;
    if ((byteOffset + start) % 4 === 0 && isLittleEndian) {
      if (words.buffer !== buffer) words = new Int32Array(buffer, 0, buffer.byteLength >> 2);
      const last = (byteOffset + end) >> 2;
      for (let word = (byteOffset + start) >> 2; word < last; word++) words[word] = (words[word] as number) ^ mask;
      at = 4 * last - byteOffset;
    }
    for (; at < end; at++) bytes[at] = (bytes[at] as number) ^ (mask >>> (8 * ((at - start) & 3)));
  };
}

/** False where it is not all there, before `end`. */
function readHead(bytes: Buffer, at: number, end: number, head: Head): boolean {
  if (at + 2 > end) return false;
  const [first, second] = [bytes[at] as number, bytes[at + 1] as number];
  const short = second & 0x7f;
  const more = short < 126 ? 0 : short === 126 ? 2 : 8;
  const isMasked = second >= 0x80;
  const size = 2 + more + (isMasked ? 4 : 0);
  if (at + size > end) return false;
  head.length = more === 0 ? short : more === 2 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2));
  head.isLast = first >= 0x80;
  head.isPlain = (first & 0x70) === 0;
  head.opcode = first & 0x0f;
  head.isMasked = isMasked;
  head.size = size;
  return true;
}
