import {beyondSummary} from '../filter/beyond-summary.js';
import type {FilterError, Filtered} from '../filter/filter.js';
import {parseFilter} from '../filter/parse.js';
import {callsOf} from '../store/call-order.js';
import {keyFor} from '../store/commands/key-names.js';
import type {Model} from '../store/model.js';
import {chosenCall, searchedOf, streamOf} from '../store/select.js';
import {activeFilter} from '../store/typing/active.js';
import {completionOf} from '../store/typing/filter-line.js';
import {shownCalls} from '../store/typing/found.js';
import type {TypedLine} from '../store/typing/line.js';
import type {FilterTyping} from '../store/view-state.js';
import {clustersOf} from '../text/clusters.js';
import {clip, printable, type Safe, safe, widthOf} from '../text/printable.js';
import {promptHints} from './hints.js';
import type {Role} from './look.js';
import type {Pen} from './pane-view.js';
import {type Part, type Row, rowOf} from './row.js';

/** The three rows at the bottom while a filter is typed: what is wrong with it or what it finds, completions, the filter. */
export function filterRows(model: Model, pen: Pen, typing: FilterTyping): Row[] {
  const {columns} = model.view;
  const parsed = parseFilter(typing.text);
  return [
    rowOf(verdict(model, pen, typing, parsed)),
    optionsRow(pen, columns, optionsOf(model, typing)),
    inputRow(pen, columns, safe`/`, typing, parsed.errors, promptHints(model)),
  ];
}

type Parsed = ReturnType<typeof parseFilter>;

/** The first mistake, or how much the filter finds, and what of it no summary says. */
function verdict(model: Model, pen: Pen, {list, text, cursor}: FilterTyping, {filter, errors}: Parsed): Part[] {
  const [wrong] = errors;
  if (wrong) {
    // What stands at the cursor is not wrong, only not finished.
    const role: Role = wrong.to >= cursor && wrong.from <= cursor && cursor === text.length ? 'warn' : 'bad';
    return [[role, safe` ${pen.print(wrong.text, 400)}`]];
  }
  const [shown, all] =
    list === 'calls'
      ? [shownCalls(model).length, callsOf(model.world).length]
      : [streamOf(model).length, chosenCall(model)?.rows.length ?? 0];
  const of = safe`${all} ${list === 'calls' ? (all === 1 ? safe`call` : safe`calls`) : all === 1 ? safe`event` : safe`events`}`;
  if (text.trim() === '') return [['dim', safe` All of ${of}. Words, or fields such as leg:L1 is:problem lat>500.`]];
  if (model.view.marksOnly) {
    const key = printable(keyFor(model, 'marks-only'));
    return [['dim', safe` Marks what it finds and hides nothing; ${key} switches that.`]];
  }
  const searched = list === 'events' ? searchedOf(model) : undefined;
  if (searched !== undefined) return [['info', safe` Found ${shown} so far: searched ${searched} % of ${of}.`]];
  const beyond = filter && list === 'calls' && model.world.summed.size > 0 ? beyondSummary(filter) : undefined;
  const rest = beyond ? safe` ${pen.print(beyond.field, 40)} is known only of calls that were read.` : safe``;
  return [[shown === 0 ? 'warn' : 'info', safe` Shows ${shown} of ${of}.${rest}`]];
}

type Options = {options: readonly {text: string; hint: string}[]; at: number};

function optionsOf(model: Model, typing: FilterTyping): Options {
  if (typing.menu) return typing.menu;
  return {options: completionOf(model, typing).options, at: 0};
}

/** As many completions as fit, the one that Tab would take in front of the others, with what it means. */
function optionsRow(pen: Pen, width: number, {options, at}: Options): Row {
  const chosen = options[at];
  if (!chosen) return rowOf([]);
  const hint: Safe = clip(pen.print(chosen.hint, 200), Math.floor(width / 2));
  const room = width - widthOf(hint) - 3;
  const parts: Part[] = [safe` `];
  let used = 1;
  // In a menu that is longer than the row, the chosen one stays in sight.
  for (let i = Math.max(0, at - 2); i < options.length; i++) {
    const text = pen.print(options[i]?.text ?? '', 40);
    used += widthOf(text) + 2;
    if (used > room && i > at) break;
    parts.push([i === at ? 'focus' : 'plain', text], safe`  `);
  }
  return rowOf(parts, {right: [['dim', safe` ${hint} `]]});
}

/**
 * A line being typed: a sign in front, the cursor, what is wrong underlined, and hints at the right where there is room for
 * them. A line longer than the row is moved so that the cursor is seen.
 */
export function inputRow(
  pen: Pen,
  width: number,
  sign: Safe,
  typed: TypedLine,
  errors: readonly FilterError[],
  hints: readonly Part[],
): Row {
  const cells = cellsOf(typed, errors, pen);
  const wide = cells.reduce((sum, {text}) => sum + widthOf(text), 0);
  const hintWidth = hints.reduce((sum, part) => sum + (Array.isArray(part) ? widthOf(part[1]) : 0), 0);
  const showHints = width - hintWidth >= Math.max(30, Math.min(wide + 3, width / 2));
  const room = width - widthOf(sign) - 1 - (showHints ? hintWidth : 0);
  const cursor = cells.findIndex(cell => cell.isCursor);
  let from = 0;
  let upToCursor = cells.slice(0, cursor + 1).reduce((sum, {text}) => sum + widthOf(text), 0);
  while (upToCursor > room && from < cursor) upToCursor -= widthOf(cells[from++]?.text ?? '');
  const shown = cells.slice(from).map(({role, text}): Part => [role, text]);
  const start: Part = from > 0 ? ['dim', safe`…`] : safe` `;
  return rowOf([['focus', sign], start, ...shown], {right: showHints ? hints : []});
}

type Cell = {text: Safe; role: Role; isCursor: boolean};

/** One cell a letter with its marks; behind the last one there is room for the cursor. */
function cellsOf({text, cursor}: TypedLine, errors: readonly FilterError[], pen: Pen): Cell[] {
  const cells = [...clustersOf(text)].map(({segment, index: from}): Cell => {
    const at = from + segment.length;
    const isCursor = from <= cursor && cursor < at;
    const isWrong = errors.some(error => error.from < at && from < error.to);
    return {text: pen.print(segment), role: isCursor ? 'cursor' : isWrong ? 'wrong' : 'plain', isCursor};
  });
  return cursor >= text.length ? [...cells, {text: safe` `, role: 'cursor', isCursor: true}] : cells;
}

/** What stands at the right of a list's border: its filter, and how much of the list it leaves or, in per cent, has searched. */
export function filterTitle(
  {view}: Model,
  {print}: Pen,
  list: Filtered,
  shown: number,
  total: number,
  searched?: number,
): Part[] {
  const filter = activeFilter(view, list);
  const all = shown === total ? safe`${total} shown` : safe`${shown} of ${total}`;
  const count = searched === undefined ? all : safe`${shown} · searching ${searched} %`;
  if (filter.trim() === '') return list === 'calls' ? [] : [['dim', count]];
  const sign = view.marksOnly ? safe`mark /` : safe`/`;
  return [
    [view.typing?.list === list ? 'focus' : 'warn', safe`${sign}${print(filter, 32)}`],
    ['dim', safe` · ${count}`],
  ];
}

/** The row that a list shows when nothing passes. */
export function nothingFound(model: Model): readonly Row[] {
  return [rowOf([['dim', safe` Nothing passes the filter. ${printable(keyFor(model, 'back'))} takes it away.`]])];
}
