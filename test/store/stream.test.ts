import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {sift} from '../../source/store/stream.js';

const even = (row: number) => row % 2 === 0;

describe('A list that grows in place', () => {
  it('is filtered as if it had been filtered whole, wherever rows come in or go', () => {
    const change = fc.record({
      at: fc.double({min: 0, max: 1, noNaN: true}),
      rows: fc.array(fc.nat(99)),
      out: fc.nat(3),
    });
    fc.assert(
      fc.property(fc.array(change), changes => {
        const list: number[] = [];
        changes.forEach(({at, rows, out}, version) => {
          list.splice(Math.floor(at * (list.length + 1)), out, ...rows);
          expect([...sift(list, 'even', version, () => even)]).toEqual(list.filter(even));
        });
      }),
    );
  });

  it('tests what came, and not again what was tested long ago', () => {
    const list = Array.from({length: 100_000}, (_, i) => i);
    let tests = 0;
    const test = (row: number) => {
      tests++;
      return even(row);
    };
    expect(sift(list, 'even', 1, () => test)).toHaveLength(50_000);
    expect(tests).toBe(100_000);
    list.push(100_000);
    expect(sift(list, 'even', 2, () => test).at(-1)).toBe(100_000);
    expect(tests - 100_000).toBeLessThan(2000);
  });

  it('does nothing while nothing changed, and begins anew with another test', () => {
    const list = [1, 2, 3];
    const never = () => expect.unreachable();
    const rows = sift(list, 'even', 1, () => even);
    expect(sift(list, 'even', 1, never)).toBe(rows);
    expect(sift(list, 'odd', 1, () => row => !even(row))).toEqual([1, 3]);
  });

  it('finds in turn what has changed about old rows', () => {
    const list = Array.from({length: 5000}, (_, i) => i);
    const passing = new Set<number>();
    sift(list, 'set', 0, () => row => passing.has(row));
    passing.add(7);
    let rows: readonly number[] = [];
    for (let version = 1; version < 20; version++) rows = sift(list, 'set', version, () => row => passing.has(row));
    expect(rows).toEqual([7]);
  });
});
