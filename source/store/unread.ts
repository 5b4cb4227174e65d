import type {Conversation} from '../world/world.js';
import type {Model} from './model.js';
import {chosenCall} from './select.js';

/** Why nothing of the events of a call is here, of which there is a summary alone; undefined of any other call. */
export function unreadText({world}: Pick<Model, 'world'>, call: Conversation | undefined): string | undefined {
  if (!call?.summed) return undefined;
  return world.health.get(`feed:${call.id}`)?.text ?? 'Its events are being read …';
}

/** The same of the chosen call. */
export const unreadCall = (model: Model): string | undefined => unreadText(model, chosenCall(model));
