import {readSearch, spansOf} from '../../store/detail/spans.js';
import type {Model} from '../../store/model.js';
import type {Safe} from '../../text/printable.js';
import {type Part, textOf} from '../row.js';
import {type HelpBlock, type HelpEntry, helpBlocks} from './help-blocks.js';

/** States of a regular expression that are followed in one text. */
const STEPS = 100_000;

/** What is searched in the help. */
export type HelpSearch = ReturnType<typeof readSearch>['value'];

export function wantedInHelp({view}: Model): HelpSearch {
  return readSearch(view.helpSearch ?? '').value;
}

/** The help in rows of at most `width` cells; while it is searched, only what is found. */
export function foundBlocks(model: Model, width: number, value = wantedInHelp(model)): HelpBlock[] {
  const isFound = (entry: HelpEntry) => !value || spansOf(value, wholeText(entry), {left: STEPS}).length > 0;
  return helpBlocks(model, width)
    .map(({name, entries}) => ({name, entries: entries.filter(isFound)}))
    .filter(({entries}) => entries.length > 0);
}

/** How many entries are found. */
export function countFound(model: Model): number {
  return foundBlocks(model, model.view.columns).reduce((sum, {entries}) => sum + entries.length, 0);
}

/** What an entry says, with one blank where its columns are apart. */
function wholeText({rows, also = ''}: HelpEntry): string {
  const text = [...rows.map(row => row.map(textOf).join('')), also].join(' ');
  return text.replace(/ +/g, ' ').trim();
}

/** A part in pieces, of which those that are found are marked. */
export function withFound(value: HelpSearch, part: Part): Part[] {
  const text = textOf(part);
  const spans = value ? spansOf(value, text, {left: STEPS}) : [];
  if (!part || spans.length === 0) return [part];
  const role = typeof part === 'string' ? 'plain' : part[0];
  const piece = (from: number, to?: number) => text.slice(from, to) as Safe;
  const pieces = spans.flatMap(({from, to}, i): Part[] => [
    [role, piece(spans[i - 1]?.to ?? 0, from)],
    ['found', piece(from, to)],
  ]);
  return [...pieces, [role, piece(spans.at(-1)?.to ?? 0)]];
}
