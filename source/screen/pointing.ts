import type {Change} from '../store/commands/command.js';
import {focus} from '../store/commands/go-to.js';
import {chooseCall, chooseRow, move} from '../store/commands/moving.js';
import type {Model} from '../store/model.js';
import {isAsked} from '../store/press.js';
import type {PaneId, ViewState} from '../store/view-state.js';
import type {MouseAct} from '../terminal/mouse.js';
import {layoutOf} from './layout.js';
import type {Inside} from './pane-view.js';
import {callsWindow} from './panes/calls.js';
import {eventsWindow} from './panes/events.js';
import {wishesOf} from './wishes.js';

/** Rows that a notch of the wheel moves by. */
const NOTCH = 3;

/** What the mouse does: a click chooses what it points at, the wheel moves in the pane below it. */
export function point(model: Model, {act, column, row}: MouseAct): Change {
  const {view} = model;
  if (view.typing || view.searching || view.palette || isAsked(view)) return {};
  const by = act === 'wheel-up' ? -NOTCH : NOTCH;
  if (view.overlay) return act === 'click' ? {} : {view: move(model, {by})};
  const found = paneAt(model, column, row);
  if (!found) return {};
  const focused = {...model, view: view.focus === found.pane ? view : focus(view, found.pane)};
  if (act !== 'click') return {view: move(focused, {by})};
  return {view: choosers[found.pane]?.(focused, found.inside, found.line) ?? focused.view};
}

type Found = {pane: PaneId; inside: Inside; line: number};

/** The pane at a cell of the screen, and which row of its inside; above and below the inside is its border. */
function paneAt(model: Model, column: number, row: number): Found | undefined {
  let [left, top] = [0, 1];
  for (const {width, frames} of layoutOf(model.view, wishesOf(model)).columns) {
    if (column >= left && column < left + width) {
      for (const {pane, height} of frames) {
        if (row >= top && row < top + height) {
          return {pane, inside: {width: width - 2, height: height - 2}, line: row - top - 1};
        }
        top += height;
      }
      return undefined;
    }
    left += width;
  }
  return undefined;
}

type Chooser = (model: Model, inside: Inside, line: number) => ViewState | undefined;

const choosers: Partial<Record<PaneId, Chooser>> = {
  calls(model, inside, line) {
    const {calls, start, perCall, shown} = callsWindow(model, inside);
    const anchor = Math.floor(line / perCall);
    const call = anchor >= 0 && anchor < shown ? calls[start + anchor] : undefined;
    return call && {...chooseCall(model, call.id, 0), call: {item: call.id, anchor}};
  },
  events(model, inside, line) {
    if (model.view.eventsAs !== 'list' || line < 0 || line >= inside.height) return undefined;
    const {rows, start, top} = eventsWindow(model, inside);
    const anchor = line - top;
    const row = anchor < 0 ? undefined : rows[start + anchor];
    return row === undefined ? undefined : {...chooseRow(model, row), event: {item: row, anchor}};
  },
};
