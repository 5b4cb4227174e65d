import {placedAndUp} from '../store/calls-up.js';
import {maskNumbers} from '../text/numbers.js';
import {printable} from '../text/printable.js';
import {shellQuoted} from '../text/shell.js';
import type {Leg, World} from '../world/world.js';
import type {ShowOptions} from './source.js';

type Options = Pick<ShowOptions, 'source' | 'control' | 'hangsUp'>;

/**
 * At the end, what was placed from here and is still up: it is hung up where that is wanted, and else the shell is told how to end it, because what is
 * charged for goes on without the program.
 */
export async function endedOrLeft(
  world: World,
  {source: {mode}, control, hangsUp}: Options,
  mask = false,
): Promise<string[]> {
  const up = placedAndUp({latest: world, mode});
  // With the demonstration its calls are over, too.
  if (up.length === 0 || mode === 'demo') return [];
  const ways = up.map(leg => (mask ? maskNumbers(wayToEnd(world, leg)) : wayToEnd(world, leg)));
  if (!hangsUp || typeof control !== 'object') return ways;
  const failed = await control.hangUp(
    up.map(({id}) => id),
    world,
  );
  return failed ? [printable(failed.text, 600), ...ways] : [];
}

function wayToEnd({setup}: World, {id, to = 'somebody'}: Leg): string {
  const url = shellQuoted(`${setup?.apiUrl ?? 'https://api.nexmo.com'}/v1/calls/${id}`);
  const token = '"Authorization: Bearer $(convo-monitor token)"';
  const end = `curl -X PUT ${printable(url, 300)} -H ${token} -H 'Content-Type: application/json' -d '{"action":"hangup"}'`;
  return `The call to ${printable(to)} is still up. To end it: ${end}`;
}
