import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {Altered} from '../../source/store/altered.js';
import {type Question, type Sifted, sift} from '../../source/store/stream.js';

/** Whoever asks. */
const store = {altered: new Altered()};
const even = (row: number) => row % 2 === 0;

function ask(passes: (row: number) => boolean, version: number, rest: Partial<Question> = {}): Question {
  const common = {memo: store, text: passes.name, context: '', rowCount: 200_000, isNarrower: () => false};
  return {...common, version, testOf: () => passes, ...rest};
}

/** A slice of time in which the clock is looked at so many times before it is over. */
function slice(looks: number): () => boolean {
  let left = looks;
  return () => left-- > 0;
}

const upTo = (count: number) => Array.from({length: count}, (_, i) => i);

const change = fc.record({
  at: fc.double({min: 0, max: 1, noNaN: true}),
  rows: fc.array(fc.nat(99)),
  out: fc.nat(3),
});

describe('A list that grows in place', () => {
  it('is filtered as if it had been filtered whole, wherever rows come in or go', () => {
    fc.assert(
      fc.property(fc.array(change), changes => {
        const list: number[] = [];
        changes.forEach(({at, rows, out}, version) => {
          list.splice(Math.floor(at * (list.length + 1)), out, ...rows);
          expect([...sift(list, ask(even, version)).rows]).toEqual(list.filter(even));
        });
      }),
    );
  });

  it('tests what came, and not again what was tested long ago', () => {
    const list = upTo(100_000);
    let tests = 0;
    const test = (row: number) => {
      tests++;
      return even(row);
    };
    expect(sift(list, ask(test, 1)).rows).toHaveLength(50_000);
    expect(tests).toBe(100_000);
    list.push(100_000);
    expect(sift(list, ask(test, 2)).rows.at(-1)).toBe(100_000);
    expect(tests - 100_000).toBeLessThan(2000);
  });

  it('does nothing while nothing changed, and begins anew with another test', () => {
    const list = [1, 2, 3];
    const {rows} = sift(list, ask(even, 1));
    expect(sift(list, ask(even, 1, {testOf: () => expect.unreachable()})).rows).toBe(rows);
    expect(
      sift(
        list,
        ask(row => !even(row), 1, {text: 'odd'}),
      ).rows,
    ).toEqual([1, 3]);
  });

  it('finds at once what has changed about a row, however old', () => {
    const list = upTo(5000);
    const passing = new Set<number>();
    const isPassing = (row: number) => passing.has(row);
    sift(list, ask(isPassing, 0));
    passing.add(4001);
    store.altered.note(4001);
    expect(sift(list, ask(isPassing, 1)).rows).toEqual([4001]);
  });

  it('is searched anew where more has changed than anybody remembers', () => {
    const list = upTo(5000);
    let passes = false;
    const isPassing = () => passes;
    sift(list, ask(isPassing, 0));
    passes = true;
    for (const row of list) store.altered.note(row);
    expect(sift(list, ask(isPassing, 1)).rows).toHaveLength(5000);
  });

  it('finds in turn what has changed about what rows belong to', () => {
    const list = upTo(5000);
    const passing = new Set<number>();
    const isPassing = (row: number) => passing.has(row);
    sift(list, ask(isPassing, 0));
    passing.add(4001);
    let rows: readonly number[] = [];
    for (let version = 1; version < 20; version++) rows = sift(list, ask(isPassing, version)).rows;
    expect(rows).toEqual([4001]);
  });
});

describe('A long list', () => {
  it('is searched in slices of time, from its newest row on', () => {
    const list = upTo(100_000);
    const first = {...sift(list, ask(even, 1, {hasTime: slice(3)}))};
    expect(first.searched).toBeGreaterThan(0);
    expect(first.searched).toBeLessThan(0.1);
    expect(first.rows.at(-1)).toBe(99_998);
    const from = list.length - Math.round(first.searched * list.length);
    expect([...first.rows]).toEqual(list.slice(from).filter(even));
  });

  it('gets on in every slice, however short, and no further within one', () => {
    const list = upTo(100_000);
    let before = 0;
    let slices = 0;
    for (; before < 1; slices++) {
      const hasTime = slice(0);
      const {searched} = sift(list, ask(even, 1, {hasTime}));
      expect(searched).toBeGreaterThan(before);
      expect(sift(list, ask(even, 1, {hasTime})).searched).toBe(searched);
      before = searched;
    }
    expect(slices).toBeGreaterThan(100);
    expect(sift(list, ask(even, 1)).rows).toHaveLength(50_000);
  });

  it('is found whole in the end, whatever comes in or goes while it is searched', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(change, fc.nat(3)), {maxLength: 12}), changes => {
        const list = upTo(4000).filter(row => row > 99);
        let found: Sifted | undefined;
        changes.forEach(([{at, rows, out}, looks], version) => {
          list.splice(Math.floor(at * (list.length + 1)), out, ...rows);
          found = sift(list, ask(even, version, {hasTime: slice(looks)}));
          expect(found.rows.every(even)).toBe(true);
        });
        expect([...sift(list, ask(even, changes.length)).rows]).toEqual(list.filter(even));
      }),
    );
  });

  it('is not searched again for a narrower question, but where it passed', () => {
    const list = upTo(100_000);
    sift(list, ask(even, 1));
    let tests = 0;
    const byFour = (row: number) => {
      tests++;
      return row % 4 === 0;
    };
    expect(sift(list, ask(byFour, 1, {isNarrower: before => before === 'even'})).rows).toHaveLength(25_000);
    expect(tests).toBeLessThan(51_000);
  });
});
