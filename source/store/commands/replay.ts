import {onlyLooks} from '../listens.js';
import type {Model} from '../model.js';
import {webhooksOfCall, webhooksOfRow} from '../replayed/recorded-webhooks.js';
import type {ReplaySpeed} from '../replayed/replayed.js';
import {paceWord, replaySpeeds} from '../replayed/speeds.js';
import {chosenCall, chosenRow} from '../select.js';
import {yet, yetInCall} from '../yet.js';
import {type Command, type CommandResult, say} from './command.js';

const unable = (model: Model) =>
  model.can.resend
    ? undefined
    : (onlyLooks(model) ?? 'To send webhooks to your application again, start with --forward and its URL.');

const HIDDEN = 'Phone numbers are hidden, and an editor would show them: show them first, or start without --mask.';

/** Words are offered in their order. */
const paces = replaySpeeds
  .map(each => ({text: paceWord(each), hint: each.hint}))
  .sort((a, b) => (a.text < b.text ? -1 : 1));

/** What sends webhooks of Vonage's to the developer's application again. */
export const replayCommands: readonly Command[] = [
  {
    id: 'resend',
    keys: ['r'],
    label: 'send the webhook to your application again',
    hint: ['resend', 8],
    panes: ['events', 'detail'],
    unable,
    run: resend('resend'),
  },
  {
    id: 'edit',
    keys: ['B'],
    label: 'edit the webhook’s body in $EDITOR, then send it to your application',
    unable: model => unable(model) ?? (model.view.masking === 'off' ? undefined : HIDDEN),
    run: resend('edit'),
  },
  {
    id: 'replay',
    keys: ['R'],
    label: 'replay: send all webhooks of the call again, at a pace to choose',
    argument: {
      name: '[PACE]',
      closed: true,
      options: () => paces,
      run: (model, written) => replayed(model, replaySpeeds.find(each => paceWord(each) === written)?.speed ?? 'max'),
    },
    unable,
    run: listed,
  },
];

function resend(type: 'resend' | 'edit') {
  return (model: Model): CommandResult => {
    const row = chosenRow(model);
    if (row === undefined) return say(model, `No event to send again${yetInCall(model)}.`);
    const webhooks = webhooksOfRow(model.world, row);
    if (webhooks.length === 0)
      return say(model, 'Only webhooks can be sent again, and this event came from the Conversation API.');
    return {effect: {type, webhooks}};
  };
}

function listed(model: Model): CommandResult {
  const {view} = model;
  if (view.overlay === 'replay') return {view: {...view, overlay: undefined}};
  return chosenCall(model) ? {view: {...view, overlay: 'replay', replayAt: 0}} : noCall(model);
}

/** Begins to send all webhooks of the chosen call again; what becomes of them lies over the panes. */
export function replayed(model: Model, speed: ReplaySpeed): CommandResult {
  const call = chosenCall(model);
  if (!call) return noCall(model);
  const webhooks = webhooksOfCall(model.world, call);
  if (webhooks.length === 0) return say(model, 'No webhook of this call came here: there is nothing to send again.');
  return {view: {...model.view, overlay: 'replaying', scroll: 0}, effect: {type: 'replay', webhooks, speed}};
}

function noCall(model: Model): CommandResult {
  return say(model, `No call to send again${yet(model)}.`);
}
