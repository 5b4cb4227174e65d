import {span} from '../output/format.js';
import {keyFor} from '../store/commands/key-names.js';
import {shownAt} from '../store/commands/time-line.js';
import type {Model} from '../store/model.js';
import {momentAt, type TimeLine, timeLineOf} from '../store/time-line.js';
import {printable, type Safe, safe} from '../text/printable.js';
import {isSerious, problemsOf} from '../world/read/problems.js';
import type {Click} from './click.js';
import {cellOf} from './gantt/axis.js';
import {type Part, type Row, rowOf, widthOfParts} from './row.js';

/** The row of the time line: which moment of the call is shown, where its events and its problems lie, and how to move on it. */
export function timeLineBar(model: Model): Row {
  const line = timeLineOf(model);
  if (!line) return rowOf([]);
  const {moment, columns} = model.view;
  const {from, to, at, shown, rows} = line;
  const isRunning = moment?.speed !== undefined;
  const left: Part[] = [
    safe` `,
    [moment ? 'warn' : 'dim', isRunning ? safe`▸ ×${moment?.speed ?? 1}` : moment ? safe`▸ ` : safe`  `],
    [moment ? 'strong' : 'dim', safe` +${span(Math.max(0, at - from))} `],
  ];
  const back = moment ? safe`` : safe` ${printable(keyFor(model, 'event-back'))} back in time`;
  const right: Part[] = [['dim', safe` ${span(to - from)} · ${shown}/${rows.length}${back} `]];
  const width = columns - widthOfParts(left) - widthOfParts(right);
  if (width < 10) return rowOf(left, {right});
  return rowOf([...left, ...barOf(model, line, width)], {right});
}

/** Each cell of the line can be clicked: that moment is shown. */
function barOf(model: Model, line: TimeLine, width: number): Part[] {
  const {from, to, at, call, rows} = line;
  const {log} = model.latest;
  const axis = {from, to: to + 1, now: to};
  const cells: [Safe, 'plain' | 'dim' | 'bad' | 'focus'][] = Array.from({length: width}, () => [safe`─`, 'dim']);
  const put = (time: number, glyph: Safe, role: 'plain' | 'bad' | 'focus') => {
    cells[cellOf(axis, width, time)] = [glyph, role];
  };
  // Of many events so many that each cell has one to look at.
  const step = Math.ceil(rows.length / (width * 8));
  for (let i = 0; i < rows.length; i += step) put(log.arrived[rows[i] ?? 0] ?? 0, safe`┼`, 'plain');
  for (const problem of problemsOf(model.latest, call))
    if (problem.row !== undefined && isSerious(problem)) put(log.arrived[problem.row] ?? 0, safe`!`, 'bad');
  put(at, safe`●`, 'focus');
  return cells.map(
    ([glyph, role], i): Part => [role, glyph, jumpTo(from + ((to - from) * i) / Math.max(1, width - 1))],
  );
}

const jumpTo =
  (at: number): Click =>
  model => ({view: shownAt(model, momentAt(model.latest, at))});
