import {observationsOf} from '../../world/read/event-view.js';
import type {Model} from '../model.js';
import {chosenCall, chosenRow} from '../select.js';
import {yet, yetInCall} from '../yet.js';
import {type Change, type Command, say} from './command.js';

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
    id: 'resend',
    keys: ['r'],
    label: 'send the webhook to your application again',
    hint: ['resend', 8],
    panes: ['events', 'detail'],
    unable: ({can}) =>
      can.resend ? undefined : 'To send webhooks to your application again, start with --forward and its URL.',
    run: resend,
  },
  {
    id: 'inspector',
    keys: ['o'],
    label: 'open the call with its legs in Vonage’s Voice Inspector',
    run: inspect,
  },
];

function resend(model: Model): Change {
  const row = chosenRow(model);
  if (row === undefined) return say(model, `No event to send again${yetInCall(model)}.`);
  return {effect: {type: 'resend', seqs: observationsOf(model.world, row)}};
}

function inspect(model: Model): Change {
  const call = chosenCall(model);
  if (!call) return say(model, `No call to look up${yet(model)}.`);
  if (model.world.setup?.simulated)
    return say(model, 'This call is simulated: Vonage’s Voice Inspector knows nothing of it.');
  return {effect: {type: 'inspect', conversation: call.id}};
}
