import type {Beat} from '../../bus/beat.js';
import type {Ear} from '../../bus/hearing.js';
import {lowest} from '../../call/extremes.js';
import {keepNewest} from '../../call/keep-newest.js';
import type {Listeners, ListenerVitals} from '../../store/vitals.js';

/** Who is there of the listeners of a bus, by what they say of themselves. */
export type Presence = Ear & {
  /** From now on what they say is heard; or it is not, because the connection was lost. */
  listens(isListening: boolean): void;
  /** Something was published by listeners of these names, just now or before. */
  published(names: Iterable<string>, isNow: boolean): void;
  /** What is known of them by now, those of one name together, by their names. */
  look(): Listeners;
};

/** Who has not said so for so long may be there or not, ms: five times went by. */
const SILENT = 60_000;

/** Recordings of which it is remembered who is there; of more, those are forgotten that were heard longest ago. */
const MOST = 1000;

/** By how many of its last words a clock is judged, of these the one that was under way for the shortest time; and how many there have to be. */
const [SAMPLES, ENOUGH] = [12, 3];

type Known = {beat: Beat; heardAt: number; delays: readonly number[]};

/** `clock` gives the time of this machine, ms since the epoch; `nameOf` says which listeners are one; `enough`: words that are enough to judge a clock. */
export function createPresence(
  clock: () => number,
  {nameOf = ({listener}: Beat) => listener, enough = ENOUGH}: {nameOf?: (beat: Beat) => string; enough?: number} = {},
): Presence {
  const known = new Map<string, Known>();
  /** When something was published last while it was listened, by the listener's name. */
  const publishers = new Map<string, number | undefined>();
  let strange = 0;
  let isDeaf = false;
  /** Since when it is listened without a break. */
  let since: number | undefined;

  const isOld = (at: number, now: number): boolean => !isDeaf && Math.abs(now - at) > SILENT;
  /** As long as nobody could have been heard, nobody is silent. */
  const isSilent = (at: number | undefined, now: number): boolean =>
    since !== undefined && isOld(since, now) && (at === undefined || isOld(at, now));

  /** Of one that says so itself. */
  function vitalsOf(name: string, all: readonly Known[], now: number): ListenerVitals {
    const running = all.filter(({beat}) => !beat.isOver);
    const here = running.filter(({heardAt}) => !isSilent(heardAt, now));
    const [newest] = (here.length > 0 ? here : all).toSorted((a, b) => b.heardAt - a.heardAt) as [Known];
    const delays = all.flatMap(each => each.delays).slice(-SAMPLES);
    const ahead = delays.length < enough ? undefined : 0 - lowest(delays);
    return {
      name,
      state: here.length > 0 ? 'here' : running.length > 0 ? 'silent' : 'over',
      heardAt: newest.heardAt,
      behindMs: newest.beat.behindMs,
      version: newest.beat.version,
      ...(ahead !== undefined && {clockMs: ahead}),
    };
  }

  /** Of one that is known by what it published: it may be too old to say that it is there. */
  function vitalsBy(name: string, at: number | undefined, now: number): ListenerVitals {
    const state = isSilent(at, now) ? 'silent' : at === undefined ? 'unheard' : 'here';
    return {name, state, behindMs: 0, ...(at !== undefined && {heardAt: at})};
  }

  return {
    heard(beat) {
      const {team, listener, recording, at} = beat;
      const key = `${team}.${listener} ${recording}`;
      const heardAt = clock();
      const delays = [...(known.get(key)?.delays ?? []), heardAt - at].slice(-SAMPLES);
      keepNewest(known, key, {beat, heardAt, delays}, MOST);
    },
    strange() {
      strange += 1;
    },
    deaf() {
      isDeaf = true;
    },
    listens(isListening) {
      // Another connection beside the first one changes nothing.
      since = isListening ? (since ?? clock()) : undefined;
      if (isListening) isDeaf = false;
    },
    published(names, isNow) {
      for (const name of names) keepNewest(publishers, name, isNow ? clock() : publishers.get(name), MOST);
    },
    look() {
      const now = clock();
      const byName = new Map<string, Known[]>();
      for (const each of known.values()) {
        const name = nameOf(each.beat);
        byName.set(name, [...(byName.get(name) ?? []), each]);
      }
      const others = [...publishers].filter(([name]) => !byName.has(name));
      const all = [
        ...[...byName].map(([name, those]) => vitalsOf(name, those, now)),
        ...others.map(([name, at]) => vitalsBy(name, at, now)),
      ];
      return {all: all.sort((a, b) => (a.name < b.name ? -1 : 1)), strange, isDeaf};
    },
  };
}
