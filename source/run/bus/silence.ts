import {duration} from '../../call/duration.js';
import type {HealthObservation} from '../../call/observation.js';
import type {Listeners, ListenerVitals} from '../../store/vitals.js';
import {counted} from '../../text/counted.js';

/** Of listeners that go silent, or are heard again, at the same time so many have a line of their own. */
const MOST_NAMED = 5;

/**
 * Says in lines what a screen shows by a `?`: that listeners have gone silent, each once, and that they are heard again. One that never said itself that it is
 * there is not silent when it publishes nothing. `clock` gives the time of this machine, ms since the epoch.
 */
export function createSilence(look: () => Listeners, clock: () => number): () => HealthObservation[] {
  /** When each that is silent was heard last, by its name. */
  const silent = new Map<string, number>();

  return () => {
    const now = clock();
    const known = new Map(look().all.flatMap(each => (each.version === undefined ? [] : [[each.name, each]])));
    for (const name of silent.keys()) if (!known.has(name)) silent.delete(name);
    const all = [...known.values()];
    const gone = all.filter(({name, state}) => state === 'silent' && !silent.has(name));
    // As long as the bus itself is away nobody is silent, nor heard.
    const heard = all.filter(({name, heardAt = 0}) => heardAt > (silent.get(name) ?? Number.POSITIVE_INFINITY));
    for (const {name, heardAt = 0} of gone) silent.set(name, heardAt);
    for (const {name} of heard) silent.delete(name);
    const common = {source: 'health', part: 'bus', seq: 0, at: now} as const;
    const said = (state: 'ok' | 'failing', code: string, text: string) => ({...common, state, code, text});
    return [
      ...sentences(gone, each => silentText(each, now), 'Silent').map(text => said('failing', 'listener-silent', text)),
      ...sentences(heard, heardText, 'Heard again').map(text => said('ok', 'listener-heard', text)),
    ];
  };
}

function sentences(all: readonly ListenerVitals[], text: (one: ListenerVitals) => string, what: string): string[] {
  const rest = all.length - MOST_NAMED;
  const others = rest > 0 ? [`${what}, too: ${counted(rest, 'listener')} more.`] : [];
  return [...all.slice(0, MOST_NAMED).map(text), ...others];
}

const silentText = ({name, heardAt = 0}: ListenerVitals, now: number): string =>
  `The listener ${name} has been silent for ${duration(Math.round((now - heardAt) / 1000) * 1000)}: look whether its monitor still runs, and reaches the bus.`;

const heardText = ({name, state}: ListenerVitals): string =>
  `The listener ${name} is heard again${state === 'over' ? ': it has ended' : ''}.`;
