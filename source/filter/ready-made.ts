import type {Option, Vocabulary} from './complete.js';
import type {Filtered} from './filter.js';
import {printValue} from './print.js';

/** A filter that need not be written. */
export type ReadyMade = {filter: string; label: string};

const events: readonly ReadyMade[] = [
  {filter: 'is:problem', label: 'problems'},
  {filter: 'status:*', label: 'what the legs go through: started, ringing, answered …'},
  {filter: 'witness:W', label: 'webhooks'},
  {filter: 'witness:A not witness:W', label: 'known from the API only'},
  {filter: 'type:answer or reply>0', label: 'webhooks that were answered, NCCOs among them'},
  {filter: 'type:dtmf or type:input', label: 'digits and speech'},
  {filter: 'media:*', label: 'what passed over WebSockets, without the audio'},
  {filter: 'turn>1.5s or is:barge-in', label: 'agents on WebSockets: slow turns, interruptions'},
  {filter: 'type:member:*', label: 'members: invited, joined, left'},
  {filter: 'type:record', label: 'recordings'},
  {filter: 'lat>500', label: 'slow replies of the application: more than half a second'},
  {filter: 'reply>=400', label: 'replies that say an error'},
  {filter: 'delay>2s', label: 'webhooks that took more than two seconds to arrive'},
  {filter: 'is:duplicate', label: 'delivered more than once'},
  {filter: 'is:out-of-order', label: 'arrived out of order'},
  {filter: 'is:unsigned', label: 'webhooks without a signature'},
];

const calls: readonly ReadyMade[] = [
  {filter: 'is:live', label: 'calls that are going on'},
  {filter: 'is:ended', label: 'calls that are over'},
  {filter: 'is:problem', label: 'calls with problems'},
  {filter: 'status:busy,failed,rejected,timeout,unanswered,cancelled', label: 'calls in which a leg was not connected'},
  {filter: 'dir:in', label: 'incoming calls'},
  {filter: 'dir:out', label: 'calls made by the application'},
  {filter: 'legs>1', label: 'calls with more than one leg'},
  {filter: 'duration>1min', label: 'calls of more than a minute'},
  {filter: 'type:dtmf or type:input', label: 'calls in which digits or speech came'},
  {filter: 'turn>1.5s', label: 'calls with an agent that took more than a second and a half'},
  {filter: 'lat>500', label: 'calls with a slow reply of the application'},
];

/** The ready-made filters of a list, those for what there is in this call included. */
export function readyMade(list: Filtered, {leg, type}: Pick<Vocabulary, 'leg' | 'type'>): readonly ReadyMade[] {
  if (list === 'calls') return calls;
  const ofLegs = leg.map(({text, hint}: Option) => ({filter: `leg:${text}`, label: `only leg ${text}: ${hint}`}));
  const ofTypes = type
    .slice(0, MOST_TYPES)
    .map(({text}) => ({filter: `type=${printValue({text}, true)}`, label: `only events of type ${text}`}));
  return [...events, ...ofLegs, ...ofTypes];
}

const MOST_TYPES = 12;

/** All of the filters at once. */
export function joined(filters: readonly string[]): string {
  const [only] = filters;
  if (only !== undefined && filters.length === 1) return only;
  return filters.map(filter => (/ or /.test(filter) ? `(${filter})` : filter)).join(' ');
}
