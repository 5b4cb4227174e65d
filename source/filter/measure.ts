import type {Op} from './filter.js';
import type {Time} from './subject.js';

/** A span of values that one written value stands for: `5xx` is 500 to 599, `12:04` a whole minute; `to` is outside. */
export type ValueRange = {from: number; to: number};

/** Reads `200`, `4xx`; undefined when it is neither. */
export function readNumber(text: string): ValueRange | undefined {
  const hundreds = /^([1-5])xx$/i.exec(text);
  if (hundreds) return {from: Number(hundreds[1]) * 100, to: Number(hundreds[1]) * 100 + 100};
  if (!/^\d{1,10}(\.\d{1,6})?$/.test(text)) return undefined;
  return point(Number(text));
}

const units: Readonly<Record<string, number>> = {'': 1, ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000};

/** Reads `500`, `500ms`, `1.5s`, `2min`, `1h` as ms. */
export function readDuration(text: string): ValueRange | undefined {
  const match = /^(\d{1,9}(?:\.\d{1,6})?)(ms|s|m|min|h|)$/i.exec(text);
  const unit = units[match?.[2]?.toLowerCase() ?? ''];
  return match && unit !== undefined ? point(Number(match[1]) * unit) : undefined;
}

function point(value: number): ValueRange {
  return {from: value, to: value};
}

export type TimeRange = ValueRange & {of: keyof Time};

/** Reads `12:04`, `12:04:11.4` (on the clock shown), `+10s` (since the call's start) and `2026-11-20T12:00:00Z`. */
export function readMoment(text: string): TimeRange | undefined {
  const clock = /^(\d{1,2}):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?$/.exec(text);
  if (clock) {
    const [, h = '', m = '', s, fraction] = clock;
    if (Number(h) > 23 || Number(m) > 59 || Number(s ?? 0) > 59) return undefined;
    const from =
      Number(h) * 3_600_000 + Number(m) * 60_000 + Number(s ?? 0) * 1000 + Number((fraction ?? '').padEnd(3, '0'));
    const wide = s === undefined ? 60_000 : fraction === undefined ? 1000 : 10 ** (3 - fraction.length);
    return {of: 'clock', from, to: from + wide};
  }
  if (text.startsWith('+')) {
    const span = readDuration(text.slice(1));
    return span && {of: 'sinceStart', ...span};
  }
  const iso = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/i.test(text)
    ? Date.parse(text)
    : Number.NaN;
  return Number.isFinite(iso) ? {of: 'at', ...point(iso)} : undefined;
}

/** Compares a value with what was written; nothing compares with a value that is not there. */
export function isInRange(value: number | undefined, op: Op, {from, to}: ValueRange): boolean {
  if (value === undefined || Number.isNaN(value)) return false;
  switch (op) {
    case '>':
      return value > from;
    case '>=':
      return value >= from;
    case '<':
      return value < from;
    case '<=':
      return value <= from;
    default:
      return from === to ? Math.round(value) === Math.round(from) : value >= from && value < to;
  }
}
