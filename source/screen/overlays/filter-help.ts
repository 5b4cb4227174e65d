import {describeFilter, type FilterHelp} from '../../filter/describe.js';
import {fit, printable, type Safe, safe, wrap} from '../../text/printable.js';
import type {Part} from '../row.js';

const names: Readonly<Record<FilterHelp['group'], string>> = {
  text: 'Filter: text',
  joining: 'Filter: putting together',
  fields: 'Filter: fields',
  words: 'Filter: words that some fields know',
};

/** The filter language, from the table that reads it, in rows of at most `width` cells. */
export function filterHelp(width: number): {name: Safe; entries: {rows: Part[][]}[]}[] {
  const room = Math.max(20, width - INDENT - 4);
  return Object.entries(names).map(([group, name]) => ({
    name: printable(name),
    entries: describeFilter()
      .filter(each => each.group === group)
      .map(({write, finds}) => ({
        rows: wrap(printable(finds), room).map((row, i): Part[] => [
          ['info', safe`   ${fit(printable(i === 0 ? write : ''), INDENT)} `],
          row,
        ]),
      })),
  }));
}

const INDENT = 26;
