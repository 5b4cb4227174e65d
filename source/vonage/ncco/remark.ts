import type {Finding} from '../../call/finding.js';
import type {JsonPath} from '../../text/json-positions.js';

/** A finding before its position in the text has been looked up. */
export type NccoRemark = Place & {severity: Finding['severity']; code: string; text: string};

export type NccoRemarks = Generator<NccoRemark, void>;

/** One received value: what it is called in messages, and where it stands. */
export type Subject = {value: unknown; name: string; path: JsonPath};

/** `at` is a place within a text value, in UTF-16 code units. */
type Place = {path: JsonPath; at?: number};

/** Vonage will refuse the NCCO, or the call will end. */
export function error({path, at}: Place, code: string, text: string): NccoRemark {
  return {severity: 'error', code, path, at, text};
}

/** It works, or is probably a mistake. */
export function warning({path, at}: Place, code: string, text: string): NccoRemark {
  return {severity: 'warning', code, path, at, text};
}

export function wrongType(subject: Subject, due: string): NccoRemark {
  return error(subject, 'wrong-type', `${subject.name} is ${quote(subject.value)}, and must be ${due}: change it.`);
}

/** A received value in a message: quoted and cut, an object or array by its kind alone. */
export function quote(value: unknown): string {
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value !== 'string') return String(value);
  return JSON.stringify(value.length > 40 ? `${value.slice(0, 39)}…` : value);
}

/** `TO_NUMBER`, `<number>`, `{{number}}`, `${number}`; in a text that is no `id` only the last two are suspicious. */
export function isPlaceholder(value: string, id: boolean): boolean {
  if (/\{\{[^}]*\}\}|\$\{[^}]*\}/.test(value)) return true;
  return id && /^\$?[A-Z][A-Z0-9]*(_[A-Z0-9]+)+\$?$|^<[^<>]+>$|^\[[A-Z_ ]+\]$|^[Xx]{4,}$/.test(value.trim());
}
