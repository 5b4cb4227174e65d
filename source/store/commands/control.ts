import {
  asPhoneNumber,
  type InterventionKind,
  numberRule,
  whyUndialable,
  whyUnspeakable,
} from '../../call/intervention.js';
import {asHttpUrl} from '../../text/url.js';
import {isOver} from '../../world/fold/leg.js';
import {labelOf} from '../../world/read/event-view.js';
import {isLive, partyOf} from '../../world/read/state.js';
import type {Leg} from '../../world/world.js';
import {costShown, rateOf, rateTo} from '../cost.js';
import {onlyLooks} from '../listens.js';
import type {Model} from '../model.js';
import {urlsToEnter} from '../public-urls.js';
import {chosenCall, chosenLegs, legOfChosenRow} from '../select.js';
import type {ControlRequest, LoadedNcco, Wanted} from '../wanted.js';
import {yet} from '../yet.js';
import {type Argument, type Command, type CommandResult, say} from './command.js';

const unable = (model: Model): string | undefined => {
  const {control} = model.can;
  if (typeof control === 'object') return undefined;
  return onlyLooks(model) ?? control ?? 'Calls are acted on in a monitor that runs, with --allow-control.';
};

/** What acts on calls. Each asks before it does anything, and names what it costs where that is known. */
export const controlCommands: readonly Command[] = [
  {
    id: 'dial',
    keys: [],
    label: 'place a test call to a number',
    unable,
    argument: {name: 'NUMBER', run: dialled},
    run: model => say(model, 'Whom? Put the number behind it: :dial 447700900001'),
  },
  onLeg('hangup', 'hang up the chosen leg', 'Hang up', costSoFar),
  onLeg('mute', 'mute the chosen leg: nobody hears it', 'Mute', costNow),
  onLeg('unmute', 'let the chosen leg be heard again', 'Unmute', costNow),
  onLeg('earmuff', 'let the chosen leg hear nothing', 'Earmuff', costNow),
  onLeg('unearmuff', 'let the chosen leg hear again', 'Unearmuff', costNow),
  behindLeg('transfer', 'another NCCO for the chosen leg: a file, JSON, or a URL', 'NCCO', transferred),
  behindLeg('send-dtmf', 'send digits to the chosen leg; p is a pause of half a second', 'DIGITS', digitsSent),
  behindLeg('talk', 'speak a text to the chosen leg', 'TEXT', spoken),
  {
    id: 'arm',
    keys: [],
    label: 'answer the next call with another NCCO, once: a file or JSON; off takes it back',
    unable: model =>
      model.can.arm
        ? undefined
        : (onlyLooks(model) ?? 'Calls are answered by a monitor that runs: only there an NCCO is armed.'),
    argument: {name: 'NCCO', run: armed},
    run: model =>
      say(
        model,
        model.latest.armed === undefined
          ? 'With what? Put an NCCO behind it, a file or JSON: :arm answer.json'
          : `The next call is answered with ${model.latest.armed}: :arm off takes that back.`,
        model.latest.armed === undefined ? 'bad' : 'good',
      ),
  },
];

function onLeg(
  kind: Extract<InterventionKind, 'hangup' | 'mute' | 'unmute' | 'earmuff' | 'unearmuff'>,
  label: string,
  verb: string,
  cost: (model: Model, leg: Leg) => string,
): Command {
  return {
    id: kind,
    keys: [],
    label,
    unable,
    run: model => withLeg(model, leg => asks(model, `${verb} ${named(leg)}?`, cost(model, leg), {kind, leg: leg.id})),
  };
}

function behindLeg(
  id: 'transfer' | 'send-dtmf' | 'talk',
  label: string,
  name: string,
  run: (model: Model, leg: Leg, written: string) => CommandResult,
): Command {
  const argument: Argument = {name, run: (model, written) => withLeg(model, leg => run(model, leg, written))};
  return {id, keys: [], label, unable, argument, run: model => say(model, `Put the ${name} behind it: :${id} ${name}`)};
}

function dialled(model: Model, written: string): CommandResult {
  const to = asPhoneNumber(written);
  if (to === undefined) return say(model, `A number to call has ${numberRule}.`);
  const {world, latest, can} = model;
  const urls = new Map(urlsToEnter(latest).map(({route, url}) => [route, url]));
  const [url, eventUrl] = [urls.get('answer'), urls.get('event')];
  const inline = typeof can.control === 'object' ? can.control.inline : '';
  const hears =
    url === undefined ? inline : `Who answers gets ${latest.armed ?? latest.setup?.answer ?? 'its answer from here'}.`;
  const rate = rateTo(world, to);
  const cost =
    rate === undefined ? 'What it costs is not known.' : `It costs ${rate} EUR a minute, as the last one did.`;
  const answer = url === undefined ? undefined : {url, eventUrl};
  return asks(model, `Call ${to}?`, `${cost} ${hears}`, {kind: 'dial', to, ...(answer && {answer})});
}

