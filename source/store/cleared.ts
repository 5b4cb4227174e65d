import type {Conversation} from '../world/world.js';
import {callsOf, isUp} from './call-order.js';
import type {Model} from './model.js';

/** Whether a call is shown although the display was cleared: it is still up, or something came for it since. */
export function isShown({view: {cleared}}: Pick<Model, 'view'>, call: Conversation): boolean {
  if (!cleared || isUp(call)) return true;
  if (call.summed) return call.lastSeenAt > cleared.at;
  // What came since stands at the end of the list, mostly.
  return call.lastSeenAt >= cleared.at && call.rows.findLast(row => row >= cleared.rows) !== undefined;
}

/** There is no call to show. */
export function isEmpty(model: Model): boolean {
  return callsOf(model.world).length === 0 || isEmptied(model);
}

/** All calls were cleared away. */
export function isEmptied(model: Model): boolean {
  return model.view.cleared !== undefined && !callsOf(model.world).some(call => isShown(model, call));
}
