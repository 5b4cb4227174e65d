import type {Observation} from '../../call/observation.js';
import {observationsOf} from '../../world/read/event-view.js';
import type {World} from '../../world/world.js';
import {curlOf} from './curl.js';
import {jsonOf} from './payload.js';

/** An event to be copied, from what was received first for it; undefined when that cannot be read back. */
export async function eventText(
  world: World,
  row: number,
  as: 'json' | 'curl',
  payload: (seq: number) => Promise<Observation | undefined>,
): Promise<string | undefined> {
  const [seq] = observationsOf(world, row);
  const observation = seq === undefined ? undefined : await payload(seq);
  if (!observation) return undefined;
  return as === 'curl' ? curlOf(observation, world.setup) : jsonOf(observation, world.log.id[row] || undefined);
}
