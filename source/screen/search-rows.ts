import {keyFor} from '../store/commands/key-names.js';
import {readSearch} from '../store/detail/spans.js';
import type {Model} from '../store/model.js';
import {foundInDetail} from '../store/typing/search-line.js';
import type {SearchTyping} from '../store/view-state.js';
import {printable, type Safe, safe} from '../text/printable.js';
import {promptHints} from './hints.js';
import {inputRow} from './input-line.js';
import {countFound} from './overlays/help-found.js';
import type {Pen} from './pane-view.js';
import {type Part, type Row, rowOf} from './row.js';
import {eventBar} from './status-bars.js';

/** The three rows at the bottom while a search is typed: what it finds or what is wrong with it, the event, the search. */
export function searchRows(model: Model, pen: Pen, typing: SearchTyping): Row[] {
  const {columns} = model.view;
  const {errors} = readSearch(typing.text);
  return [
    rowOf(verdict(model, pen, typing)),
    eventBar(model, pen),
    inputRow(pen, columns, safe`/`, typing, errors, promptHints(model)),
  ];
}

function verdict(model: Model, pen: Pen, typing: SearchTyping): Part[] {
  return model.view.overlay === 'help' ? helpVerdict(model, pen, typing) : detailVerdict(model, pen, typing);
}

function helpVerdict(model: Model, pen: Pen, {text}: SearchTyping): Part[] {
  const [wrong] = readSearch(text).errors;
  if (wrong) return [['warn', safe` ${pen.print(wrong.text, 400)}`]];
  if (text.trim() === '') return [['dim', safe` Any text: only what holds it stays. /…/ is a regular expression.`]];
  const count = countFound(model);
  return count === 0 ? [['warn', safe` Found nowhere in the help.`]] : [['info', safe` ${count} found`]];
}

function detailVerdict(model: Model, pen: Pen, {text}: SearchTyping): Part[] {
  const {list} = foundInDetail(model);
  const key = (id: string) => printable(keyFor(model, id));
  const [wrong] = readSearch(text).errors;
  // A regular expression in the middle of being typed finds what it can.
  if (wrong && list.length === 0) return [['warn', safe` ${pen.print(wrong.text, 400)}`]];
  if (text.trim() === '') return [['dim', safe` Any text on this tab, folded or not; /…/ is a regular expression.`]];
  if (list.length === 0) return [['warn', safe` Found nowhere on this tab.`]];
  return [
    ['info', safe` ${searchCount(model)} found`],
    [
      'dim',
      safe` · ${key('accept')} keeps the search, ${key('next-hit')} and ${key('previous-hit')} go from one to the next`,
    ],
  ];
}

/** Which of all that is found the cursor is on: `3/17`; `–/17` where it is on none, `17+` where there is more than was looked at. */
export function searchCount(model: Model): Safe {
  const {list, more, at} = foundInDetail(model);
  return safe`${at < 0 ? safe`–` : at + 1}/${list.length}${more ? safe`+` : safe``}`;
}
