import type {Model} from '../../store/model.js';
import {chosenCall, chosenRow, streamOf, windowStart} from '../../store/select.js';
import {printable, safe} from '../../terminal/text.js';
import {type Lane, ladderOf, talkBetween} from '../../world/ladder.js';
import {outcomeOf, stateOf} from '../../world/state.js';
import type {Conversation} from '../../world/world.js';
import {short} from '../format.js';
import {type Canvas, partsOf} from '../ladder/canvas.js';
import {geometryOf} from '../ladder/geometry.js';
import {type Drawing, headRows, liveTalkRow, stepRows} from '../ladder/rows.js';
import {type Line, line, type Part} from '../line.js';
import {type Look, lookOf} from '../look.js';
import type {Inside, PaneView} from '../pane-view.js';

/** Rows above the ladder: names and states. */
const HEAD = 2;

/** The stream of the chosen call as a ladder: the same rows, selection and following as in the list; only what can be seen is drawn. */
export function ladderPane(model: Model, look: Look, {width, height}: Inside): PaneView {
  const call = chosenCall(model);
  const {view, world} = model;
  const rows = streamOf(model);
  if (!call || rows.length === 0) {
    return {title: title(model, call), lines: [line(look, width, [['dim', safe` No events of this call to show.`]])]};
  }
  const room = Math.max(1, height - HEAD);
  const at = view.event ? rows.lastIndexOf(view.event.item) : rows.length - 1;
  const index = at < 0 ? rows.length - 1 : at;
  const from = windowStart(rows.length, index, view.event?.anchor ?? room - 1, room);
  const {lanes, steps} = ladderOf(world, call, rows, from, from + room);
  const geometry = geometryOf(lanes, width, view.lane);
  const isLive = stateOf(world, call) === 'active' && call.goneAt === undefined;
  const drawing: Drawing = {lanes, geometry, time: view.time, start: world.log.at[call.rows[0] ?? 0] ?? 0};
  const chosen = chosenRow(model);

  type Drawn = {row: number | undefined; canvas: Canvas};
  const drawn: Drawn[] = steps.flatMap((step, i) => {
    const previous = steps[i - 1]?.at ?? world.log.at[rows[from + i - 1] ?? step.row];
    const selected = step.row === chosen && view.event !== undefined;
    const mark: readonly ['focus' | 'bad' | 'plain', ReturnType<typeof safe>] = selected
      ? ['focus', safe`▸`]
      : step.problem
        ? ['bad', safe`!`]
        : ['plain', safe` `];
    const canvases = stepRows(drawing, step, previous, mark);
    return canvases.map((canvas, j) => ({row: step.talk && j === 0 ? undefined : step.row, canvas}));
  });
  const last = steps.at(-1);
  const talk =
    isLive && last && from + steps.length === rows.length
      ? talkBetween(lanes, last.at, model.now - (call.lag ?? 0))
      : undefined;
  if (talk) drawn.push({row: undefined, canvas: liveTalkRow(drawing, talk)});

  // A step may take several rows: the chosen one is seen whole, and whoever follows sees the end.
  const end = view.event ? drawn.findLastIndex(each => each.row === chosen) + 1 : drawn.length;
  const cut = Math.max(0, end - room);
  const stateWord = (leg: string) => {
    const status = lookOf(outcomeOf(world.legs.get(leg) ?? ({} as never)));
    return [status.role, safe`${status.glyph} ${status.word}`] as const;
  };
  const lines: Line[] = [
    ...headRows(drawing, stateWord).map(each => line(look, width, partsOf(each))),
    ...drawn.slice(cut, cut + room).map(({row, canvas}) =>
      line(look, width, partsOf(canvas), {
        selected: row !== undefined && row === chosen && view.event !== undefined && view.focus === 'events',
      }),
    ),
  ];
  return {title: title(model, call), right: right(geometry, lanes), lines};
}

function title(model: Model, call: Conversation | undefined): Part[] {
  return [
    safe`Ladder`,
    ['dim', safe` — ${call ? short(call.id) : safe`no call`} · `],
    model.view.event ? ['warn', safe`follow ○`] : ['good', safe`follow ●`],
  ];
}

function right({before, after}: {before: number; after: number}, lanes: readonly Lane[]): Part[] {
  const parties = lanes.length - 2;
  if (before + after === 0) return [['dim', safe`${parties} ${parties === 1 ? safe`party` : safe`parties`}`]];
  return [
    ['warn', safe`h l lanes`],
    ['dim', printable(` · ${parties - before - after} of ${parties} parties`)],
  ];
}
