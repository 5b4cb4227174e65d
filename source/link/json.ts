import {asRecord} from '../vonage/loose.js';

/** A value of JSON text; undefined stands for one that is not there. */
export type Json = unknown;

/** Where a value stands: the names of the objects on the way to it. */
export type Path = readonly string[];

/** What stood at a place, and what stands there now. */
export type JsonChange = {path: Path; before: Json; after: Json};

/** The value at a place; undefined where there is none. */
export function valueAt(json: Json, path: Path): Json {
  let value = json;
  for (const name of path) {
    const record = asRecord(value);
    value = record && Object.hasOwn(record, name) ? record[name] : undefined;
  }
  return value;
}

/** The same JSON with another value at a place, or without one (undefined): every other value, and the order of names, as it was. */
export function withValueAt(json: Json, [name, ...rest]: Path, value: Json): Json {
  if (name === undefined) return value;
  const record = asRecord(json) ?? {};
  const next = withValueAt(Object.hasOwn(record, name) ? record[name] : undefined, rest, value);
  const entries = Object.entries(record);
  if (next === undefined) return Object.fromEntries(entries.filter(([each]) => each !== name));
  if (!Object.hasOwn(record, name)) return Object.fromEntries([...entries, [name, next]]);
  return Object.fromEntries(entries.map(([each, old]) => [each, each === name ? next : old]));
}

/** Where two values differ: at the outermost places that only one of them has, or that have no objects on both sides. */
export function changesBetween(before: Json, after: Json, path: Path = []): JsonChange[] {
  const [one, other] = [asRecord(before), asRecord(after)];
  if (!one || !other) return isSame(before, after) ? [] : [{path, before, after}];
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].flatMap(name =>
    changesBetween(valueAt(one, [name]), valueAt(other, [name]), [...path, name]),
  );
}

/** Whether two values are the same, whatever the order of their names. */
export function isSame(one: Json, other: Json): boolean {
  const [left, right] = [asRecord(one), asRecord(other)];
  if (left && right) return changesBetween(left, right).length === 0;
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((each, index) => isSame(each, other[index]));
  return one === other;
}
