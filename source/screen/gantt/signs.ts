import type {MarkKind} from '../../call/event-types.js';
import type {Model} from '../../store/model.js';
import {type Safe, safe} from '../../text/printable.js';
import {marksOf} from '../../world/read/marks.js';
import {timingsOf} from '../../world/read/timings.js';
import type {Conversation, Leg} from '../../world/world.js';

/** One cell each: what happened on a leg, where its bar is all the room there is. */
const signs: Readonly<Partial<Record<MarkKind, Safe>>> = {
  dtmf: safe`d`,
  input: safe`d`,
  speech: safe`s`,
  record: safe`r`,
  'record-end': safe`r`,
};

const HUNG_UP = safe`×`;

const meanings: readonly (readonly [sign: Safe, meaning: Safe])[] = [
  [safe`d`, safe`digits`],
  [safe`s`, safe`speech`],
  [safe`r`, safe`recording`],
  [HUNG_UP, safe`hung up`],
];

/** What each of the signs on some legs of a call means: `r recording`. */
export function meaningsOf(model: Model, call: Conversation, legs: readonly Leg[]): Safe[] {
  const seen = new Set(legs.flatMap((leg, place) => signsOf(model, call, leg, place).map(({sign}) => sign)));
  return meanings.flatMap(([sign, meaning]) => (seen.has(sign) ? [safe`${sign} ${meaning}`] : []));
}

/** Digits, speech, both ends of recordings, and `×` where this party hung up. `place` is the leg's in the call, from 0. */
export function signsOf({world}: Model, call: Conversation, leg: Leg, place: number): {at: number; sign: Safe}[] {
  const found = marksOf(world, call).flatMap(({kind, at, leg: id}) => {
    const sign = signs[kind];
    // A recording of the whole conversation stands with its first leg.
    return sign && (id === undefined ? place === 0 : id === leg.id) ? [{at, sign}] : [];
  });
  const {endedAt} = timingsOf(world, leg);
  return endedAt !== undefined && leg.disconnectedBy === 'user' ? [...found, {at: endedAt, sign: HUNG_UP}] : found;
}
