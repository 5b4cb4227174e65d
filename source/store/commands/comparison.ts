import type {Model} from '../model.js';
import {chosenCall} from '../select.js';
import {unreadCall} from '../unread.js';
import type {ViewState} from '../view-state.js';
import {type Command, type CommandResult, say} from './command.js';
import {keyFor} from './key-names.js';

const inCalls = ({view}: Model): boolean => view.focus === 'calls' && view.overlay !== 'detail';

export const comparisonCommands: readonly Command[] = [
  {
    id: 'mark-call',
    keys: ['Space'],
    label: 'mark the call, to compare it with another',
    hint: ['mark', 12],
    panes: ['calls'],
    when: inCalls,
    run: markCall,
  },
  {
    id: 'compare-calls',
    keys: ['d'],
    label: 'two marked calls side by side: where they part',
    hint: ['compare', 13],
    panes: ['calls'],
    when: inCalls,
    run: compareCalls,
  },
];

function markCall(model: Model): CommandResult {
  const {view} = model;
  const call = chosenCall(model);
  if (!call || call.id === '') return say(model, 'No call to mark.');
  const unread = unreadCall(model);
  if (unread !== undefined) return say(model, `The call is not marked. ${unread}`);
  const kept = stillThere(model);
  if (kept.includes(call.id)) {
    const message = {text: 'The call is marked no longer.', tone: 'good'} as const;
    return {view: {...view, markedCalls: kept.filter(id => id !== call.id), message}};
  }
  const next: ViewState = {...view, markedCalls: [...kept.slice(-1), call.id]};
  return say({...model, view: next}, nextStep({...model, view: next}), 'good');
}

/** The marked calls that have not been let go. */
const stillThere = ({view, world}: Model): string[] => view.markedCalls.filter(id => world.conversations.has(id));

function nextStep(model: Model): string {
  const compare = keyFor(model, 'compare-calls');
  if (model.view.markedCalls.length > 1) return `Two calls are marked: ${compare} compares them.`;
  return `The call is marked: mark the other with ${keyFor(model, 'mark-call')}, or go to it, and ${compare} compares them.`;
}

/** With one call marked, the chosen one is the other. */
function compareCalls(model: Model): CommandResult {
  const {view} = model;
  if (view.overlay === 'comparison') return {view: {...view, overlay: undefined, scroll: 0}};
  const marked = stillThere(model);
  const chosen = chosenCall(model)?.id;
  const hasOther = marked.length === 1 && chosen !== undefined && chosen !== '' && marked[0] !== chosen;
  const markedCalls = hasOther ? [...marked, chosen] : marked;
  if (markedCalls.length < 2) {
    const how = `Mark two calls with ${keyFor(model, 'mark-call')}`;
    return say(model, `${how}, the good one first: ${keyFor(model, 'compare-calls')} compares them.`, 'good');
  }
  return {view: {...view, markedCalls, overlay: 'comparison', scroll: 0}};
}
