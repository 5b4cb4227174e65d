import type {Altered} from './altered.js';

/** So many rows are tested again each time, in turn: what is learnt of their leg, their member or the call shows before long. */
const IN_TURN = 384;
/** Rows tested between two looks at the clock. */
const AT_ONCE = 512;

const UNKNOWN = 0;
const NO = 1;
const YES = 2;

export type Question = {
  text: string;
  /** Whose question it is: what was found for it is remembered until it asks another. */
  memo: {altered: Altered};
  /** What else than the text and the rows decides the answer. */
  context: string;
  /** Says whether anything changed about the rows. */
  version: number;
  /** More than any row's number. */
  rowCount: number;
  testOf: () => (row: number) => boolean;
  /** Whether all rows that pass now passed with this text before. */
  isNarrower: (before: string) => boolean;
  /** Whether there is time left, where there is not all the time it takes. One function is one slice of time. */
  hasTime?: () => boolean;
};

/** The rows that are known to pass, in order, and how much of the list has been tested, from 0 to 1. */
export type Sifted = {rows: readonly number[]; searched: number};

type Sieve = Pick<Question, 'text' | 'context' | 'version' | 'hasTime'> & {
  list: readonly number[];
  rows: number[];
  searched: number;
  /** What is known of each row, by its number. */
  verdicts: Uint8Array;
  /** Where the next turn begins. */
  turn: number;
  /** How many changes of rows it knows of. */
  seen: number;
};

/** A store looks at one list at a time, and what is known about a million rows is not worth a megabyte for each of many calls. */
const sieves = new WeakMap<Question['memo'], Sieve>();

/**
 * The rows that pass a test, for a list that grows in place. They are tested from the newest on, as far as time allows;
 * asked again in another slice of time, it goes on. Rows that were tested before are tested again when something about them
 * changed, so that the cost of a frame is what came since the last one and not what was ever received.
 */
export function sift(list: readonly number[], question: Question): Sifted {
  const sieve = sieveFor(list, question);
  const {version, hasTime} = question;
  if (sieve.version === version && (sieve.searched === 1 || sieve.hasTime === hasTime)) return sieve;
  const test = question.testOf();
  makeRoom(sieve, question.rowCount);
  if (sieve.version !== version) retest(sieve, test, question.memo.altered);
  Object.assign(sieve, {version, hasTime});
  if (sieve.searched < 1) search(sieve, test);
  gather(sieve, test);
  sieves.set(question.memo, sieve);
  return sieve;
}

/** What is known already. Of a narrower question it is what does not pass: typing a word on begins with what was found. */
function sieveFor(list: readonly number[], {text, context, isNarrower, memo}: Question): Sieve {
  const last = sieves.get(memo);
  const isAlike = last?.list === list && last.context === context;
  if (last && isAlike && last.text === text) return last;
  const verdicts =
    last && isAlike && isNarrower(last.text)
      ? last.verdicts.map(verdict => (verdict === NO ? NO : UNKNOWN))
      : new Uint8Array(IN_TURN);
  return {
    list,
    text,
    context,
    version: -1,
    hasTime: undefined,
    rows: [],
    searched: 0,
    verdicts,
    turn: 0,
    seen: memo.altered.count,
  };
}

function makeRoom(sieve: Sieve, rowCount: number): void {
  const {verdicts} = sieve;
  if (rowCount <= verdicts.length) return;
  sieve.verdicts = new Uint8Array(Math.max(rowCount, verdicts.length * 2));
  sieve.verdicts.set(verdicts);
}

function retest(sieve: Sieve, test: (row: number) => boolean, altered: Altered): void {
  const {list, verdicts} = sieve;
  const rows = altered.since(sieve.seen);
  sieve.seen = altered.count;
  if (!rows) {
    verdicts.fill(UNKNOWN);
    sieve.searched = 0;
  }
  for (const row of rows ?? []) if (row < verdicts.length) verdicts[row] = UNKNOWN;
  if (sieve.searched < 1) return;
  if (sieve.turn >= list.length) sieve.turn = 0;
  const to = Math.min(list.length, sieve.turn + IN_TURN);
  for (const row of list.slice(sieve.turn, to)) verdicts[row] = test(row) ? YES : NO;
  sieve.turn = to;
}

/** Tests what is not known, from the newest row on, for as long as there is time. */
function search(sieve: Sieve, test: (row: number) => boolean): void {
  const {list, verdicts, hasTime} = sieve;
  let tests = 0;
  let at = list.length - 1;
  for (; at >= 0; at--) {
    const row = list[at] ?? 0;
    if (verdicts[row] !== UNKNOWN) continue;
    if (tests > 0 && tests % AT_ONCE === 0 && hasTime?.() === false) break;
    verdicts[row] = test(row) ? YES : NO;
    tests++;
  }
  sieve.searched = at < 0 ? 1 : 1 - (at + 1) / list.length;
}

/** Gathers what passes. What came to a list that has been searched is tested on the way: it is no more than came in a frame. */
function gather({list, verdicts, rows, searched}: Sieve, test: (row: number) => boolean): void {
  let count = 0;
  for (let i = 0; i < list.length; i++) {
    const row = list[i] ?? 0;
    if (verdicts[row] === UNKNOWN && searched === 1) verdicts[row] = test(row) ? YES : NO;
    // Written over the rows of before: a new list of a million costs ten times as much.
    if (verdicts[row] === YES) rows[count++] = row;
  }
  rows.length = count;
}
