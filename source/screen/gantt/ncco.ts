import type {Canvas} from '../../output/ladder/canvas.js';
import {put} from '../../output/ladder/canvas.js';
import {clip, type Print, repeat, type Safe, safe, widthOf} from '../../text/printable.js';
import type {ActionRun, NccoRun} from '../../world/read/ncco-progress.js';
import type {Role} from '../look.js';
import {type Axis, cellOf} from './axis.js';

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

/** The lane of the NCCOs' actions in one letter a cell: `ttt·ii·cccc`. */
export function nccoLetters(runs: readonly NccoRun[], axis: Axis, width: number): Safe {
  const cells: Safe[] = Array.from({length: width}, () => safe` `);
  const all = placed(runs, axis, width);
  all.forEach(({action, first, last}, i) => {
    const letter = letters.get(action.name) ?? safe`?`;
    for (let x = first; x <= last; x++) cells[x] = letter;
    const next = all[i + 1];
    // Two actions that touch are told apart, where each keeps a cell.
    if (next && next.first <= last + 1 && next.first > first + 1) cells[next.first - 1] = safe`·`;
  });
  return cells.join('') as Safe;
}

/** The same with names and frames, where a lane has room: `├─ talk ─┼ input ┼─ connect ──▸`. */
export function putActions(
  on: Canvas,
  at: number,
  runs: readonly NccoRun[],
  axis: Axis,
  width: number,
  print: Print,
): void {
  for (const {action, first, last} of placed(runs, axis, width)) {
    const room = last - first + 1;
    const role: Role = action.state === 'running' ? 'live' : action.seen ? 'info' : 'plain';
    const end = action.state === 'running' ? safe`▸` : safe`┤`;
    if (room < 3) {
      put(on, at + first, repeat(letters.get(action.name) ?? safe`?`, room), role);
      continue;
    }
    const name = clip(print(room > 14 ? action.text : action.name, 60), room - 2, room > 14 ? undefined : safe``);
    const rest = room - 2 - widthOf(name);
    const gap = rest >= 2 ? safe` ` : safe``;
    put(on, at + first, safe`├${gap}${name}${gap}${repeat(safe`─`, rest - 2 * widthOf(gap))}${end}`, role);
  }
}

/** The action that runs now, or the last that ran, and its place: `connect ▸`, `2 of 3`. */
export function currentAction(runs: readonly NccoRun[]): {action: ActionRun; place: number; count: number} | undefined {
  const actions = runs.at(-1)?.actions ?? [];
  const running = actions.findLastIndex(each => !each.runsAlong && each.state === 'running');
  const at = running >= 0 ? running : actions.findLastIndex(each => each.state === 'done');
  const action = actions[at];
  return action && {action, place: at + 1, count: actions.length};
}
