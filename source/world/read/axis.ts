import type {Conversation, World} from '../world.js';
import {stateOf} from './state.js';
import {spanOf, type Timings} from './timings.js';

/** The time that all bars of a call share, ms since the epoch; `now` is where live spans end. */
export type Axis = {from: number; to: number; now: number};

/** From the first stamp of the call to its last, or to `now` (ms); at least ten seconds, so that bars do not jump at the start. */
export function axisOf(world: World, call: Conversation, now: number): Axis {
  const lag = call.lag ?? 0;
  const {from = call.firstSeenAt - lag, to} = spanOf(world, call);
  const end = Math.max(from, (stateOf(call) === 'active' ? now : call.lastSeenAt) - lag);
  return {from, to: Math.max(to ?? end, from + 10_000), now: end};
}

/** A part of a leg's life, ms since the epoch. */
export type LegPhase = {kind: 'set-up' | 'ringing' | 'talking'; from: number | undefined; to: number};

/** The parts of a leg's life; `now` is where a live leg's last part ends. */
export function phasesOf(t: Timings, now: number | undefined): LegPhase[] {
  const over = t.endedAt ?? now ?? t.answeredAt ?? t.ringingAt ?? t.startedAt ?? 0;
  const phases: LegPhase[] = [
    {kind: 'set-up', from: t.startedAt ?? t.ringingAt ?? t.answeredAt, to: t.ringingAt ?? t.answeredAt ?? over},
    {kind: 'ringing', from: t.ringingAt, to: t.answeredAt ?? over},
    {kind: 'talking', from: t.answeredAt, to: over},
  ];
  // Stamps that contradict each other make no bar.
  return phases.filter(({from = 0, to}) => to >= from);
}

/** Steps that people count in, ms: seconds, minutes, hours. */
const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800].map(s => s * 1000);

/** Round distances from the start of a length of time, ms: the smallest that are at least `share` of it (0 to 1) apart. */
export function roundTimes(length: number, share: number): number[] {
  const step = steps.find(each => each / length >= share) ?? length;
  const times = [];
  for (let ms = 0; ms < length && times.length * share <= 1; ms += step) times.push(ms);
  return times;
}
