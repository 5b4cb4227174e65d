import {STRIP_MS} from '../../call/strip.js';
import type {Socket} from '../socket.js';
import {loudness} from './sockets.js';

/** What is looked at, the newest of it, and how much later an echo comes at most; in tenths of a second. */
const [LOOKED_AT, LATEST] = [600, 10];

/** Tenths in which the first of the two was loud, and in which both are known, that are enough to tell. */
const [LOUD_LEAST, KNOWN_LEAST] = [20, 50];

/** How loud is loud (0 is -62 dBFS, 1 full scale): -40 dBFS. */
const LOUD = 0.35;

/** From which correlation on one level follows the other. */
const ALIKE = 0.9;

/** Whose audio comes back, and after how long, ms. */
export type Echo = {of: 'vonage' | 'application'; after: number};

type Levels = readonly (number | undefined)[];

const found = new WeakMap<Socket['strips'], {echo: Echo | undefined}>();

/**
 * Whether one side's level follows the other's at a constant distance: an agent that says back what it hears, or one that hears itself on the phone.
 * Judged from the last minute alone, and once for each strip.
 */
export function echoOf({strips}: Pick<Socket, 'strips'>): Echo | undefined {
  const known = found.get(strips);
  if (known) return known.echo;
  const echo = sought(strips);
  found.set(strips, {echo});
  return echo;
}

function sought(strips: Socket['strips']): Echo | undefined {
  const last = strips.at(-1);
  if (!last) return undefined;
  const to = last.from + last.vonage.length * STRIP_MS;
  const time = {from: to - LOOKED_AT * STRIP_MS, to};
  const [vonage, application] = [
    loudness({strips}, 'vonage', time, LOOKED_AT),
    loudness({strips}, 'application', time, LOOKED_AT),
  ];
  let best: Echo | undefined;
  let most = ALIKE;
  for (let after = 0; after <= LATEST; after++)
    for (const [of, first, second] of [
      ['vonage', vonage, application],
      ['application', application, vonage],
    ] as const) {
      const alike = correlation(first, second, after);
      if (alike > most) [best, most] = [{of, after: after * STRIP_MS}, alike];
    }
  return best;
}

/** Pearson's, of levels and those that are so much later; 0 where there is too little to tell. */
function correlation(first: Levels, second: Levels, after: number): number {
  let [count, loud, sumA, sumB, sumAA, sumBB, sumAB] = [0, 0, 0, 0, 0, 0, 0];
  for (let i = 0; i + after < second.length; i++) {
    const [a, b] = [first[i], second[i + after]];
    if (a === undefined || b === undefined) continue;
    count++;
    if (a >= LOUD) loud++;
    sumA += a;
    sumB += b;
    sumAA += a * a;
    sumBB += b * b;
    sumAB += a * b;
  }
  const spread = Math.sqrt((count * sumAA - sumA ** 2) * (count * sumBB - sumB ** 2));
  return loud < LOUD_LEAST || count < KNOWN_LEAST || spread === 0 ? 0 : (count * sumAB - sumA * sumB) / spread;
}
