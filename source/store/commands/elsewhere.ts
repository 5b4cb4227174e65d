import type {Model} from '../model.js';
import {chosenCall, chosenRow} from '../select.js';
import {yet, yetInCall} from '../yet.js';
import {type Command, type CommandResult, say} from './command.js';

/** What other programs do with what is chosen here. */
export const elsewhereCommands: readonly Command[] = [
  {
    id: 'pager',
    keys: ['V'],
    label: 'the event’s JSON, or the detail’s tab, in $PAGER',
    run: model =>
      chosenRow(model) === undefined ? say(model, `No event to open${yetInCall(model)}.`) : {effect: {type: 'pager'}},
  },
  {
    id: 'inspector',
    keys: ['o'],
    label: 'open the call with its legs in Vonage’s Voice Inspector',
    run: inspect,
  },
];

function inspect(model: Model): CommandResult {
  const call = chosenCall(model);
  if (!call) return say(model, `No call to look up${yet(model)}.`);
  if (model.world.setup?.simulated)
    return say(model, 'This call is simulated: Vonage’s Voice Inspector knows nothing of it.');
  return {effect: {type: 'inspect', conversation: call.id}};
}
