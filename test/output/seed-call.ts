import type {Draft, Observation} from '../../source/call/observation.js';
import {emptyWorld, type World} from '../../source/world/world.js';
import {fold} from '../helpers/fold.js';

/** Reads observations back as the recording would. */
export function payloadOf(observations: readonly Observation[]): (seq: number) => Promise<Observation | undefined> {
  return async seq => observations.find(each => each.seq === seq);
}

export function worldOf(observations: readonly Observation[]): World {
  return fold(emptyWorld(), observations);
}

/** Gives drafts a place and a time, one every 10 ms from 09:40 on. */
export function arrive(drafts: readonly Draft[], start = Date.UTC(2018, 9, 25, 9, 40)): Observation[] {
  return drafts.map((draft, i) => ({...draft, seq: i + 1, at: start + 10 * i}) as Observation);
}
