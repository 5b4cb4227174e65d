import type {FoldableJsonRow} from '../store/detail/json-rows.js';
import {type Print, repeat, type Safe, safe, wrap} from '../text/printable.js';
import type {Part} from './row.js';

/** Cells of one row of JSON; longer texts are on the raw tab. */
const MOST_CELLS = 8000;

/** A row of pretty JSON as the rows of the screen that it takes: the fold's sign, the key and the value told apart. */
export function jsonLines({depth, key, text, fold}: FoldableJsonRow, width: number, print: Print): Part[][] {
  const sign: Part = fold === 'folded' ? ['focus', safe`▸`] : fold === 'open' ? ['dim', safe`▾`] : safe` `;
  const indent = repeat(safe` `, Math.min(depth * 2, Math.floor(width / 2)));
  const room = Math.max(8, width - 1 - indent.length);
  const keyText = key === undefined ? safe`` : print(`${JSON.stringify(key)}:`, MOST_CELLS);
  const space = key === undefined ? safe`` : safe` `;
  const [first = safe``, ...more] = rows(safe`${keyText}${space}${print(text, MOST_CELLS)}`, room);
  const shownKey = first.startsWith(keyText) ? keyText : safe``;
  const value = first.slice(shownKey.length) as Safe;
  return [
    [sign, indent, ['info', shownKey], fold === 'folded' ? ['dim', value] : value],
    ...more.map((rest): Part[] => [safe` `, indent, HANGING, rest]),
  ];
}

/** What does not fit stands further to the right than what it belongs to. */
const HANGING = safe`  `;

function rows(text: Safe, room: number): Safe[] {
  const [first = safe``] = wrap(text, room);
  const rest = text.slice(first.length).trimStart() as Safe;
  return rest === '' ? [first] : [first, ...wrap(rest, Math.max(4, room - HANGING.length))];
}
