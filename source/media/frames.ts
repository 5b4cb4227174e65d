/** Bytes of the longest head of a frame. */
const longestHead = 14;

/** Where the frames of one direction are (RFC 6455, 5.2). */
export type Frames = {
  /**
   * Gives each binary message that is whole, alone in its frame and not compressed to `audio`, and what begins with anything else to `other`. The
   * bytes given to `audio` are not to be changed, nor kept.
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
  let unmasked = Buffer.alloc(1024);

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

  /** A copy without its mask, in memory that is used again. */
  function withoutMask(bytes: Buffer, start: number, length: number): Uint8Array {
    if (unmasked.length < length) unmasked = Buffer.alloc(length);
    for (let index = 0; index < length; index++)
      unmasked[index] = (bytes[start + index] as number) ^ (bytes[start - 4 + (index & 3)] as number);
    return unmasked.subarray(0, length);
  }

  const isBetween = () => left === 0 && head.length === 0 && !isMessageOpen;

  return {
    take(bytes, audio, other) {
      let at = 0;
      while (at < bytes.length && isBetween()) {
        const found = headAt(bytes, at);
        if (!found?.isPlain || !found.isLast || found.opcode !== 2 || found.isMasked !== isMasked) break;
        const start = at + found.size;
        const end = start + found.length;
        if (found.length > most || end > bytes.length) break;
        audio(isMasked ? withoutMask(bytes, start, found.length) : bytes.subarray(start, end));
        at = end;
      }
      if (at === bytes.length) return;
      const rest = bytes.subarray(at);
      other(rest);
      follow(rest);
    },
  };
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
