import {counted} from '../../text/counted.js';
import {callsOf} from '../call-order.js';
import {isShown} from '../cleared.js';
import type {Model} from '../model.js';
import type {ViewState} from '../view-state.js';
import {yet} from '../yet.js';
import {type Command, type CommandResult, say} from './command.js';
import {keyFor} from './key-names.js';

export const clearCommands: readonly Command[] = [
  {
    id: 'clear',
    keys: ['C'],
    label: 'clear the display, the recording untouched; again: everything is back',
    modes: {panes: [], 'confirm-clear': ['yes', 0]},
    run(model) {
      const {view, world} = model;
      if (view.overlay === 'confirm-clear') return clear(model);
      if (view.cleared) return uncleared(model);
      if (world.log.length === 0 && world.summed.size === 0)
        return say(model, `There is nothing to clear${yet(model)}.`, 'good');
      return {view: {...view, overlay: 'confirm-clear'}};
    },
  },
];

/** Takes everything that was seen so far away from the display: calls that are up stay, and begin anew. */
export function clear(model: Model): CommandResult {
  const {world} = model;
  const view: ViewState = {
    ...model.view,
    cleared: {rows: world.log.length, at: world.now},
    overlay: undefined,
    call: undefined,
    leg: undefined,
    member: undefined,
    event: undefined,
    problem: 0,
    scroll: 0,
  };
  const calls = callsOf(world).filter(call => !isShown({view}, call)).length;
  const keys = `${keyFor(model, 'clear')} or ${keyFor(model, 'back')}`;
  const text = `Cleared: ${counted(calls, 'call')} and all events so far. ${keys} brings them back.`;
  return say({...model, view}, text, 'good');
}

/** Everything is shown again. */
export function uncleared(model: Model): CommandResult {
  return say({...model, view: {...model.view, cleared: undefined}}, 'Everything is shown again.', 'good');
}
