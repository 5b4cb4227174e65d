import type {Finding} from '../../call/finding.js';
import {type Json, placesIn, readJson} from '../../text/json-places.js';
import {suggest} from '../../text/suggest.js';
import {actions, actionsByOtherName} from './actions.js';
import {checkContentType} from './content-type.js';
import {checkShape} from './fields.js';
import {placed} from './place.js';
import {error, quote, type Remarks, type Subject, warning, wrongType} from './remark.js';
import {isObject} from './rules.js';
import {checkSequence} from './sequence.js';

/**
 * What Vonage would make of an NCCO: everything that the NCCO reference, the OpenAPI description and the official SDKs
 * say of it, in the order of the text. Never throws, never changes anything, and bounded for hostile answers.
 *
 * `contentType` is the answer's header; leave it out for a file, and give '' where the header is missing.
 * The texts quote what was received: they are unsafe to print as they are.
 */
export function checkNcco(text: string, contentType?: string): Finding[] {
  const findings = contentType === undefined ? [] : checkContentType(contentType);
  if (!text.startsWith('\uFEFF')) return [...findings, ...checkText(text)];
  const advice = 'The text begins with a byte order mark: save it without.';
  return [...findings, {severity: 'warning', code: 'byte-order-mark', text: advice}, ...checkText(text.slice(1))];
}

function checkText(text: string): Finding[] {
  const json = readJson(text);
  if (!('problem' in json)) {
    return [...placed(text, json.root, checkTop(json.value)), ...repeatedFields(text, json.repeated)];
  }
  const {code, text: said, offset} = json.problem;
  const empty = 'The answer is empty, so the call ends: answer with a JSON array of actions.';
  return [{severity: 'error', code, text: code === 'empty' ? empty : said, ...placesIn(text)(offset)}];
}

function repeatedFields(text: string, repeated: Json['repeated']): Finding[] {
  const placeAt = placesIn(text);
  return repeated.slice(0, 10).map(({name, offset}) => ({
    severity: 'warning',
    code: 'repeated-field',
    text: `The field ${quote(name)} stands here a second time, and only the last counts: remove one.`,
    ...placeAt(offset),
  }));
}

function* checkTop(value: unknown): Remarks {
  if (!Array.isArray(value)) return yield error({path: []}, 'not-an-array', notAnArray(value));
  if (value.length === 0) {
    const text = 'The NCCO has no actions, so the call ends at once: add one, unless that is meant.';
    return yield warning({path: []}, 'no-actions', text);
  }
  for (const [index, action] of value.entries()) yield* checkAction({value: action, name: 'An action', path: [index]});
  yield* checkSequence(value);
}

function notAnArray(value: unknown): string {
  if (isObject(value) && Array.isArray(value.ncco))
    return 'Answer with the array alone, without {"ncco": …} around it.';
  if (isObject(value)) return 'An NCCO is an array of actions, and this is one object: put [ and ] around it.';
  if (typeof value === 'string' && /^\s*[[{]/.test(value)) {
    return 'The NCCO was made into JSON twice, so it is one text: make it into JSON once.';
  }
  return `An NCCO is an array of actions, and this is ${quote(value)}: answer with [{"action": …}].`;
}

function* checkAction(subject: Subject): Remarks {
  const {value, path} = subject;
  if (!isObject(value))
    return yield wrongType(subject, Array.isArray(value) ? 'an object ([[…]] is one array too many)' : 'an object');
  const {action} = value;
  if (action === undefined || action === null) {
    return yield error(subject, 'missing-action', 'The field `action` is missing: add it, such as "action": "talk".');
  }
  const shape = typeof action === 'string' ? actions.get(action) : undefined;
  if (!shape) return yield error({path: [...path, 'action']}, 'unknown-action', unknownAction(action));
  yield* checkShape(shape, {value, name: `\`${action}\``, path}, 'action');
}

function unknownAction(name: unknown): string {
  if (name === 'hangup' || name === 'end') {
    return `${quote(name)} is not an action, so Vonage refuses the NCCO: remove it, as the call ends after the last action.`;
  }
  const known = [...actions].filter(([, shape]) => !shape.deprecated).map(([action]) => action);
  const meant = typeof name === 'string' && (actionsByOtherName.get(name.toLowerCase()) ?? suggest(name, known));
  const advice = meant ? `did you mean "${meant}"?` : `use one of ${known.join(', ')}.`;
  return `There is no action ${quote(name)}, so Vonage refuses the NCCO: ${advice}`;
}
