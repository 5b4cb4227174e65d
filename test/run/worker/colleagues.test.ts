import fc from 'fast-check';
import {expect, it} from 'vitest';
import {createColleagues} from '../../../source/run/worker/colleagues.js';
import {LEASE} from '../../../source/run/worker/lease.js';

/** Workers who have all heard each other; `only`: the shard that each is for. */
function meeting(only: readonly (number | undefined)[], clock = () => 0) {
  const all = only.map((each, i) => createColleagues(`w-${i}`, each, clock));
  for (const each of all) for (const {greeting} of all) each.heard(greeting);
  return all;
}

it('each shard is one worker’s, and those that are for one have that', () => {
  const forOne = fc.option(fc.integer({min: 1, max: 8}), {nil: undefined});
  fc.assert(
    fc.property(fc.array(forOne, {minLength: 1, maxLength: 6}), fc.integer({min: 8, max: 12}), (only, of) => {
      const shares = meeting(only).map(each => each.shares(of).map(({number}) => number));
      for (const [i, number] of only.entries()) if (number !== undefined) expect(shares[i]).toEqual([number]);
      const sharing = shares.filter((_, i) => only[i] === undefined).flat();
      const free = Array.from({length: of}, (_, i) => i + 1).filter(number => !only.includes(number));
      if (only.includes(undefined)) expect(sharing.toSorted((a, b) => a - b)).toEqual(free);
      else expect(sharing).toEqual([]);
    }),
  );
});

it('what is left by whoever goes, or is not heard any more, is shared out among the others', () => {
  let now = 0;
  const [one, two, three] = meeting([undefined, undefined, 3], () => now);
  const numbers = () => one?.shares(4).map(({number}) => number);
  expect(numbers()).toEqual([1, 4]);
  one?.heard(three?.farewell ?? '');
  expect(numbers()).toEqual([1, 3]);
  now += LEASE + 1;
  one?.heard(one.greeting);
  expect(numbers()).toEqual([1, 2, 3, 4]);
  expect(two?.greeting).toBe('w-1');
});
