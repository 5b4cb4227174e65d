import {isOver} from '../leg.js';
import type {Leg, Platform} from '../state.js';
import {connect} from './connect.js';
import {play, wait} from './media.js';
import type {Outcome, Scene} from './scene.js';
import type {Action} from './schema.js';

function carryOut(scene: Scene, action: Action): Promise<Outcome> | Outcome {
  switch (action.action) {
    case 'talk':
    case 'stream':
      return play(scene, action);
    case 'connect':
      return connect(scene, action);
    case 'wait':
      return wait(scene, action);
    default:
      return {at: scene.at};
  }
}

/**
 * Carries out an NCCO on a leg, action by action, and returns when it has run out.
 *
 * @param at when the NCCO was there; `asked` is when the webhook left that it answers.
 * @throws Interruption when the leg is hung up meanwhile.
 */
export async function run(platform: Platform, leg: Leg, actions: Action[], at: number, asked = at): Promise<number> {
  let queue = [...actions];
  let time = at;
  let since = asked;
  for (let action = queue.shift(); action && !isOver(leg); action = queue.shift()) {
    platform.act({at: time, kind: 'ncco', text: `${leg.id} ${action.action}`});
    const outcome = await carryOut({platform, leg, at: time, asked: since}, action);
    time = outcome.at;
    since = outcome.at;
    if (outcome.actions) queue = [...outcome.actions];
    // Where nothing follows, the leg that runs the NCCO ends first: its `completed` is the first one told.
    if (queue.length > 0) flush(leg);
  }
  return time;
}

/** Tells of the ends of legs that waited for the NCCO to go on. */
export function flush(leg: Leg): void {
  for (const tell of leg.call.pending.splice(0)) tell();
}
