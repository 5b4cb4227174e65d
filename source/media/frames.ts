import {isLittleEndian} from './measure/block.js';

/** Bytes of the longest head of a frame. */
const longestHead = 14;

/** Where the frames of one direction are (RFC 6455, 5.2). */
export type Frames = {
  /** Whether what was taken so far ended with the end of a message. */
  isBetween(): boolean;
  /**
   * Gives each binary message that is whole, alone in its frame and not compressed to `audio`, unmasked in its place, and what begins with anything
   * else to `other`. What is given is not to be kept.
   */
  take(bytes: Buffer, audio: (bytes: Uint8Array) => void, other: (bytes: Buffer) => void): void;
};

type Head = {isLast: boolean; isPlain: boolean; opcode: number; isMasked: boolean; size: number; length: number};

/** `isMasked`: whether frames of this direction are. `most`: bytes of the longest that `audio` gets. */
export function createFrames(isMasked: boolean, most: number): Frames {
  /** Of a frame that has begun: the bytes that are to come, or those of its head that have. */
  let left = 0;
  let head = Buffer.alloc(0);
  let isMessageOpen = false;

  function begin({isLast, opcode, length}: Head): void {
    left = length;
    if (opcode < 8) isMessageOpen = !isLast;
  }

  /** Finds where frames end, in what somebody else reads. */
  function follow(bytes: Buffer): void {
    for (let at = 0; at < bytes.length; ) {
      if (left > 0) {
        const taken = Math.min(left, bytes.length - at);
        left -= taken;
        at += taken;
        continue;
      }
      const kept = head.length;
      const start = Buffer.concat([head, bytes.subarray(at, at + longestHead - kept)]);
      const found = headAt(start, 0);
      if (!found) {
        head = start;
        return;
      }
      head = Buffer.alloc(0);
      at += found.size - kept;
      begin(found);
    }
  }

  const isBetween = () => left === 0 && head.length === 0 && !isMessageOpen;

  return {
    isBetween,
    take(bytes, audio, other) {
      let at = 0;
      while (at < bytes.length && isBetween()) {
        const found = headAt(bytes, at);
        if (!found?.isPlain || !found.isLast || found.opcode !== 2 || found.isMasked !== isMasked) break;
        const start = at + found.size;
        const end = start + found.length;
        if (found.length > most || end > bytes.length) break;
        const body = bytes.subarray(start, end);
        if (isMasked) unmask(body, bytes.readUInt32LE(start - 4));
        audio(body);
        at = end;
      }
      if (at === bytes.length) return;
      const rest = bytes.subarray(at);
      other(rest);
      follow(rest);
    },
  };
}

/** Takes the mask off (RFC 6455, 5.3): four bytes at a time where they lie as words of this machine do. */
function unmask(bytes: Uint8Array, mask: number): void {
  const {buffer, byteOffset, length} = bytes;
  let index = 0;
  if (byteOffset % 4 === 0 && isLittleEndian) {
    const words = new Int32Array(buffer, byteOffset, length >> 2);
    for (; index < words.length; index++) words[index] = (words[index] as number) ^ mask;
    index *= 4;
  }
  for (; index < length; index++) bytes[index] = (bytes[index] as number) ^ (mask >>> (8 * (index & 3)));
}

/** Undefined where it is not all there. */
function headAt(bytes: Buffer, at: number): Head | undefined {
  const [first, second] = [bytes[at], bytes[at + 1]];
  if (first === undefined || second === undefined) return undefined;
  const short = second & 0x7f;
  const more = short < 126 ? 0 : short === 126 ? 2 : 8;
  const isMasked = second >= 0x80;
  const size = 2 + more + (isMasked ? 4 : 0);
  if (at + size > bytes.length) return undefined;
  const length = more === 0 ? short : more === 2 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2));
  return {isLast: first >= 0x80, isPlain: (first & 0x70) === 0, opcode: first & 0x0f, isMasked, size, length};
}
