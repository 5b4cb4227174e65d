import {fields, findWord} from './fields.js';
import type {FieldLeaf, Filter} from './filter.js';

/** The first that a filter asks and no summary of a call can answer: what happened in it. Undefined where there is none. */
export function beyondSummary(filter: Filter): FieldLeaf | undefined {
  if (filter.kind === 'not') return beyondSummary(filter.of);
  if (filter.kind === 'and' || filter.kind === 'or') {
    for (const each of filter.of) {
      const found = beyondSummary(each);
      if (found) return found;
    }
    return undefined;
  }
  return filter.kind === 'field' && !isOfCalls(filter) ? filter : undefined;
}

/** Of calls, and no part of a summary. */
const unknown = new Set(['member']);

function isOfCalls({field: name, values}: FieldLeaf): boolean {
  const field = fields[name];
  if (field?.kind !== 'words') return field !== undefined && 'call' in field && !unknown.has(name);
  return textsOf(values).every(word => field.words[findWord(field.words, word) ?? '']?.call !== undefined);
}

/** What a question asks for, as it was typed; nothing of what is a pattern. */
export const textsOf = (values: FieldLeaf['values']): string[] => values.map(each => ('text' in each ? each.text : ''));
