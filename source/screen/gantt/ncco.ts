import {type Canvas, canvas, put} from '../../output/ladder/canvas.js';
import {clip, join, type Print, repeat, type Safe, safe, widthOf} from '../../text/printable.js';
import type {Axis} from '../../world/read/axis.js';
import type {ActionRun, NccoRun} from '../../world/read/ncco-progress.js';
import type {Role} from '../look.js';
import {cellOf} from './axis.js';

/** How far an action has come, as a sign behind its name. */
export const actionLook: Readonly<Record<ActionRun['state'], readonly [Role, Safe]>> = {
  done: ['good', safe`✓`],
  running: ['live', safe`▸`],
  next: ['dim', safe`·`],
  skipped: ['dim', safe`–`],
};

/** One letter for an action where there is no room for its name. */
const letters: ReadonlyMap<string, Safe> = new Map([
  ['talk', safe`t`],
  ['stream', safe`s`],
  ['input', safe`i`],
  ['connect', safe`c`],
  ['conversation', safe`C`],
  ['record', safe`r`],
  ['notify', safe`n`],
  ['wait', safe`w`],
  ['transfer', safe`x`],
  ['pay', safe`p`],
]);

type Placed = {action: ActionRun; first: number; last: number};

/** The actions that hold one another up, each with its cells: recordings and the like run beside them. */
function placed(runs: readonly NccoRun[], axis: Axis, width: number): Placed[] {
  return runs.flatMap(run =>
    run.actions.flatMap(action => {
      if (action.runsAlong || action.from === undefined) return [];
      const first = cellOf(axis, width, action.from);
      const end = action.to ?? (action.state === 'running' ? axis.now : action.from);
      return [{action, first, last: Math.max(first, Math.ceil(cellOf(axis, width, end)))}];
    }),
  );
}

/** A lane of one row, and the letters in it that stand for a name: `t=talk i=input`. */
export type NccoLane = {cells: Safe; letters: Safe};

/** The lane of the NCCOs' actions: the name of each where it has room, else one letter a cell: `ttt·ii·connect──▸`. */
export function nccoCells(runs: readonly NccoRun[], axis: Axis, width: number, print: Print): NccoLane {
  const on = canvas(width);
  const all = placed(runs, axis, width);
  const lettered: Placed[] = [];
  all.forEach((each, i) => {
    const {action, first, last} = each;
    const next = all[i + 1];
    // Two actions that touch are told apart, where each keeps a cell.
    const touches = next !== undefined && next.first <= last + 1 && next.first > first + 1;
    const room = (touches ? next.first - 1 : last + 1) - first;
    const name = print(action.name, 20);
    const rest = room - widthOf(name);
    if (rest < 0) lettered.push(each);
    put(on, first, rest < 0 ? repeat(letterOf(action), room) : safe`${name}${tail(action, rest)}`, 'plain');
    if (touches) put(on, next.first - 1, safe`·`, 'plain');
  });
  // An action may be covered by the one behind it.
  const seen = lettered.filter(({action, first}) => on.cells[first] === letterOf(action));
  return {cells: on.cells.join('') as Safe, letters: meaningOf(seen, print)};
}

function tail({state}: ActionRun, room: number): Safe {
  const isOpen = state === 'running' && room > 0;
  return safe`${repeat(safe`─`, isOpen ? room - 1 : room)}${isOpen ? safe`▸` : safe``}`;
}

function letterOf({name}: ActionRun): Safe {
  return letters.get(name) ?? safe`?`;
}

/** What each letter stands for. */
function meaningOf(actions: readonly Placed[], print: Print): Safe {
  return join([...new Set(actions.map(({action}) => safe`${letterOf(action)}=${print(action.name, 20)}`))], safe` `);
}

/** The same with frames: `├─ talk ─┼ input ┼─ connect ──▸`. Gives what the letters in it stand for. */
export function putActions(
  on: Canvas,
  at: number,
  runs: readonly NccoRun[],
  axis: Axis,
  width: number,
  print: Print,
): Safe {
  const lettered: Placed[] = [];
  for (const each of placed(runs, axis, width)) {
    const {action, first, last} = each;
    const room = last - first + 1;
    const role: Role = action.state === 'running' ? 'live' : action.seen ? 'info' : 'plain';
    const end = action.state === 'running' ? safe`▸` : safe`┤`;
    if (room < 3) {
      put(on, at + first, repeat(letterOf(action), room), role);
      lettered.push(each);
      continue;
    }
    const name = clip(print(room > 14 ? action.text : action.name, 60), room - 2, room > 14 ? undefined : safe``);
    const rest = room - 2 - widthOf(name);
    const gap = rest >= 2 ? safe` ` : safe``;
    put(on, at + first, safe`├${gap}${name}${gap}${repeat(safe`─`, rest - 2 * widthOf(gap))}${end}`, role);
  }
  return meaningOf(lettered, print);
}

/** The action that runs now, or the last that ran, and its place: `connect ▸`, `2 of 3`. */
export function currentAction(runs: readonly NccoRun[]): {action: ActionRun; place: number; count: number} | undefined {
  const actions = runs.at(-1)?.actions ?? [];
  const running = actions.findLastIndex(each => !each.runsAlong && each.state === 'running');
  const at = running >= 0 ? running : actions.findLastIndex(each => each.state === 'done');
  const action = actions[at];
  return action && {action, place: at + 1, count: actions.length};
}
