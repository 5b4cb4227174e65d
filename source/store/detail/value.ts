import {jsonText} from '../../text/json.js';
import {iso} from './compare.js';
import type {DetailFact} from './facts.js';
import type {DetailRow} from './row.js';

/** Something to copy: what it is, in words, and as text: a string as it is, an object or a list as JSON. */
type Value = {what: string; text: string};

/** The value that a row of the detail shows; undefined where it shows none of its own. */
export function shownValue(row: DetailRow): Value | undefined {
  switch (row.kind) {
    case 'fact':
      return factValue(row.fact);
    case 'title':
      return row.body === '' ? undefined : {what: 'body', text: row.body};
    case 'json': {
      const at = row.path.indexOf('/');
      return row.value === undefined
        ? undefined
        : {what: at < 0 ? 'body' : row.path.slice(at), text: textOf(row.value)};
    }
    case 'header':
      return {what: `header ${row.name}`, text: row.value};
    case 'text':
    case 'differText':
      return {what: 'line', text: row.text};
    case 'compare': {
      const values = new Set(row.said.flatMap(({value}) => value ?? []));
      return {what: row.field, text: [...values].join('\n')};
    }
    case 'differ': {
      const {difference} = row;
      const [side, value] =
        difference.kind === 'removed' ? (['first', difference.left] as const) : (['second', difference.right] as const);
      return {what: `${difference.path || 'body'} of the ${side} event`, text: textOf(value)};
    }
    default:
      return undefined;
  }
}

function factValue(fact: DetailFact): Value | undefined {
  switch (fact.name) {
    case 'event':
      return {what: 'event type', text: fact.type};
    case 'leg':
      return {what: 'leg id', text: fact.leg};
    case 'member':
      return {what: 'member id', text: fact.member};
    case 'time':
      return {what: 'time', text: iso(fact.at) ?? String(fact.at)};
    case 'differs': {
      const said = fact.difference.values.map(({witness, value}) => `${witness} ${value}`);
      return {what: 'what they say', text: said.join('\n')};
    }
    case 'answered':
      return {what: 'status', text: String(fact.reply.status)};
    case 'remark':
      return {what: 'problem', text: fact.text};
    default:
      return undefined;
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : jsonText(value, 2);
}
