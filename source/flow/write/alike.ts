import type {Draft} from './draft.js';

type Value = Draft[string];

/** What two calls have in common, where they went alike: of their times the longer; undefined where they did not. */
export function alike(one: Draft, other: Draft): Draft | undefined {
  const both: Draft = {};
  if (Object.keys(one).join() !== Object.keys(other).join()) return undefined;
  for (const [name, value] of Object.entries(one)) {
    const common = commonOf(value, other[name]);
    if (common === undefined) return undefined;
    both[name] = common;
  }
  return both;
}

function commonOf(one: Value, other: Value | undefined): Value | undefined {
  if (isDraft(one) && isDraft(other)) return alike(one, other);
  const [a, b] = [secondsOf(one), secondsOf(other)];
  if (a !== undefined && b !== undefined) return a > b ? one : other;
  return JSON.stringify(one) === JSON.stringify(other) ? one : undefined;
}

const isDraft = (value: Value | undefined): value is Draft => typeof value === 'object' && !Array.isArray(value);

function secondsOf(value: Value | undefined): number | undefined {
  const [, seconds] = typeof value === 'string' ? (/^under (\d+) s$/.exec(value) ?? []) : [];
  return seconds === undefined ? undefined : Number(seconds);
}
