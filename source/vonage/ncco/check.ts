import type {Finding} from '../../call/finding.js';
import {type ParsedJson, positionsIn, readJson} from '../../text/json-positions.js';
import {excessOf} from '../../text/json-values.js';
import {sameLetters} from '../../text/suggest.js';
import {actions, currentActions, isActionWord, meantAction} from './actions.js';
import {checkContentType} from './content-type.js';
import {checkShape, tagOf} from './fields.js';
import {insteadOfJson, insteadOfNcco} from './instead.js';
import {error, type NccoRemarks, quote, type Subject, warning, wrongType} from './remark.js';
import {isObject} from './rules.js';
import {checkSequence} from './sequence.js';
import {checkSocketConnects} from './socket-connects.js';
import {withPositions} from './with-positions.js';

/**
 * What Vonage would make of an NCCO: everything that the NCCO reference, the OpenAPI description and the official SDKs
 * say of it, in the order of the text. Never throws, never changes anything, and bounded for hostile answers.
 *
 * `contentType` is the answer's header; leave it out for a file, and give '' where the header is missing.
 * The texts quote what was received: they are unsafe to print as they are.
 */
export function checkNcco(text: string, contentType?: string): Finding[] {
  const read = checkText(text.replace(/^\uFEFF/, ''));
  // What is typed as HTML and is no attempt at JSON has one cause.
  const page = read.find(({code}) => noJson.has(code));
  const typed = contentType === undefined ? [] : checkContentType(contentType, page?.text);
  const mark: Finding[] = text.startsWith('\uFEFF')
    ? [{severity: 'warning', code: 'byte-order-mark', text: 'The text begins with a byte order mark: save it without.'}]
    : [];
  return [...typed, ...mark, ...(page && typed.some(isError) ? [] : read)];
}

/** Whether Vonage refuses the NCCO for it. */
export function isError({severity}: Finding): boolean {
  return severity === 'error';
}

/** An NCCO has a few dozen; to look through a million would keep other calls waiting. */
const MOST_VALUES = 20_000;

const noJson: ReadonlySet<string> = new Set(['empty', 'markup', 'plain-text']);

function checkText(text: string): Finding[] {
  if (excessOf(text, {values: MOST_VALUES})) {
    const said = 'This is more than anybody says in a call: an NCCO is a short array of actions.';
    return [{severity: 'error', code: 'too-long', text: said}];
  }
  const json = readJson(text);
  if (!('problem' in json)) {
    return [...withPositions(text, json.root, checkTop(json.value)), ...repeatedFields(text, json.repeated)];
  }
  const {code, text: said, offset} = json.problem;
  return [{severity: 'error', code, text: insteadOfJson(text, code) ?? said, ...positionsIn(text)(offset)}];
}

function repeatedFields(text: string, repeated: ParsedJson['repeated']): Finding[] {
  const positionAt = positionsIn(text);
  return repeated.slice(0, 10).map(({name, offset}) => ({
    severity: 'warning',
    code: 'repeated-field',
    text: `The field ${quote(name)} stands here a second time, and only the last counts: remove one.`,
    ...positionAt(offset),
  }));
}

function* checkTop(value: unknown): NccoRemarks {
  const instead = insteadOfNcco(value);
  if (instead !== undefined) return yield error({path: []}, 'not-an-array', instead);
  if (!Array.isArray(value)) return;
  if (value.length === 0) {
    const text = 'The NCCO has no actions, so the call ends at once: add one, unless that is meant.';
    return yield warning({path: []}, 'no-actions', text);
  }
  for (const [index, action] of value.entries()) yield* checkAction({value: action, name: 'An action', path: [index]});
  yield* checkSequence(value);
  yield* checkSocketConnects(value);
}

function* checkAction(subject: Subject): NccoRemarks {
  const {value, path} = subject;
  if (!isObject(value)) return yield wrongType(subject, due(value));
  const tag = tagOf(value, 'action');
  const place = {path: [...path, tag]};
  const action = value[tag];
  if (action === undefined || action === null) return yield error(subject, 'missing-action', missingAction(value));
  if (tag !== 'action') yield error(place, 'unknown-field', `\`${tag}\` is written \`action\`: change it.`);
  const name = [...actions.keys()].find(one => typeof action === 'string' && sameLetters(one, action));
  const shape = name === undefined ? undefined : actions.get(name);
  if (!shape) return yield error(place, 'unknown-action', unknownAction(action));
  if (name !== action) yield error(place, 'unknown-action', `${quote(action)} is written "${name}": change it.`);
  yield* checkShape(shape, {value, name: `\`${name}\``, path}, tag);
}

function due(value: unknown): string {
  if (Array.isArray(value)) return 'an object ([[…]] is one array too many)';
  return typeof value === 'string' && /^\s*\{/.test(value) ? 'an object (it was made into JSON twice)' : 'an object';
}

/** Other platforms' names for what `action` is, where their value is one of Vonage's actions or means one. */
function missingAction(value: Record<string, unknown>): string {
  const [name] = Object.entries(value).find(([, word]) => isActionWord(word)) ?? [];
  if (name === undefined) return 'The field `action` is missing: add it, such as "action": "talk".';
  return `The field \`action\` is missing: did you mean it by ${quote(name)}?`;
}

function unknownAction(name: unknown): string {
  if (typeof name === 'string' && /^(?:hang ?up|end)$/i.test(name)) {
    return `${quote(name)} is not an action, so Vonage refuses the NCCO: remove it, as the call ends after the last action.`;
  }
  const meant = meantAction(name);
  const advice = meant ? `did you mean "${meant}"?` : `use one of ${currentActions.join(', ')}.`;
  return `There is no action ${quote(name)}, so Vonage refuses the NCCO: ${advice}`;
}
