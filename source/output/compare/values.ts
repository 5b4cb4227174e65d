import {diffJson, type JsonDifference} from '../../store/detail/diff.js';
import {jsonIn} from '../../text/json-in.js';
import type {ComparedValue} from './comparison-schema.js';
import type {CourseStep, ToldFields} from './course.js';
import {likeness} from './steady.js';

/** Where two things say something else. `passing` are names whose values never count. */
export function toldDifferences(
  left: ToldFields,
  right: ToldFields,
  passing: ReadonlySet<string> = none,
): ComparedValue[] {
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...names].flatMap(field => {
    const [good = null, bad = null] = [left[field], right[field]];
    const how = likeness(left[field], right[field]);
    return how === 'same' ? [] : [{field, good, bad, volatile: how === 'volatile' || passing.has(field)}];
  });
}

const none: ReadonlySet<string> = new Set();

/** The same of two steps; of their NCCOs value by value, where both could be read back. */
export function stepDifferences(left: CourseStep, right: CourseStep, passing?: ReadonlySet<string>): ComparedValue[] {
  const event =
    left.event === right.event ? [] : [{field: 'event', good: left.event, bad: right.event, volatile: false}];
  const nccos = nccoDifferences(left.ncco, right.ncco);
  const told = toldDifferences(left.told, right.told, new Set([...(passing ?? []), ...unasked(left, right)]));
  return [...event, ...told.filter(({field}) => !nccos || field !== 'NCCO'), ...(nccos ?? [])];
}

/** What the API alone told of was not asked for a reply. */
function unasked(left: CourseStep, right: CourseStep): string[] {
  return [left, right].every(({witnesses}) => witnesses.some(witness => witness !== 'api')) ? [] : ['reply'];
}

/** Undefined where there are no two NCCOs that are JSON. */
function nccoDifferences(left: string | undefined, right: string | undefined): ComparedValue[] | undefined {
  if (left === undefined || right === undefined) return undefined;
  if (left === right) return [];
  const [before, after] = [jsonIn(left), jsonIn(right)];
  if (before === undefined || after === undefined) return undefined;
  return diffJson(before, after).differences.map(nccoDifference);
}

function nccoDifference(difference: JsonDifference): ComparedValue {
  const good = 'left' in difference ? textOf(difference.left) : null;
  const bad = 'right' in difference ? textOf(difference.right) : null;
  const isVolatile = difference.isVolatile || likeness(good ?? undefined, bad ?? undefined) === 'volatile';
  return {field: `NCCO${difference.path}`, good, bad, volatile: isVolatile};
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
