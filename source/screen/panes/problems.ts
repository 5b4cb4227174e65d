import type {HealthObservation} from '../../call/observation.js';
import {focus} from '../../store/commands/go-to.js';
import {keyFor} from '../../store/commands/key-names.js';
import type {Inside} from '../../store/layout.js';
import type {Model} from '../../store/model.js';
import {target} from '../../store/moves.js';
import {chosenCall, chosenProblem, failingHealth, openProblems} from '../../store/select.js';
import {healthRows, problemRows} from '../../store/windows.js';
import {yet} from '../../store/yet.js';
import {printable, type Safe, safe} from '../../text/printable.js';
import {type Problem, problemsOf} from '../../world/read/problems.js';
import {type Click, pressingFor} from '../click.js';
import type {Role} from '../look.js';
import {type DrawnPane, type PaneView, type Pen, seenRows} from '../pane-view.js';
import {type Row, rowOf} from '../row.js';

const looks: Readonly<Record<Problem['severity'], {role: Role; sign: Safe}>> = {
  error: {role: 'bad', sign: safe`✗`},
  warning: {role: 'warn', sign: safe`!`},
  info: {role: 'dim', sign: safe`·`},
};

/** What went wrong, in words, each with what to do next: first with the monitor itself, then in the chosen call. */
export const problemsPane: DrawnPane = {
  third: 'bottom',
  besides: 30,
  column: 'aside',
  useful: 3,
  weight: 2,
  wish: (model, width) =>
    failingHealth(model).flatMap(health => healthRows(health, width)).length +
    openProblems(model).flatMap(problem => allRows(model, problem, width)).length,
  move(model, step, inside) {
    const {view} = model;
    const open = openProblems(model);
    return {...view, problem: target(step, view.problem, open.length, wholeOnes(model, inside))};
  },
  draw,
};

function allRows(model: Model, problem: Problem, width: number): Safe[] {
  return Object.values(problemRows(model, problem, width)).flat();
}

/** How many problems can be seen whole, from the chosen one on. */
function wholeOnes(model: Model, {width, height}: Inside): number {
  const open = openProblems(model);
  let [count, rows] = [0, 0];
  for (const problem of open.slice(Math.min(model.view.problem, open.length - 1))) {
    rows += allRows(model, problem, width).length;
    if (rows > height) break;
    count++;
  }
  return count;
}

function draw(model: Model, pen: Pen, {width, height}: Inside): PaneView {
  const call = chosenCall(model);
  const open = openProblems(model);
  const at = Math.min(model.view.problem, open.length - 1);
  const chosen = chosenProblem(model);
  const failing = failingHealth(model);
  const own = failing.flatMap(health => ownBlock(pen, width, health));
  const blocks = open.map((problem, place) =>
    block(model, pen, width, problem, problem === chosen).map(row => ({...row, click: choosing(place)})),
  );
  const before = at > 0 ? own.length + blocks.slice(0, at).reduce((sum, lines) => sum + lines.length, 0) : 0;
  const all = [...own, ...blocks.flat()];
  const start = Math.max(0, Math.min(before, all.length - height));
  const acknowledged = call ? problemsOf(model.world, call).length - open.length : 0;
  const none = call
    ? acknowledged > 0
      ? safe` All acknowledged.`
      : safe` No problems.`
    : safe` No call${printable(yet(model))}.`;
  return {
    title: [safe`Problems`],
    right: [
      [all.length > 0 ? 'warn' : 'dim', safe`${failing.length + open.length} open`],
      acknowledged > 0 && ['dim', safe` · ${acknowledged} acknowledged`],
      open.length > 0 && [
        'dim',
        safe` · ${printable(keyFor(model, 'acknowledge'))} ack`,
        pressingFor(model, 'acknowledge'),
      ],
    ],
    ...(all.length > 0 ? seenRows(all, start, height) : {rows: [rowOf([['dim', none]])]}),
  };
}

function choosing(problem: number): Click {
  return ({view}) => ({view: {...focus(view, 'problems'), problem}});
}

/** A part of the monitor that fails: it goes by itself when the part works again. */
function ownBlock(pen: Pen, width: number, health: HealthObservation): Row[] {
  const {role, sign} = looks.error;
  return healthRows(health, width, pen.print).map((row, i) =>
    rowOf([
      [role, safe` ${i === 0 ? sign : safe` `} `],
      [role, row],
    ]),
  );
}

function block(model: Model, pen: Pen, width: number, problem: Problem, chosen: boolean): Row[] {
  const {role, sign} = looks[problem.severity];
  const {text, advice} = problemRows(model, problem, width, pen.print);
  const selected = chosen && model.view.focus === 'problems';
  return [
    ...text.map((part, i) => {
      const mark = i > 0 ? safe`   ` : safe`${chosen ? safe`▸` : safe` `}${sign} `;
      return rowOf([[role, safe`${mark}${part}`]], {selected});
    }),
    ...advice.map((part, i) =>
      rowOf([
        ['info', i === 0 ? safe`   → ` : safe`     `],
        ['dim', part],
      ]),
    ),
  ];
}
