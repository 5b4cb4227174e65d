import type {Observation} from '../../call/observation.js';
import {observationsOf} from '../../world/read/event-view.js';
import type {World} from '../../world/world.js';
import {curlOf} from './curl.js';
import {jsonOf, payloadText} from './payload.js';

/** An event to be copied, or read, from what was received first for it; undefined when that cannot be read back. */
export async function eventText(
  world: World,
  row: number,
  as: keyof typeof forms,
  payload: (seq: number) => Promise<Observation | undefined>,
): Promise<string | undefined> {
  const [seq] = observationsOf(world, row);
  const observation = seq === undefined ? undefined : await payload(seq);
  if (!observation) return undefined;
  return forms[as](observation, world, world.log.id[row] || undefined);
}

type Form = (o: Observation, world: World, id: number | undefined) => string | undefined;

const forms = {
  json: (o, _, id) => jsonOf(o, id),
  text: (o, _, id) => payloadText(o, id),
  curl: (o, {setup}) => curlOf(o, setup),
} satisfies Record<string, Form>;
