import {stamp} from '../types.js';
import {askAboutEvent} from './ask.js';
import {type Outcome, type Scene, targetOf} from './scene.js';
import type {ActionOf} from './schema.js';

/** Tells the application that the NCCO has come this far, and does what it says then. The event names no leg. */
export async function notify(scene: Scene, action: ActionOf<'notify'>): Promise<Outcome> {
  const {platform, leg, at} = scene;
  const event = {payload: action.payload, conversation_uuid: leg.conversation.id, timestamp: stamp(at)};
  const wish = await askAboutEvent(platform, leg, at, targetOf(scene, action), event);
  return {at: wish.readyAt, actions: wish.actions};
}
