import fc from 'fast-check';
import {expect, it} from 'vitest';
import type {Observation} from '../../source/call/observation.js';
import {createTakingIn} from '../../source/page/taking-in.js';

/** Lines that are given as `messages`, each turn of the event loop by hand; `cost` is how long a piece takes, ms. */
function taking(cost: number) {
  let time = 0;
  let next: (() => void) | undefined;
  const [read, done]: [string[], string[]] = [[], []];
  const takingIn = createTakingIn({
    read(lines) {
      time += cost;
      read.push(lines);
      return [{source: 'tick', seq: read.length, at: 0}] satisfies Observation[];
    },
    take: () => undefined,
    done: text => void done.push(text),
    later(then) {
      next = then;
    },
    now: () => time,
  });
  function turn(): boolean {
    const now = next;
    next = undefined;
    now?.();
    return now !== undefined;
  }
  return {takingIn, read, done, turn};
}

const line = fc.string({unit: 'grapheme-ascii', maxLength: 9000}).map(text => `${text.replaceAll('\n', ' ')}\n`);
const messages = fc.array(
  fc.array(line, {minLength: 1, maxLength: 20}).map(lines => lines.join('')),
  {maxLength: 8},
);

it('takes in all that comes, in its order, in whole lines', () => {
  fc.assert(
    fc.property(messages, fc.integer({min: 0, max: 20}), (texts, cost) => {
      const {takingIn, read, done, turn} = taking(cost);
      for (const text of texts) takingIn.add(text);
      while (turn());
      expect(read.join('')).toBe(texts.join(''));
      expect(read.every(each => each.endsWith('\n'))).toBe(true);
      expect(done).toEqual(texts);
    }),
  );
});

it('lets others come in between: however much waits, a turn ends soon after its time is over', () => {
  const {takingIn, read, turn} = taking(3);
  const text = `${'x'.repeat(1000)}\n`.repeat(400);
  takingIn.add(text);
  turn();
  expect(read).toHaveLength(3);
  turn();
  expect(read).toHaveLength(6);
});

it('forgets what waits, also in the middle of a message, and takes what comes then', () => {
  const {takingIn, read, done, turn} = taking(100);
  takingIn.add(`${'x'.repeat(20_000)}\n`.repeat(3));
  turn();
  takingIn.clear();
  takingIn.add('a\n');
  while (turn());
  expect([read.at(-1), done]).toEqual(['a\n', ['a\n']]);
});
