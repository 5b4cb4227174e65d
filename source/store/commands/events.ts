import {problemsOf} from '../../world/problems.js';
import {witnessesOf} from '../../world/report.js';
import type {Model} from '../model.js';
import {chosenCall, chosenLegs, chosenRow, openProblems, problemKey, streamOf} from '../select.js';
import {type Change, type Command, say} from './command.js';
import {chooseRow} from './moving.js';

export const eventCommands: readonly Command[] = [
  {id: 'next-problem', keys: ['e'], label: 'next problem', hint: ['problem', 8], run: nextProblem(1)},
  {id: 'previous-problem', keys: ['E'], label: 'previous problem', run: nextProblem(-1)},
  {id: 'acknowledge', keys: ['a'], label: 'acknowledge the problem', run: acknowledge},
  {id: 'only-leg', keys: ['L'], label: 'only the events of this leg; again: all', run: onlyLeg},
  {id: 'follow', keys: ['F'], label: 'follow the newest event, on and off', run: follow},
];

function nextProblem(by: 1 | -1) {
  return (model: Model): Change => {
    const call = chosenCall(model);
    const marked = call ? problemsOf(model.world, call).flatMap(problem => problem.row ?? []) : [];
    const rows = streamOf(model);
    const places = [...new Set(marked.map(row => shownAt(model, rows, row)))]
      .filter(at => at >= 0)
      .sort((a, b) => a - b);
    if (places.length === 0) return say(model, 'No problems among these events.', 'good');
    const at = model.view.event ? rows.lastIndexOf(model.view.event.item) : by > 0 ? -1 : rows.length;
    const next =
      by > 0
        ? (places.find(place => place > at) ?? places[0])
        : (places.findLast(place => place < at) ?? places.at(-1));
    const row = rows[next ?? 0];
    return row === undefined ? {} : {view: {...chooseRow(model, row), focus: 'events'}};
  };
}

/** A problem may point at a row that another row speaks for. */
function shownAt({world}: Model, rows: readonly number[], row: number): number {
  const at = rows.lastIndexOf(row);
  return at >= 0 ? at : rows.findIndex(each => witnessesOf(world, each).includes(row));
}

function acknowledge(model: Model): Change {
  const call = chosenCall(model);
  const open = openProblems(model);
  const problem = open[Math.min(model.view.problem, open.length - 1)];
  if (!call || !problem) return say(model, 'No problem to acknowledge.', 'good');
  return {view: {...model.view, acknowledged: new Set([...model.view.acknowledged, problemKey(call.id, problem)])}};
}

function onlyLeg(model: Model): Change {
  const {view, world} = model;
  if (view.onlyLeg !== undefined) return {view: {...view, onlyLeg: undefined}};
  const row = chosenRow(model);
  const chosenLeg = view.leg ?? chosenLegs(model)[0]?.id;
  const leg = view.focus === 'legs' ? chosenLeg : row === undefined ? undefined : world.log.legOf(row);
  return leg === undefined ? say(model, 'This event is not about a leg.') : {view: {...view, onlyLeg: leg}};
}

function follow(model: Model): Change {
  const {view} = model;
  if (view.event) return {view: {...view, event: undefined}};
  const row = chosenRow(model);
  return row === undefined ? {} : {view: chooseRow(model, row)};
}
