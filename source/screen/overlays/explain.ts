import {explain} from '../../call/explain.js';
import type {Inside} from '../../store/layout.js';
import type {Model} from '../../store/model.js';
import {firstSeen} from '../../store/scroll.js';
import {printable, safe, wrap} from '../../text/printable.js';
import {line, type Part} from '../line.js';
import type {Look} from '../look.js';
import type {PaneView} from '../pane-view.js';

/** What a word of Vonage's means, and what to do about it; all of its meanings where it has several. */
export function explainOverlay({view}: Model, look: Look, {width, height}: Inside): PaneView {
  const rows = explain(view.explained ?? '').flatMap(({kind, word, meaning, advice}): Part[][] => [
    [
      ['title', safe` ${printable(word, 60)}`],
      ['dim', safe`  ${printable(kind)}`],
    ],
    ...wrap(printable(meaning, 1000), width - 4).map((row): Part[] => [safe`   ${row}`]),
    ...(advice === undefined ? [] : wrap(printable(advice, 1000), width - 6)).map((row, i): Part[] => [
      ['info', i === 0 ? safe`   → ` : safe`     `],
      row,
    ]),
    [],
  ]);
  const start = firstSeen(view.scroll, rows.length, height);
  return {
    title: [safe`What does it mean?`],
    lines: rows.slice(start, start + height).map(parts => line(look, width, parts)),
  };
}
