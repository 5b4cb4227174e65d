import type {Model} from '../model.js';
import {webhooksOfCall, webhooksOfRow} from '../replayed/places.js';
import type {ReplaySpeed} from '../replayed/replayed.js';
import {chosenCall, chosenRow} from '../select.js';
import {yet, yetInCall} from '../yet.js';
import {type Change, type Command, say} from './command.js';

const unable = ({can}: Model) =>
  can.resend ? undefined : 'To send webhooks to your application again, start with --forward and its URL.';

const HIDDEN = 'Phone numbers are hidden, and an editor would show them: show them first, or start without --mask.';

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
      options: () => Object.entries(paces).map(([text, {hint}]) => ({text, hint})),
      run: (model, written) => unableOr(model, () => replayed(model, paces[written]?.speed ?? 'max')),
    },
    unable,
    run: listed,
  },
];

const paces: Readonly<Record<string, {speed: ReplaySpeed; hint: string}>> = {
  max: {speed: 'max', hint: 'at once'},
  '10': {speed: 10, hint: 'a tenth of the gaps'},
  '1': {speed: 1, hint: 'the gaps that there were'},
  step: {speed: 'step', hint: 'each when you say so'},
};

function unableOr(model: Model, run: () => Change): Change {
  const why = unable(model);
  return why === undefined ? run() : say(model, why);
}

function resend(type: 'resend' | 'edit') {
  return (model: Model): Change => {
    const row = chosenRow(model);
    if (row === undefined) return say(model, `No event to send again${yetInCall(model)}.`);
    const places = webhooksOfRow(model.world, row);
    if (places.length === 0)
      return say(model, 'Only webhooks can be sent again, and this event came from the Conversation API.');
    return {effect: {type, places}};
  };
}

function listed(model: Model): Change {
  const {view} = model;
  if (view.overlay === 'replay') return {view: {...view, overlay: undefined}};
  return chosenCall(model) ? {view: {...view, overlay: 'replay', replayAt: 0}} : noCall(model);
}

/** Begins to send all webhooks of the chosen call again; what becomes of them lies over the panes. */
export function replayed(model: Model, speed: ReplaySpeed): Change {
  const call = chosenCall(model);
  if (!call) return noCall(model);
  const places = webhooksOfCall(model.world, call);
  if (places.length === 0) return say(model, 'No webhook of this call came here: there is nothing to send again.');
  return {view: {...model.view, overlay: 'replaying', scroll: 0}, effect: {type: 'replay', places, speed}};
}

function noCall(model: Model): Change {
  return say(model, `No call to send again${yet(model)}.`);
}
