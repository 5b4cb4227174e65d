import type {Change} from '../store/commands/command.js';
import {focus} from '../store/commands/go-to.js';
import {move} from '../store/commands/moving.js';
import {contents, insideOf, panesOf} from '../store/contents.js';
import type {Frame} from '../store/layout.js';
import type {Model} from '../store/model.js';
import {isPrompt, isQuestion, modeOf} from '../store/modes.js';
import type {MouseAct} from '../terminal/mouse.js';

/** Rows that a notch of the wheel moves by. */
const NOTCH = 3;

/** What the mouse does: a click chooses what it points at, the wheel moves in the pane below it. */
export function point(model: Model, {act, column, row}: MouseAct): Change {
  const {view} = model;
  const mode = modeOf(view);
  if (isPrompt(mode) || isQuestion(mode)) return {};
  const by = act === 'wheel-up' ? -NOTCH : NOTCH;
  if (view.overlay) return act === 'click' ? {} : {view: move(model, {by})};
  const found = paneAt(model, column, row);
  if (!found) return {};
  const {line, frame} = found;
  const {pane} = frame;
  const focused = {...model, view: view.focus === pane ? view : focus(view, pane)};
  if (act !== 'click') return {view: move(focused, {by})};
  const inside = insideOf(frame);
  const chosen = line >= 0 && line < inside.height ? contents[pane].point?.(focused, line, inside) : undefined;
  return {view: chosen ?? focused.view};
}

/** The pane at a cell of the screen, and which row of its inside; above and below the inside is its border. */
function paneAt(model: Model, column: number, row: number): {frame: Frame; line: number} | undefined {
  let [left, top] = [0, 1];
  for (const {width, frames} of panesOf(model)) {
    if (column >= left && column < left + width) {
      for (const frame of frames) {
        if (row >= top && row < top + frame.height) return {frame, line: row - top - 1};
        top += frame.height;
      }
      return undefined;
    }
    left += width;
  }
  return undefined;
}
