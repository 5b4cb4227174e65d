import {printable} from '../../text/printable.js';
import type {Model} from '../model.js';
import {publicUrlOf, type UrlToEnter, urlsToEnter} from '../public-urls.js';
import {chosenCall, chosenLegs, chosenMembers, chosenRow, legOfChosenRow} from '../select.js';
import {unreadCall} from '../unread.js';
import type {PaneId} from '../view-state.js';
import {yet, yetInCall} from '../yet.js';
import {type Command, type CommandResult, say} from './command.js';
import {saveCommands} from './save.js';

export const keepCommands: readonly Command[] = [
  {
    id: 'snapshot',
    keys: ['s'],
    label: 'write a snapshot (JSON) of this call',
    hint: ['snap', 7],
    argument: {name: '[FILE]', run: snapshot},
    run: model => snapshot(model),
  },
  ...saveCommands,
  {
    id: 'copy',
    keys: ['y'],
    label: 'copy the id of what is selected, or the URLs to enter',
    hint: ['copy', 10],
    run: copyId,
  },
  {
    id: 'qr',
    keys: [],
    label: 'the public URL as a QR code, for a phone',
    unable: ({world}) => (publicUrlOf(world) === undefined ? NO_URL : undefined),
    run: ({view}) => ({view: {...view, overlay: 'qr', scroll: 0}}),
  },
  {id: 'copy-json', keys: ['Y'], label: 'copy the event as JSON', run: copyEvent('json')},
  {id: 'copy-curl', keys: ['c'], label: 'copy it as a curl command that sends it again', run: copyEvent('curl')},
  {
    id: 'simulate',
    keys: ['D'],
    label: 'dial: place a simulated call',
    hint: ['dial', 9],
    unable: model => (model.can.simulate ? undefined : 'Simulated calls are placed by: convo-monitor demo'),
    argument: {
      name: '[SCENARIO]',
      closed: true,
      options: model => model.can.scenarios,
      run: (_, scenario) => ({effect: {type: 'simulate', scenario}}),
    },
    run: () => ({effect: {type: 'simulate'}}),
  },
];

/** The whole call, whatever the screen is limited to. */
function snapshot(model: Model, file?: string): CommandResult {
  const call = chosenCall(model);
  const unread = unreadCall(model);
  if (unread !== undefined) return say(model, `No snapshot is written. ${unread}`);
  const excerpt = call && {conversation: call.id, limits: []};
  if (excerpt) return {effect: {type: 'save', format: 'json', excerpt, ...(file && {file})}};
  return say(model, `No call to write a snapshot of${yet(model)}.`);
}

function copyEvent(as: 'json' | 'curl') {
  return (model: Model): CommandResult => {
    const row = chosenRow(model);
    return row === undefined
      ? say(model, `No event to copy${yetInCall(model)}.`)
      : {effect: {type: 'copyEvent', row, as}};
  };
}

/** An id is what somebody sent: a line end in it would be Enter to a shell. */
const oneLine = (id: string) => printable(id, Number.POSITIVE_INFINITY);

/** The URLs to enter, a row each with its name. */
function copyUrls(urls: readonly UrlToEnter[]): CommandResult {
  const text = urls.map(({name, url}) => `${name}: ${oneLine(url)}`).join('\n');
  return {effect: {type: 'copy', what: `${urls.length} URLs to enter`, text}};
}

const NO_URL = 'No public URL is known that leads here: start a tunnel, or name one with --tunnel https://….';

function copyId(model: Model): CommandResult {
  const {view, world} = model;
  const call = chosenCall(model);
  const urls = view.focus === 'session' || !call ? urlsToEnter(world) : [];
  if (urls.length > 0) return copyUrls(urls);
  const ids: Partial<Record<PaneId, [string, string | undefined]>> = {
    legs: ['leg id', view.leg ?? chosenLegs(model)[0]?.id],
    members: ['member id', view.member ?? chosenMembers(model)[0]?.id],
    events: ['leg id', legOfChosenRow(model)],
  };
  const [what, text] = ids[view.focus] ?? [];
  if (what && text) return {effect: {type: 'copy', what, text: oneLine(text)}};
  if (call?.id) return {effect: {type: 'copy', what: 'conversation id', text: oneLine(call.id)}};
  return say(model, `Nothing to copy${yet(model)}.`);
}
