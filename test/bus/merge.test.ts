import * as fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {type Batch, mergedSources} from '../../source/bus/merge.js';

type Item = {at: number; from: number};

/** A source of batches, each after so many turns of the event loop; it ends, or goes on for ever. */
async function* source(batches: readonly Batch<Item>[], turns: number, end: 'ends' | 'waits' | Error) {
  for (const run of batches) {
    for (let i = 0; i < turns; i++) await Promise.resolve();
    yield run;
  }
  if (end instanceof Error) throw end;
  if (end === 'waits') await new Promise(() => undefined);
}

/** What each source has, as batches of that length; all of it was there at the beginning. */
const history = (times: readonly number[], from: number, length: number): Batch<Item>[] => {
  const items = times.toSorted((a, b) => a - b).map(at => ({at, from}));
  const batches: Batch<Item>[] = [];
  for (let i = 0; i < items.length; i += length)
    batches.push({items: items.slice(i, i + length), left: i + length < items.length});
  return batches;
};

const times = fc.array(fc.integer({min: 0, max: 1000}), {maxLength: 40});

describe('several streams as one', () => {
  it('give what was there in the order of time, however it comes, and say when that was all', async () => {
    const some = fc.array(fc.record({times, turns: fc.nat(20), length: fc.integer({min: 1, max: 8})}), {minLength: 1});
    await fc.assert(
      fc.asyncProperty(some, async all => {
        const wanted = all.flatMap((each, from) => each.times.map(at => ({at, from}))).map(({at}) => at);
        const sources = all.map((each, from) => ({
          batches: source(history(each.times, from, each.length), each.turns, 'waits'),
          left: each.times.length > 0,
        }));
        const seen: Item[] = [];
        if (wanted.length > 0)
          for await (const {items, left} of mergedSources(sources, ({at}) => at)) {
            seen.push(...items);
            expect(left).toBe(seen.length < wanted.length);
            if (!left) break;
          }
        expect(seen.map(({at}) => at)).toEqual(wanted.toSorted((a, b) => a - b));
        all.forEach((each, from) => {
          const own = seen.filter(item => item.from === from).map(({at}) => at);
          expect(own).toEqual(each.times.toSorted((a, b) => a - b));
        });
      }),
    );
  });

  it('wait for none in which nothing was, and give what comes as it comes', async () => {
    const live = [{items: [{at: 5, from: 0}], left: false}];
    const sources = [
      {batches: source(live, 3, 'waits'), left: false},
      {batches: source([], 0, 'waits'), left: false},
    ];
    const {value} = await mergedSources(sources, ({at}) => at).next();
    expect(value).toEqual(live[0]);
  });

  it('end with the first that ends or fails, behind what has come', async () => {
    const run = history([1, 2], 0, 2);
    const ofTwo = (end: 'ends' | Error) =>
      mergedSources(
        [
          {batches: source(run, 0, end), left: true},
          {batches: source([], 0, 'waits'), left: false},
        ],
        ({at}: Item) => at,
      );
    const all: Item[] = [];
    for await (const {items} of ofTwo('ends')) all.push(...items);
    expect(all).toEqual(run[0]?.items);
    const failing = ofTwo(new Error('lost'));
    await failing.next();
    await expect(failing.next()).rejects.toThrow('lost');
  });
});
