/** Bytes of the longest reason in a close frame (RFC 6455, 5.5). */
const LONGEST = 123;

/**
 * A close frame (RFC 6455, 5.5.1), masked where it is a client's. The mask is nothing but zeros: it keeps strangers from choosing the bytes on the
 * wire, and these are none of theirs.
 */
export function closeFrame(code: number, reason: string, isMasked: boolean): Buffer {
  const text = Buffer.from(reason).subarray(0, LONGEST);
  const head = [0x88, (isMasked ? 0x80 : 0) | (text.length + 2), ...(isMasked ? [0, 0, 0, 0] : [])];
  return Buffer.concat([Buffer.from([...head, code >> 8, code & 0xff]), text]);
}
