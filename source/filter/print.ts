import type {Filter, FilterValue} from './filter.js';
import {tokensOf} from './tokens.js';

/** Writes a filter so that reading it gives the same filter again. */
export function printFilter(filter: Filter): string {
  switch (filter.kind) {
    case 'and':
      return filter.of.map(each => (each.kind === 'or' ? `(${printFilter(each)})` : printFilter(each))).join(' ');
    case 'or':
      return filter.of.map(printFilter).join(' or ');
    case 'not': {
      const simple = filter.of.kind === 'text' || filter.of.kind === 'field';
      return simple ? `not ${printFilter(filter.of)}` : `not (${printFilter(filter.of)})`;
    }
    case 'text':
      return printValue(filter.value, false);
    case 'field':
      return `${filter.field}${filter.op}${filter.values.map(value => printValue(value, true)).join(',')}`;
  }
}

/** Writes one value, in quotation marks where it needs them. */
export function printValue(value: FilterValue, inField: boolean): string {
  if ('regex' in value) return `/${value.regex}/${value.flags}`;
  const {text} = value;
  const plain = inField ? /^[^\s()",/][^\s(),]*$/.test(text) : isOneWord(text);
  return plain ? text : `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
}

function isOneWord(text: string): boolean {
  const [token, ...others] = tokensOf(text);
  return token?.kind === 'text' && others.length === 0 && token.value.text === text && !token.value.regex;
}
