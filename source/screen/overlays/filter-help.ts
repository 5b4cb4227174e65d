import {describeFilter, type FilterHelp} from '../../filter/describe.js';
import {fit, printable, safe, wrap} from '../../text/printable.js';
import type {Part} from '../row.js';

const names: Readonly<Record<FilterHelp['group'], string>> = {
  text: 'Filter: text',
  joining: 'Filter: putting together',
  fields: 'Filter: fields',
  words: 'Filter: words that some fields know',
};

/** The filter language, from the table that reads it, in rows of at most `width` cells. */
export function filterHelp(width: number): Part[][] {
  const room = Math.max(20, width - INDENT - 4);
  return Object.entries(names).flatMap(
    ([group, name]) =>
      [
        [['title', safe` ${printable(name)}`]],
        ...describeFilter()
          .filter(each => each.group === group)
          .flatMap(({write, finds}) =>
            wrap(printable(finds), room).map((row, i): Part[] => [
              ['info', safe`   ${fit(printable(i === 0 ? write : ''), INDENT)} `],
              row,
            ]),
          ),
        [],
      ] as Part[][],
  );
}

const INDENT = 26;
