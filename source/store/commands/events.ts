import {legLabel} from '../../world/read/event-view.js';
import {problemsOf} from '../../world/read/problems.js';
import type {Model} from '../model.js';
import {stayed} from '../moves.js';
import {
  chosenCall,
  chosenLegs,
  chosenProblem,
  chosenRow,
  indexOfRow,
  legOfChosenRow,
  openProblems,
  primaryOf,
  problemKey,
  wholeStream,
} from '../select.js';
import {yetInCall} from '../yet.js';
import {type Command, type CommandResult, say} from './command.js';
import {keyFor} from './key-names.js';
import {chooseRow} from './moving.js';
import {unseen} from './unseen.js';

const inEvents = ['events', 'problems'] as const;
const ONLY_PROBLEM = 'No other event has a problem.';

export const eventCommands: readonly Command[] = [
  {
    id: 'next-problem',
    keys: ['e'],
    label: 'next problem',
    hint: ['problem', 8],
    panes: inEvents,
    idle: ONLY_PROBLEM,
    run: nextProblem(1),
  },
  {
    id: 'previous-problem',
    keys: ['E'],
    label: 'previous problem',
    panes: inEvents,
    idle: ONLY_PROBLEM,
    run: nextProblem(-1),
  },
  {
    id: 'acknowledge',
    keys: ['a'],
    label: 'acknowledge the problem',
    hint: ['acknowledge', 5],
    panes: ['problems'],
    run: acknowledge,
  },
  {
    id: 'only-leg',
    keys: ['L'],
    label: 'only the events of this leg; again: all',
    hint: ['only leg', 6],
    panes: ['events', 'legs'],
    run: onlyLeg,
  },
  {
    id: 'follow',
    keys: ['F'],
    label: 'follow the newest event, on and off',
    hint: ['follow', 10],
    panes: ['events'],
    unable: model => (wholeStream(model).length > 0 ? undefined : `No event to follow${yetInCall(model)}.`),
    run: follow,
  },
];

function nextProblem(by: 1 | -1) {
  return (model: Model): CommandResult => {
    const call = chosenCall(model);
    const marked = call ? problemsOf(model.world, call).flatMap(problem => problem.row ?? []) : [];
    const rows = wholeStream(model);
    // A problem may point at a row that another row speaks for.
    const places = [...new Set(marked.map(row => indexOfRow(model, rows, primaryOf(model.world, row))))]
      .filter(at => at >= 0)
      .sort((a, b) => a - b);
    if (places.length === 0) {
      const others = openProblems(model).length > 0;
      return say(
        model,
        `No problems among these events${others ? `: ${keyFor(model, 'pane-problems')} shows those of the call` : ''}.`,
        'good',
      );
    }
    const chosen = model.view.event && chosenRow(model);
    const at = chosen !== undefined ? indexOfRow(model, rows, chosen) : by > 0 ? -1 : rows.length;
    const next =
      by > 0
        ? (places.find(place => place > at) ?? places[0])
        : (places.findLast(place => place < at) ?? places.at(-1));
    const row = rows[next ?? 0];
    return row === undefined ? {} : {view: {...chooseRow(model, row), focus: 'events'}};
  };
}

function acknowledge(model: Model): CommandResult {
  const call = chosenCall(model);
  const problem = chosenProblem(model);
  if (!call || !problem) return say(model, 'No problem to acknowledge.', 'good');
  const view = {...model.view, acknowledged: new Set([...model.view.acknowledged, problemKey(call.id, problem)])};
  // Where the problems cannot be seen, it could be any of them.
  return view.focus === 'problems' ? {view} : say({...model, view}, `Acknowledged: ${problem.text}`, 'good');
}

function onlyLeg(model: Model): CommandResult {
  const {view} = model;
  if (view.onlyLeg !== undefined)
    return unseen({...model, view: {...view, onlyLeg: undefined}}, 'All events of the call are shown again.');
  const leg = view.focus === 'legs' ? (view.leg ?? chosenLegs(model)[0]?.id) : legOfChosenRow(model);
  if (leg === undefined) return say(model, 'This event is not about a leg.');
  const next = {...stayed(model), onlyLeg: leg};
  return unseen({...model, view: next}, `Only the events of ${legLabel(model.world, leg) ?? 'this leg'} are listed.`);
}

function follow(model: Model): CommandResult {
  const {view} = model;
  if (view.event) return unseen({...model, view: {...view, event: undefined}}, 'The newest event is followed.');
  const row = chosenRow(model);
  if (row === undefined) return {};
  return unseen({...model, view: chooseRow(model, row)}, 'The newest event is followed no longer.');
}
