import type {Filter} from './filter.js';

/**
 * Whether everything that passes `next` passes `before` too, as far as their words say it: true is certain, false is not. So
 * that typing a word on, or another one behind it, looks only among what was found.
 */
export function narrows(next: Filter, before: Filter): boolean {
  if (next.kind === 'or') return next.of.every(each => narrows(each, before));
  if (before.kind === 'and') return before.of.every(each => narrows(next, each));
  if (next.kind === 'and') return next.of.some(each => narrows(each, before));
  if (before.kind === 'or') return before.of.some(each => narrows(next, each));
  if (next.kind === 'not' && before.kind === 'not') return narrows(before.of, next.of);
  if (next.kind === 'text' && before.kind === 'text' && 'text' in next.value && 'text' in before.value)
    return next.value.text.toLowerCase().includes(before.value.text.toLowerCase());
  return JSON.stringify(next) === JSON.stringify(before);
}
