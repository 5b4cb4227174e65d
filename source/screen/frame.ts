import {isEmpty} from '../store/cleared.js';
import {keyFor} from '../store/commands/key-names.js';
import {bodyHeight, coveringInside, type PaneFrame, SMALLEST} from '../store/layout.js';
import type {Model} from '../store/model.js';
import {overlayBox} from '../store/overlay.js';
import {insideOf, panesOf} from '../store/panes.js';
import {type NoteTyping, paneIds} from '../store/view-state.js';
import {takingPart} from '../store/windows.js';
import {printable, type Safe, safe, widthOf} from '../text/printable.js';
import {hintBar, promptHints} from './hints.js';
import {tableDrawer} from './ink-table.js';
import {filterRows, inputRow} from './input-line.js';
import {type Line, line, overlaid} from './line.js';
import type {Look} from './look.js';
import {overlayOf} from './overlays/overlay-of.js';
import {waitingPane} from './overlays/waiting.js';
import {type Brush, paneLines} from './pane.js';
import {type Draw, type Pen, penOf} from './pane-view.js';
import {panes} from './panes.js';
import {type Row, rowOf} from './row.js';
import {searchRows} from './search-rows.js';
import {eventBar, messageRows, statusBar, verdictBar} from './status-bars.js';
import {timeLineBar} from './time-line-bar.js';

/** Draws frames: as many lines as the screen has rows, each as wide as it is. Tables are remembered from one to the next. */
export function frameDrawer(given: Look): (model: Model) => Line[] {
  const drawTable = tableDrawer();
  return model => {
    const look = {...given, theme: model.view.theme ?? given.theme};
    return frameLines(model, {look, drawTable}, penOf(model, look.depth, look.ascii));
  };
}

function frameLines(model: Model, brush: Brush, pen: Pen): Line[] {
  const {columns, rows} = model.view;
  const painted = (row: Row) => line(brush.look, columns, row);
  if (columns < SMALLEST.columns || rows < SMALLEST.rows) return [painted(rowOf([tooSmall(model)]))];
  const lines = [
    painted(statusBar(model, pen)),
    ...bodyLines(model, brush, pen),
    ...bottomRows(model, pen).map(painted),
  ];
  const [box, draw] = [overlayBox(model.view), overlayOf(model.view)];
  if (!box || !draw) return lines;
  const above = paneLines(brush, {...box, isFocused: true}, draw(model, pen, insideOf(box)));
  return lines.map((below, i) => overlaid(below, above[i - box.top], box.left, box.width, columns));
}

/** What size is needed, with as much around it as there is room for. */
function tooSmall(model: Model): Safe {
  const {columns, rows} = model.view;
  const quits = safe`${printable(keyFor(model, 'quit'))} quits`;
  const need = safe`needs ${SMALLEST.columns}×${SMALLEST.rows}`;
  const texts = [safe`This terminal is ${columns}×${rows}; convo-monitor ${need}. ${quits}.`, safe`${need}; ${quits}`];
  return texts.find(text => widthOf(text) <= columns) ?? need;
}

/** The three rows at the bottom, and above them the time line's, where it has one. */
export function bottomRows(model: Model, pen: Pen): Row[] {
  const {typing, searching, noting} = model.view;
  const said = messageRows(model, pen);
  const typed = typing
    ? filterRows(model, pen, typing)
    : searching
      ? searchRows(model, pen, searching)
      : noting && noteRows(model, pen, noting);
  const time = model.view.hasTimeLine ? [timeLineBar(model)] : [];
  if (typed) return [...time, ...typed.map((row, i) => (i === 0 ? (said[0] ?? row) : row))];
  return [...time, said[0] ?? verdictBar(model, pen), said[1] ?? eventBar(model, pen), hintBar(model)];
}

/** The three rows at the bottom while a note is typed: what becomes of it, the event, the note. */
function noteRows(model: Model, pen: Pen, typing: NoteTyping): Row[] {
  const what =
    typing.text.trim() === ''
      ? safe` An empty note takes away what was noted on this event.`
      : safe` ${printable(keyFor(model, 'accept'))} keeps this note on the event, in the recording.`;
  return [
    rowOf([['dim', what]]),
    eventBar(model, pen),
    inputRow(pen, model.view.columns, safe`“`, typing, [], promptHints(model)),
  ];
}

function bodyLines(model: Model, brush: Brush, pen: Pen): Line[] {
  const {view} = model;
  const height = bodyHeight(view);
  const covering = (draw: Draw) =>
    paneLines(brush, {width: view.columns, height, isFocused: true}, draw(model, pen, coveringInside(view)));
  if (isEmpty(model) && view.focus !== 'session') return covering(waitingPane);
  const columns = panesOf(model).map(({frames}) =>
    frames.flatMap(frame => {
      const border = {...frame, digit: paneIds.indexOf(frame.pane) + 1, isFocused: isFocused(model, frame)};
      return paneLines(brush, border, panes[frame.pane].draw(model, pen, insideOf(frame)));
    }),
  );
  return Array.from({length: height}, (_, i) => columns.map(lines => lines[i] ?? '').join(''));
}

function isFocused({view}: Model, {pane}: PaneFrame): boolean {
  if (view.focus === pane || (view.overlay === 'detail' && pane === 'detail')) return true;
  const isShared = (pane === 'legs' || pane === 'members') && takingPart(view, pane) === 'both';
  return isShared && (view.focus === 'legs' || view.focus === 'members');
}
