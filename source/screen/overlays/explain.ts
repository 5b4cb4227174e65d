import {explain} from '../../call/explain.js';
import type {Inside} from '../../store/layout.js';
import type {Model} from '../../store/model.js';
import {firstSeen} from '../../store/scroll.js';
import {safe, wrap} from '../../text/printable.js';
import type {PaneView, Pen} from '../pane-view.js';
import {type Part, rowOf} from '../row.js';

/** What a word of Vonage's means, and what to do about it; all of its meanings where it has several. */
export function explainOverlay({view}: Model, pen: Pen, {width, height}: Inside): PaneView {
  const rows = explain(view.explained ?? '').flatMap(({kind, word, meaning, advice}): Part[][] => [
    [
      ['title', safe` ${pen.print(word, 60)}`],
      ['dim', safe`  ${pen.print(kind)}`],
    ],
    ...wrap(pen.print(meaning, 1000), width - 4).map((row): Part[] => [safe`   ${row}`]),
    ...(advice === undefined ? [] : wrap(pen.print(advice, 1000), width - 6)).map((row, i): Part[] => [
      ['info', i === 0 ? safe`   → ` : safe`     `],
      row,
    ]),
    [],
  ]);
  const start = firstSeen(view.scroll, rows.length, height);
  return {
    title: [safe`What does it mean?`],
    rows: rows.slice(start, start + height).map(parts => rowOf(parts)),
  };
}
