import type {Model} from './model.js';
import {chosenCall} from './select.js';

/** Why nothing of the events of the chosen call is here, of which there is a summary alone; undefined of any other call. */
export function unreadCall(model: Model): string | undefined {
  const call = chosenCall(model);
  if (!call?.summed) return undefined;
  return model.world.health.get(`feed:${call.id}`)?.text ?? 'Its events are being read …';
}
