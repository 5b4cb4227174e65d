import type {Field} from './field.js';
import {fields, findField} from './fields.js';
import {printValue} from './print.js';
import {tokensOf} from './tokens.js';

export type Option = {text: string; hint: string};

/** What there is to name in this World. */
export type Vocabulary = Readonly<Record<'type' | 'leg' | 'member' | 'party' | 'call' | 'listener', readonly Option[]>>;

export type Completion = {
  /** The part of the text that an option replaces. */
  from: number;
  to: number;
  options: readonly Option[];
};

const MOST_OPTIONS = 50;

/** What could stand at the cursor (an offset into the text), best first. */
export function completeFilter(text: string, cursor: number, vocabulary: Vocabulary): Completion {
  const token = tokensOf(text).find(({from, to}) => from < cursor && cursor <= to);
  const value = token?.kind === 'field' ? token.values.find(({from, to}) => from <= cursor && cursor <= to) : undefined;
  if (token?.kind === 'field' && value) {
    const field = findField(token.name)?.field;
    const typed = text.slice(value.from, cursor).replace(/^"/, '');
    const options = field && !value.regex ? pick(valuesOf(field, vocabulary), typed) : [];
    return {from: value.from, to: value.to, options: options.map(quoted)};
  }
  if (token?.kind === 'field') {
    const to = token.from + token.name.length + token.op.length;
    return {from: token.from, to, options: pick(starts, text.slice(token.from, cursor))};
  }
  if (token?.kind !== 'text') return {from: cursor, to: cursor, options: starts};
  const typed = text.slice(token.from, cursor);
  const options = [...pick(starts, typed), ...(typed.length > 1 ? whole(typed) : [])];
  return {from: token.from, to: token.to, options: options.slice(0, MOST_OPTIONS)};
}

/** How each field begins: its name, and the sign that its example has. */
const starts: readonly Option[] = [
  ...Object.values(fields).map(({example, meaning}) => ({
    text: /^[a-z]+(:|[<>]=?)/.exec(example)?.[0] ?? example,
    hint: meaning,
  })),
  {text: 'not ', hint: 'everything else'},
  {text: 'or ', hint: 'either of two'},
];

function valuesOf(field: Field, vocabulary: Vocabulary): readonly Option[] {
  if (field.kind === 'words') return Object.entries(field.words).map(([text, {meaning}]) => ({text, hint: meaning}));
  if (field.kind !== 'text' || field.offers === undefined) return [];
  if (typeof field.offers === 'string') return vocabulary[field.offers];
  return Object.entries(field.offers).map(([text, hint]) => ({text, hint}));
}

/** Fixed values that can be written without knowing their field: `prob` leads to `is:problem`, `bus` to `status:busy`. */
function whole(typed: string): readonly Option[] {
  const none: Vocabulary = {type: [], leg: [], member: [], party: [], call: [], listener: []};
  return Object.entries(fields).flatMap(([name, field]) =>
    valuesOf(field, none)
      .filter(({text}) => text.startsWith(typed.toLowerCase()))
      .map(({text, hint}) => ({text: `${name}:${text}`, hint})),
  );
}

/** Options that begin with what was typed, then those that contain it. */
function pick(options: readonly Option[], typed: string): Option[] {
  const wanted = typed.toLowerCase();
  const places = options.map(option => ({option, at: option.text.toLowerCase().indexOf(wanted)}));
  const first = places.filter(({at}) => at === 0);
  const others = places.filter(({at}) => at > 0);
  return [...first, ...others].slice(0, MOST_OPTIONS).map(({option}) => option);
}

function quoted({text, hint}: Option): Option {
  return {text: printValue({text}, true), hint};
}
