import {isEmpty} from '../store/cleared.js';
import {type CommandResult, runCommand} from '../store/commands/command.js';
import {focus} from '../store/commands/go-to.js';
import {move} from '../store/commands/moving.js';
import {commands} from '../store/commands/table.js';
import {bodyHeight, type PaneFrame, SMALLEST} from '../store/layout.js';
import type {Model} from '../store/model.js';
import {isPrompt, isQuestion, type Mode, modeOf} from '../store/modes.js';
import {type Box, overlayBox} from '../store/overlay.js';
import {insideOf, panesOf} from '../store/panes.js';
import {chooseEntry} from '../store/typing/palette-line.js';
import {paneIds} from '../store/view-state.js';
import type {MouseAct} from '../terminal/mouse.js';
import type {Click} from './click.js';
import {bottomRows} from './frame.js';
import {overlayOf} from './overlays/overlay-of.js';
import {waitingPane} from './overlays/waiting.js';
import {topRow} from './pane.js';
import {type PaneView, penOf} from './pane-view.js';
import {panes} from './panes.js';
import {clickAt} from './row.js';

/** Rows that a notch of the wheel moves by. */
const NOTCH = 3;
/** Two clicks on one cell within this time, ms, are a double click. */
const DOUBLE_MS = 500;

/** A cell of the screen, from 0. */
type Cell = {column: number; row: number};

/** What a click does; `chooses`: a second one opens what it chose. */
type Target = {click: Click; chooses?: boolean};

/** What the mouse does to the view. `now`: ms, of any clock that only goes on. */
export function createPointer(now: () => number): (model: Model, act: MouseAct) => CommandResult {
  let last: (Cell & {at: number}) | undefined;
  return (model, {act, column, row}) => {
    const {columns, rows} = model.view;
    const view = {...model.view, message: undefined};
    const silent = {...model, view};
    const cell = {column, row};
    if (columns < SMALLEST.columns || rows < SMALLEST.rows) return {};
    if (act !== 'click') {
      last = undefined;
      return {view, ...wheel(silent, act === 'wheel-up' ? -1 : 1, cell)};
    }
    const isSecond = last?.column === column && last.row === row && now() - last.at <= DOUBLE_MS;
    const target = isSecond ? {click: open} : targetAt(silent, cell);
    last = target?.chooses ? {...cell, at: now()} : undefined;
    return {view, ...target?.click(silent)};
  };
}

/** What a double click carries out: the first of these commands that holds. */
const opens: Readonly<Partial<Record<Mode, readonly string[]>>> = {
  panes: ['toggle-fold', 'open'],
  filters: ['apply-filters'],
  save: ['save-chosen'],
  palette: ['accept'],
};

function open(model: Model): CommandResult {
  const {view} = model;
  const command = opens[modeOf(view)]
    ?.flatMap(id => commands.find(each => each.id === id) ?? [])
    .find(({when}) => when?.(model) ?? true);
  // What is open already would be closed.
  return command && !(view.overlay === 'detail' && command.id === 'open') ? runCommand(model, command) : {};
}

/** The wheel moves what is below it, and nothing where a question is asked or a line typed below the panes. */
function wheel(model: Model, by: 1 | -1, {column, row}: Cell): CommandResult {
  const {view} = model;
  const box = overlayBox(view);
  if (box && !isIn(box, {column, row})) return {};
  if (view.palette) return chooseEntry(model, by) ?? {};
  const mode = modeOf(view);
  if (isPrompt(mode) || isQuestion(mode)) return {};
  if (view.overlay) return {view: move(model, {by: by * NOTCH})};
  const pane = isCovered(model) ? undefined : paneAt(model, column, row)?.frame.pane;
  if (pane === undefined) return {};
  return {view: move({...model, view: view.focus === pane ? view : focus(view, pane)}, {by: by * NOTCH})};
}

/** What is at a cell of the screen. */
function targetAt(model: Model, cell: Cell): Target | undefined {
  const {view} = model;
  const pen = penOf(model, 'none');
  const bottom = bottomRows(model, pen);
  const row = bottom[cell.row - (view.rows - bottom.length)];
  const hint = row && clickAt(row, view.columns, cell.column);
  if (hint) return {click: hint};
  const mode = modeOf(view);
  if (isQuestion(mode) || (isPrompt(mode) && mode !== 'palette')) return undefined;
  const body = {left: 0, top: 1, width: view.columns, height: bodyHeight(view)};
  const box = overlayBox(view) ?? (view.overlay ? body : undefined);
  if (box && !isIn(box, cell)) return {click: close};
  const draw = overlayOf(view);
  if (box && draw) return inPane(box, draw(model, pen, insideOf(box)), cell);
  if (!isIn(body, cell)) return undefined;
  if (isCovered(model)) return inPane(body, waitingPane(model, pen, insideOf(body)), cell);
  const found = paneAt(model, cell.column, cell.row);
  if (!found) return undefined;
  const {frame, line, left} = found;
  const {pane} = frame;
  const place = {left, top: cell.row - line - 1, width: frame.width, height: frame.height};
  const drawn = inPane(place, panes[pane].draw(model, pen, insideOf(frame)), cell, paneIds.indexOf(pane) + 1);
  const focused = {...model, view: view.focus === pane || view.overlay ? view : focus(view, pane)};
  const inside = insideOf(frame);
  const chosen = line >= 0 && line < inside.height ? panes[pane].point?.(focused, line, inside) : undefined;
  return drawn ?? {click: () => ({view: chosen ?? focused.view}), chooses: chosen !== undefined};
}

/** What is drawn at a cell of a pane: a part of its border or of a row, or a row as a whole. */
function inPane(
  {left, top, width, height}: Box,
  pane: PaneView,
  {column, row}: Cell,
  digit?: number,
): Target | undefined {
  if (row === top)
    return targetOf(clickAt(topRow({width, height, isFocused: true, digit}, pane), width, column - left));
  const lines = pane.rows.flatMap((each): (Target | undefined)[] => {
    if ('columns' in each)
      return [...(each.hasTitles ? [undefined] : []), ...each.rows.map((_, i) => targetOf(each.clicks?.[i], true))];
    return [targetOf(clickAt(each, width - 2, column - left - 1)) ?? targetOf(each.click, true)];
  });
  return lines[row - top - 1];
}

function targetOf(click: Click | undefined, chooses = false): Target | undefined {
  return click && {click, chooses};
}

function close({view}: Model): CommandResult {
  return {view: {...view, overlay: undefined, palette: undefined, scroll: 0}};
}

/** In place of the panes stands what is waited for. */
function isCovered(model: Model): boolean {
  return isEmpty(model) && model.view.focus !== 'session';
}

function isIn({left, top, width, height}: Box, {column, row}: Cell): boolean {
  return column >= left && column < left + width && row >= top && row < top + height;
}

/** The pane at a cell of the screen, and which row of its inside; above and below the inside is its border. */
function paneAt(model: Model, column: number, row: number): {frame: PaneFrame; line: number; left: number} | undefined {
  let [left, top] = [0, 1];
  for (const {width, frames} of panesOf(model)) {
    if (column >= left && column < left + width) {
      for (const frame of frames) {
        if (row >= top && row < top + frame.height) return {frame, line: row - top - 1, left};
        top += frame.height;
      }
      return undefined;
    }
    left += width;
  }
  return undefined;
}
