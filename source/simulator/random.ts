/** A stream of numbers in [0, 1) that is the same for the same seed (mulberry32): a run of the simulator repeats. */
export type Random = () => number;

/** @param seed any integer; its lower 32 bits count. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** 32 hexadecimal digits: how an inbound phone leg is named. */
export function hex32(random: Random): string {
  let text = '';
  while (text.length < 32) text += Math.floor(random() * 16).toString(16);
  return text;
}

/** A version 4 UUID: how an outbound leg is named, and what follows `CON-`, `MEM-`, `USR-`, `NAM-`. */
export function uuid(random: Random): string {
  const hex = hex32(random);
  const variant = '89ab'[Math.floor(random() * 4)];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}
