import {placedAndUp} from '../store/placed.js';
import {printable} from '../text/printable.js';
import {shellQuoted} from '../text/shell.js';
import type {World} from '../world/world.js';
import type {Source} from './source.js';

/** How to end, from a shell, the calls that were placed from here and are still up: what is charged for goes on without the program. */
export function leftUp(world: World, {mode}: Pick<Source, 'mode'>): string[] {
  // With the demonstration its calls are over, too.
  if (mode === 'demo') return [];
  const api = world.setup?.apiUrl ?? 'https://api.nexmo.com';
  return placedAndUp({latest: world, mode}).map(
    ({id, to}) =>
      `The call to ${printable(to ?? 'somebody')} is still up. To end it: curl -X PUT ${printable(shellQuoted(`${api}/v1/calls/${id}`), 300)} ` +
      `-H "Authorization: Bearer $(convo-monitor token)" -H 'Content-Type: application/json' -d '{"action":"hangup"}'`,
  );
}
