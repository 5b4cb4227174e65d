import {duration} from '../../call/duration.js';
import {Wrong} from './wrong.js';

/** What a number must lie within. `least` and `most` belong to it, unless `isOver` or `isUnder` says otherwise. */
export type Bounds = {least: number; most: number; isOver?: true; isUnder?: true; unit: Unit};

/** What is counted: times (ms), things, EUR, or numbers with a name of their own, such as HTTP statuses. */
export type Unit = 'time' | 'count' | 'money' | 'number';

const units: Readonly<Record<string, number>> = {ms: 1, s: 1000, min: 60_000, m: 60_000, h: 3_600_000};

const examples: Readonly<Record<Unit, string>> = {
  time: 'under 3 s, at least 500 ms, 2 s to 5 s, about 5 s',
  count: '2, none, at least 2, 2 to 4',
  money: 'under 0.05, 0.01 to 0.03',
  number: '200, 200 to 299, under 300',
};

type End = Pick<Bounds, 'least' | 'isOver'> | Pick<Bounds, 'most' | 'isUnder'>;

/** How one end is said, and which end that is. */
const ends: readonly [RegExp, (value: number) => End][] = [
  [/^(?:under|below|less than|<)\s*(?!=)/, most => ({most, isUnder: true})],
  [/^(?:at most|up to|within|max|<=|≤)\s*/, most => ({most})],
  [/^(?:over|above|more than|>)\s*(?!=)/, least => ({least, isOver: true})],
  [/^(?:at least|from|min|>=|≥)\s*/, least => ({least})],
];

/** `about` is this share more or less. */
const ABOUT = 0.25;

/**
 * Reads bounds as people say them: `under 3 s`, `within 3 s`, `over 1 s and under 3 s`, `2 to 4`, `about 5 s`, `none`. Throws `Wrong` for what is
 * none, or what no number can be.
 */
export function readBounds(given: string, unit: Unit): Bounds {
  const text = given
    .trim()
    .toLowerCase()
    .replaceAll(/\s+/g, ' ')
    .replace(/^between (.+) and (.+)$/, '$1 to $2');
  const bounds = {least: Number.NEGATIVE_INFINITY, most: Number.POSITIVE_INFINITY, ...endsOf(text, unit, given), unit};
  const {least, most, isOver, isUnder} = bounds;
  if (most < 0 || (most === 0 && isUnder)) throw new Wrong(`"${given}" can never hold: nothing is less than 0.`);
  if (least > most || (least === most && (isOver || isUnder)))
    throw new Wrong(`"${given}" can never hold: no ${unit === 'time' ? 'time' : 'number'} is both.`);
  return bounds;
}

function endsOf(text: string, unit: Unit, given: string): Partial<Bounds> {
  const value = (part: string) => numberOf(part, unit, given);
  if (text === 'any') return {least: 0};
  if (text === 'none' || text === 'no') return {least: 0, most: 0};
  if (text.startsWith('about ')) {
    const middle = value(text.slice(6));
    return {least: middle * (1 - ABOUT), most: middle * (1 + ABOUT)};
  }
  const [, low, high] = /^(\d[\d.]* ?[a-z]*?) ?(?:to|\.\.|–|-) ?(\d.*)$/.exec(text) ?? [];
  if (low !== undefined && high !== undefined) {
    // 2 to 5 s: the unit is that of both.
    return {least: value(/[a-z]$/.test(low) ? low : low.trim() + unitOf(high)), most: value(high)};
  }
  const parts = text.split(/ ?(?:,| and ) ?/);
  const read = parts.map(part => {
    const end = ends.find(([word]) => word.test(part));
    return end?.[1](value(part.replace(end[0], '')));
  });
  if (read.every(end => end !== undefined)) return Object.fromEntries(read.flatMap(end => Object.entries(end)));
  const exact = value(text);
  if (unit === 'time')
    throw new Wrong(`No time is exactly ${given}: write about ${given}, or bounds (${examples.time}).`);
  return {least: exact, most: exact};
}

const unitOf = (text: string): string => / ?[a-z]+$/.exec(text)?.[0] ?? '';

function numberOf(part: string, unit: Unit, given: string): number {
  const [, number, name] = /^(\d+(?:\.\d+)?) ?([a-z]*)$/.exec(part.trim()) ?? [];
  if (number === undefined) throw new Wrong(`"${given}" says no bounds: write one such as ${examples[unit]}.`);
  if (unit !== 'time') {
    if (name && !(unit === 'money' && name === 'eur')) throw new Wrong(`"${given}" has a unit: leave ${name} out.`);
    return Number(number);
  }
  const factor = units[name ?? ''];
  if (factor !== undefined) return Number(number) * factor;
  throw new Wrong(
    name
      ? `"${name}" is no unit of time: take ms, s, min or h.`
      : `"${given}" lacks a unit: write ${number} s or ${number} ms.`,
  );
}

/** Whether a number lies within. */
export function isWithin({least, most, isOver, isUnder}: Bounds, value: number): boolean {
  return (isOver ? value > least : value >= least) && (isUnder ? value < most : value <= most);
}

/** Bounds in words, for what was expected. */
export function boundsText({least, most, isOver, isUnder, unit}: Bounds): string {
  const say = (value: number) => valueText(value, unit);
  if (least === most) return say(least);
  const low = least > 0 || isOver ? `${isOver ? 'over' : 'at least'} ${say(least)}` : undefined;
  const high = most < Number.POSITIVE_INFINITY ? `${isUnder ? 'under' : 'at most'} ${say(most)}` : undefined;
  if (low && high && !isOver && !isUnder) return `${say(least)} to ${say(most)}`;
  return [low, high].filter(Boolean).join(' and ') || 'any';
}

/** A number with its unit. */
export function valueText(value: number, unit: Unit): string {
  if (unit === 'count' && value === 0) return 'none';
  return unit === 'time' ? duration(value) : unit === 'money' ? `${value} EUR` : String(value);
}
