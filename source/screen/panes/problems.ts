import type {Model} from '../../store/model.js';
import {chosenCall, openProblems} from '../../store/select.js';
import {printable, safe, wrap} from '../../terminal/text.js';
import {legLabel} from '../../world/event-view.js';
import type {Problem} from '../../world/problems.js';
import {type Line, line} from '../line.js';
import type {Look, Role} from '../look.js';
import type {Inside, PaneView} from '../pane-view.js';

const roles: Readonly<Record<Problem['severity'], Role>> = {error: 'bad', warning: 'warn', info: 'dim'};

/** What went wrong in the chosen call, in words, each with what to do next. */
export function problemsPane(model: Model, look: Look, {width, height}: Inside): PaneView {
  const call = chosenCall(model);
  const open = openProblems(model);
  const chosen = Math.min(model.view.problem, open.length - 1);
  const blocks = open.map((problem, i) => block(model, look, width, problem, i === chosen));
  const before = blocks.slice(0, chosen).reduce((sum, lines) => sum + lines.length, 0);
  const all = blocks.flat();
  const start = Math.max(0, Math.min(before, all.length - height));
  const none = call ? safe` No problems.` : safe` No call yet.`;
  return {
    title: [safe`Problems`],
    right: [['dim', safe`${open.length} open · a ack`]],
    lines: all.length > 0 ? all.slice(start, start + height) : [line(look, width, [['dim', none]])],
  };
}

function block(model: Model, look: Look, width: number, problem: Problem, chosen: boolean): Line[] {
  const call = chosenCall(model);
  const label = call ? legLabel(model.world, call, problem.leg) : undefined;
  const text = wrap(printable(`${label ? `${label} ` : ''}${problem.text}`, 600), Math.max(1, width - 3));
  const next = problem.advice ? wrap(printable(problem.advice, 600), Math.max(1, width - 5)) : [];
  const selected = chosen && model.view.focus === 'problems';
  return [
    ...text.map((part, i) => {
      const mark = i > 0 ? safe`   ` : chosen ? safe`▸! ` : safe` ! `;
      return line(look, width, [[roles[problem.severity], safe`${mark}${part}`]], {selected});
    }),
    ...next.map(part => line(look, width, [['dim', safe`     ${part}`]])),
  ];
}
