import type {Observation, Resent} from '../call/observation.js';
import {stamp} from '../text/time.js';
import type {SnapshotReplay} from './snapshot-schema.js';

/** A webhook that was sent again as scripts get it; `at` in ms since the epoch. */
export function replayOf(at: number, {status, ms, outcome, edited, failure, differences}: Resent): SnapshotReplay {
  return {
    at: stamp(at),
    status: status ?? null,
    ms,
    outcome: outcome ?? null,
    edited: edited !== undefined,
    failure: failure ?? null,
    differences: [...(differences ?? [])],
  };
}

/** The same of what was read back; undefined where that is something else. */
export function replayIn(o: Observation | undefined): SnapshotReplay | undefined {
  return o?.source === 'control' && o.resent ? replayOf(o.at, o.resent) : undefined;
}
