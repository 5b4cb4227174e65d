import {describe, expect, it} from 'vitest';
import {createWorkWatch} from '../../../source/run/bus/watch-work.js';

/** What is told when the newest lease has these numbers, looked at every two seconds; undefined where the bus is not reached. */
async function told(
  numbers: readonly (number | undefined)[],
): Promise<(readonly [second: number, isThere: boolean])[]> {
  const all: (readonly [number, boolean])[] = [];
  let at = 0;
  const look = createWorkWatch({
    async holds() {
      const last = numbers[at / 2];
      if (last === undefined) throw new Error('lost');
      return {last};
    },
    tell: isThere => all.push([at, isThere]),
    clock: () => at * 1000,
  });
  for (; at / 2 < numbers.length; at += 2) await look();
  return all;
}

describe('whether calls are counted', () => {
  it.each([
    ['by who renews a lease every second', [1, 3, 5, 7, 9, 11], []],
    ['by nobody from the start', [1, 1, 1, 1, 1, 1, 1, 1], [[8, false]]],
    ['by nobody, where there never was anybody', [0, 0, 0, 0, 0], [[8, false]]],
    [
      'again by somebody',
      [1, 1, 1, 1, 1, 2, 4, 4, 4, 4, 4, 4],
      [
        [8, false],
        [10, true],
        [20, false],
      ],
    ],
    ['is not known while the bus is not reached', [1, 1, 1, undefined, undefined, undefined, 1, 1, 1, 2], []],
    [
      'is told once the bus is reached again',
      [1, 1, 1, 1, 1, undefined, 1, 2],
      [
        [8, false],
        [14, true],
      ],
    ],
  ])('%s', async (_, numbers, expected) => {
    expect(await told(numbers)).toEqual(expected);
  });
});