function transferred(model: Model, leg: Leg, written: string): CommandResult {
  if (!/^https?:/i.test(written))
    return {effect: {type: 'load-ncco', written, purpose: {for: 'transfer', leg: leg.id}}};
  const url = asHttpUrl(written)?.href;
  if (url === undefined)
    return say(model, 'That is no whole URL: it is to have a host, as in https://example.com/ncco');
  return asks(model, `Transfer ${named(leg)}?`, `It gets what ${url} answers. ${costNow(model, leg)}`, {
    kind: 'transfer',
    leg: leg.id,
    to: {url},
  });
}

function digitsSent(model: Model, leg: Leg, digits: string): CommandResult {
  const why = whyUndialable(digits);
  if (why !== undefined) return say(model, why);
  return asks(model, `Send ${digits} to ${named(leg)}?`, costNow(model, leg), {kind: 'send-dtmf', leg: leg.id, digits});
}

function spoken(model: Model, leg: Leg, text: string): CommandResult {
  const why = whyUnspeakable(text);
  if (why !== undefined) return say(model, why);
  return asks(model, `Speak to ${named(leg)}?`, costNow(model, leg), {kind: 'talk', leg: leg.id, text});
}

function armed(model: Model, written: string): CommandResult {
  if (written !== 'off') return {effect: {type: 'load-ncco', written, purpose: {for: 'arm'}}};
  return model.latest.armed === undefined ? say(model, 'Nothing is armed.', 'good') : {effect: {type: 'arm'}};
}

/** Asks whether a leg is to get an NCCO that was read. */
export function transferAsked(model: Model, id: string, ncco: LoadedNcco): CommandResult {
  const leg = model.world.legs.get(id);
  if (!leg) return say(model, 'The leg is not shown any more.');
  const details = [`It gets ${ncco.what}.`, ...ncco.findings.slice(0, 2), costNow(model, leg)].join(' ');
  return asks(model, `Transfer ${named(leg)}?`, details, {kind: 'transfer', leg: id, to: {ncco: ncco.text}});
}

/** Arms an NCCO that was read; where Vonage would refuse it, only after a question. */
export function armAsked(model: Model, ncco: LoadedNcco): CommandResult {
  const effect: ControlRequest = {type: 'arm', ncco};
  if (ncco.errors === 0) return {effect};
  const details = `${ncco.what}: ${ncco.findings.slice(0, 2).join(' ')}`;
  return question(model, 'This NCCO has errors. Arm it all the same?', details, effect);
}

/** The leg that is chosen: in its pane, by the chosen event, or because it is the only one up. */
function withLeg(model: Model, run: (leg: Leg) => CommandResult): CommandResult {
  const call = chosenCall(model);
  const legs = chosenLegs(model);
  const {view} = model;
  const inFront = view.focus === 'legs' ? legs[0]?.id : view.event && legOfChosenRow(model);
  const chosen = view.leg ?? inFront;
  const up = legs.filter(leg => call && isLive(call, leg));
  const leg = legs.find(({id}) => id === chosen) ?? (up.length === 1 ? up[0] : undefined);
  if (leg && isOver(leg)) return say(model, `${labelOf(leg)} is over: choose a leg that is up in the legs pane.`);
  if (leg) return run(leg);
  if (legs.length === 0) return say(model, `There is no leg to act on${yet(model)}.`);
  return say(
    model,
    up.length === 0 ? 'No leg of this call is up.' : 'Several legs are up: choose one in the legs pane first.',
  );
}

function named(leg: Leg): string {
  const party = partyOf(leg);
  return party === undefined ? labelOf(leg) : `${labelOf(leg)} (${party})`;
}

function costSoFar({world, now}: Model, {conversation}: Leg): string {
  const call = world.conversations.get(conversation);
  const cost = call && costShown(world, call, now);
  return cost
    ? `The call has cost ${cost.isEstimate ? 'about ' : ''}${cost.eur} EUR.`
    : 'What the call has cost is not known.';
}

function costNow({world}: Model, leg: Leg): string {
  const rate = rateOf(world, leg);
  return rate === undefined
    ? 'What the leg costs is not known.'
    : `The leg costs ${rate} EUR a minute as long as it is up.`;
}

const asks = (model: Model, ask: string, details: string, wanted: Wanted): CommandResult =>
  question(model, ask, details, {type: 'intervene', wanted});

function question(model: Model, ask: string, details: string, effect: ControlRequest): CommandResult {
  const {view} = say(model, details, 'good');
  return view ? {view: {...view, overlay: 'confirm-control', question: {ask, effect}}} : {};
}
