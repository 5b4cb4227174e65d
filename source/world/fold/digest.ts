/**
 * A 53-bit number that stands for a text, to recognise a repeated delivery by: no event webhook carries an id. (Two
 * rounds of multiply and shift over the code units, as in the public-domain cyrb53; not for anything secret.)
 */
export function digest(text: string): number {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  // Negative, so that it never meets a (conversation, event id) key in the same index.
  return -(4294967296 * (2097151 & b) + (a >>> 0)) - 1;
}
