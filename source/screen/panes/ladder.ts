import type {Canvas} from '../../output/ladder/canvas.js';
import type {Drawing} from '../../output/ladder/drawing.js';
import {headRows} from '../../output/ladder/head.js';
import {stateWord} from '../../output/ladder/states.js';
import {stepRows} from '../../output/ladder/steps.js';
import {liveTalkRows} from '../../output/ladder/talk.js';
import {keyFor} from '../../store/commands/key-names.js';
import type {Geometry} from '../../store/ladder-geometry.js';
import {ladderWindow} from '../../store/ladder-window.js';
import type {Inside} from '../../store/layout.js';
import type {Model} from '../../store/model.js';
import {chosenCall, chosenRow, indexOfRow} from '../../store/select.js';
import {eventFinder} from '../../store/typing/found.js';
import {printable, type Safe, safe} from '../../text/printable.js';
import type {Ladder} from '../../world/read/ladder.js';
import type {Role} from '../look.js';
import type {Extent, PaneView, Pen} from '../pane-view.js';
import {canvasRow, type Part, rowOf} from '../row.js';
import {marksOf, type Seen, streamExtent, streamRight, streamTitle} from './events.js';

/** A row of the ladder, and the row of the stream that it is of; none for a stretch of talk. */
type Drawn = {row?: number; canvas: Canvas};

/** The stream of the chosen call as a ladder: the same rows, selection and following as in the list; only what can be seen is drawn. */
export function ladderPane(model: Model, pen: Pen, inside: Inside): PaneView {
  const {view, world} = model;
  const window = ladderWindow(model, inside);
  const rows = window?.rows ?? [];
  const head = {
    title: streamTitle(model, pen, safe`Ladder`),
    right: streamRight(model, pen, window?.call ?? chosenCall(model), rows),
  };
  if (!window) return {...head, rows: [rowOf([['dim', safe` No events of this call to show.`]])]};
  const {call, ladder, geometry, chosen, height: room, start: from} = window;
  const drawing = {
    print: pen.print,
    lanes: ladder.lanes,
    geometry,
    time: view.time,
    start: world.log.at[call.rows[0] ?? 0] ?? 0,
  };
  const before = from > 0 ? world.log.at[rows[from - 1] ?? 0] : undefined;
  const isAtEnd = from + ladder.steps.length === rows.length;
  const drawn: Drawn[] = [
    ...drawSteps(model, drawing, ladder, before),
    ...(isAtEnd ? liveTalkRows(call, model.now, drawing, ladder) : []).map(canvas => ({canvas})),
  ];
  // A step may take several rows: the chosen one is seen whole, and whoever follows sees the end.
  const end = view.event ? drawn.findLastIndex(each => each.row === chosen) + 1 : drawn.length;
  const cut = Math.max(0, end - room);
  const isChosen = ({row}: Drawn) =>
    row !== undefined && row === chosen && view.event !== undefined && view.focus === 'events';
  return {
    ...head,
    right: [...lanesPart(model, geometry), ...head.right],
    extent: extentOf(model, window, drawn.slice(cut, cut + room)),
    rows: [
      ...headRows(drawing, leg => stateWord(world, call, leg, model.now)).map(each => canvasRow(each)),
      ...drawn.slice(cut, cut + room).map(each => canvasRow(each.canvas, isChosen(each))),
    ],
  };
}

function extentOf(model: Model, {rows, at}: Pick<Seen, 'rows' | 'at'>, drawn: readonly Drawn[]): Extent {
  const seen = drawn.flatMap(({row}) => row ?? []);
  const start = Math.max(0, indexOfRow(model, rows, seen[0] ?? -1));
  return streamExtent(model, {rows, at, start, shown: new Set(seen).size});
}

function drawSteps(model: Model, drawing: Drawing, {steps}: Ladder, before: number | undefined): Drawn[] {
  const {view} = model;
  const chosen = chosenRow(model);
  const marks = marksOf(model);
  const find = view.marksOnly ? eventFinder(model) : undefined;
  return steps.flatMap((step, i) => {
    const [role, sign] = marks(step.row);
    const own: readonly [Role, Safe] = sign === ' ' && step.problem ? ['bad', safe`!`] : [role, sign];
    const mark: readonly [Role, Safe] = step.row === chosen && view.event ? ['focus', safe`▸`] : own;
    const previous = steps[i - 1]?.at ?? before;
    const canvases = stepRows(drawing, step, {previous, mark, isFound: find?.(step.row) === true});
    return canvases.map((canvas, j): Drawn => (step.talk && j === 0 ? {canvas} : {row: step.row, canvas}));
  });
}

function lanesPart(model: Model, {before, after, lines}: Geometry): Part[] {
  if (before + after === 0) return [];
  const shown = lines.size - 2;
  const [left, right] = ['lanes-left', 'lanes-right'].map(id => printable(keyFor(model, id)));
  const keys = safe`${before > 0 ? safe`◂ ` : safe``}${left ?? safe``} ${right ?? safe``}${after > 0 ? safe` ▸` : safe``}`;
  return [
    ['warn', keys],
    ['dim', safe` lanes ${shown} of ${shown + before + after} · `],
  ];
}
