import {duration} from '../call/duration.js';
import {counted} from '../text/counted.js';
import type {Model} from './model.js';
import type {Listeners, ListenerVitals} from './vitals.js';

/** From so far apart on, ms, two clocks are not of the same time. */
const APART = 2000;

/** What waits for so long, ms, is late: an acknowledgement takes a few. */
const LATE = 2000;

/** Whether its times are another machine's. */
export const isApart = ({clockMs = 0}: ListenerVitals): boolean => Math.abs(clockMs) > APART;

/**
 * How a listener does, in a few words: `here`, `? silent for 3 min`,
 * `12 s late, its clock is 3.2 s ahead of this machine’s`.
 */
export function listenerText(listener: ListenerVitals, now: number): string {
  const {state, behindMs, clockMs = 0, heardAt} = listener;
  const said = [
    state === 'silent' && `? ${heardAt === undefined ? 'not heard' : `silent for ${duration(whole(now - heardAt))}`}`,
    state === 'unheard' && 'not heard yet',
    state === 'over' && 'ended',
    state === 'here' && behindMs > LATE && `${duration(whole(behindMs))} late`,
    isApart(listener) &&
      `its clock is ${duration(Math.abs(clockMs))} ${clockMs > 0 ? 'ahead of' : 'behind'} this machine’s`,
  ].filter(text => text !== false);
  return said.join(', ') || 'here';
}

/** No finer than a second: what changes all the time is not read. */
const whole = (ms: number): number => Math.max(1000, Math.round(ms / 1000) * 1000);

/** Listeners that are named at most. */
const MOST_NAMED = 30;

/** Which listeners there are, with what is to be known of each; those first of which there is something. Undefined where none was heard. */
export function listenersText({all, strange, isDeaf}: Listeners, now: number): string | undefined {
  if (isDeaf) return 'cannot be heard: these credentials would have to be permitted to subscribe to convo-here.>';
  const told = all.map(each => ({name: each.name, is: listenerText(each, now)}));
  const some = told.flatMap(({name, is}) => (is === 'here' ? [] : `${name} (${is})`));
  const others = told.flatMap(({name, is}) => (is === 'here' ? name : []));
  const named = [...some, ...others];
  const more = [
    named.length > MOST_NAMED && `${named.length - MOST_NAMED} more`,
    strange > 0 && `${counted(strange, 'message')} of none`,
  ].filter(text => text !== false);
  return [...named.slice(0, MOST_NAMED), ...more].join(', ') || undefined;
}

/** The listeners of a bus, by name: those whose observations are known, and those that say that they are there. */
export const knownListeners = ({world, vitals}: Pick<Model, 'world' | 'vitals'>): Set<string> =>
  new Set([...world.origins.values(), ...(vitals?.listeners?.all.map(({name}) => name) ?? [])]);
