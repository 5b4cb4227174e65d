/** Rows at the end that are tested again each time: replies and further witnesses come soon after the event itself. */
const RECENT = 256;
/** Of the older rows, so many are tested again each time, in turn: what changed there shows before long. */
const IN_TURN = 128;

type Sieve = {
  key: string;
  version: number;
  /** The list as it was, what passed of it, and how long it was. */
  seen: Uint32Array;
  passed: Uint8Array;
  length: number;
  /** Where the next turn begins. */
  turn: number;
  rows: number[];
};

const sieves = new WeakMap<readonly number[], Sieve>();

/**
 * The rows that pass a test, for a list that grows in place. Rows that were tested before are not tested again unless they
 * moved or are recent, so that the cost of a frame is what came since the last one and not what was ever received.
 * Another `key` means another test; `version` says whether anything changed.
 */
export function sift(
  list: readonly number[],
  key: string,
  version: number,
  testOf: () => (row: number) => boolean,
): readonly number[] {
  const known = sieves.get(list);
  if (known?.key === key && known.version === version) return known.rows;
  const sieve = known?.key === key ? known : emptySieve(key);
  sieve.version = version;
  makeRoom(sieve, list.length);
  const test = testOf();
  const from = Math.max(0, Math.min(sameUpTo(list, sieve), list.length - RECENT));
  retestInTurn(sieve, from, test);
  let dropped = 0;
  for (let i = from; i < sieve.length; i++) dropped += sieve.passed[i] ?? 0;
  sieve.rows.length -= dropped;
  for (let i = from; i < list.length; i++) {
    const row = list[i] ?? 0;
    const passes = test(row);
    sieve.seen[i] = row;
    sieve.passed[i] = passes ? 1 : 0;
    if (passes) sieve.rows.push(row);
  }
  sieve.length = list.length;
  sieves.set(list, sieve);
  return sieve.rows;
}

function emptySieve(key: string): Sieve {
  return {key, version: -1, seen: new Uint32Array(256), passed: new Uint8Array(256), length: 0, turn: 0, rows: []};
}

function makeRoom(sieve: Sieve, length: number): void {
  if (length <= sieve.seen.length) return;
  const size = Math.max(length, sieve.seen.length * 2);
  const {seen, passed} = sieve;
  sieve.seen = new Uint32Array(size);
  sieve.seen.set(seen);
  sieve.passed = new Uint8Array(size);
  sieve.passed.set(passed);
}

/** Rows may be put in between, or taken out: up to here the list is what it was. A million comparisons take a millisecond. */
function sameUpTo(list: readonly number[], {seen, length}: Sieve): number {
  const end = Math.min(length, list.length);
  for (let i = 0; i < end; i++) if (list[i] !== seen[i]) return i;
  return end;
}

function retestInTurn(sieve: Sieve, end: number, test: (row: number) => boolean): void {
  if (sieve.turn >= end) sieve.turn = 0;
  const to = Math.min(end, sieve.turn + IN_TURN);
  let changed = false;
  for (let i = sieve.turn; i < to; i++) {
    const passes = test(sieve.seen[i] ?? 0) ? 1 : 0;
    changed ||= passes !== sieve.passed[i];
    sieve.passed[i] = passes;
  }
  sieve.turn = to;
  if (!changed) return;
  sieve.rows.length = 0;
  for (let i = 0; i < sieve.length; i++) if (sieve.passed[i]) sieve.rows.push(sieve.seen[i] ?? 0);
}
