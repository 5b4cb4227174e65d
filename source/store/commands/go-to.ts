import type {Model} from '../model.js';
import {chooseCall} from '../moves.js';
import {chosenCall} from '../select.js';
import {shownCalls} from '../typing/found.js';
import type {ViewState} from '../view-state.js';
import {type PaneId, paneIds} from '../view-state.js';
import {type Command, type CommandResult, say} from './command.js';

export const goToCommands: readonly Command[] = [
  ...paneIds.map(
    (pane, i): Command => ({
      id: `pane-${pane}`,
      keys: [String(i + 1)],
      label: `the ${pane} pane`,
      idle: `The ${pane} pane is in front already.`,
      run: ({view}) => ({view: focus(view, pane)}),
    }),
  ),
  {id: 'session', keys: ['i'], label: 'the session: URLs, deadlines, poller; again: back', run: session},
  {id: 'next-pane', keys: ['Tab'], label: 'next pane', hint: ['pane', 3], run: nextPane(1)},
  {id: 'previous-pane', keys: ['S-Tab'], label: 'previous pane', run: nextPane(-1)},
  {id: 'left', keys: ['h', 'Left'], label: 'the pane before', run: nextPane(-1)},
  {id: 'right', keys: ['l', 'Right'], label: 'the pane behind', run: nextPane(1)},
  {id: 'previous-call', keys: ['['], label: 'previous call', hint: ['call', 4], run: nextCall(-1)},
  {id: 'next-call', keys: [']'], label: 'next call', hint: ['call', 4], run: nextCall(1)},
];

/** Puts a pane in front. */
export function focus(view: ViewState, pane: PaneId): ViewState {
  return {...view, focus: pane, overlay: undefined, scroll: 0};
}

function session({view}: Model): CommandResult {
  if (view.focus !== 'session') return {view: {...focus(view, 'session'), cameFrom: view.focus}};
  return {view: {...focus(view, view.cameFrom ?? 'events'), cameFrom: undefined}};
}

function nextPane(by: 1 | -1) {
  return ({view}: Model): CommandResult => {
    const at = paneIds.indexOf(view.focus);
    const pane = paneIds[(at + by + paneIds.length) % paneIds.length];
    return {view: pane ? focus(view, pane) : view};
  };
}

function nextCall(by: 1 | -1) {
  return (model: Model): CommandResult => {
    const calls = shownCalls(model);
    const at = calls.findIndex(call => call.id === chosenCall(model)?.id);
    const next = calls[at + by];
    if (next) return {view: chooseCall(model, next.id, by)};
    return say(model, by > 0 ? 'This is the last call.' : 'This is the first call.', 'good');
  };
}
