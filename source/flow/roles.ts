import type {Call} from '../world/read/calls.js';
import type {Leg} from '../world/world.js';

/** Legs by what they are in the call: `caller`, `callee`, and from the second on `callee 2`. */
export function rolesOf({legs}: Call): ReadonlyMap<string, Leg> {
  const counts = {caller: 0, callee: 0};
  return new Map(
    legs.map(leg => {
      const role = leg.direction === 'inbound' ? 'caller' : 'callee';
      const count = ++counts[role];
      return [count === 1 ? role : `${role} ${count}`, leg];
    }),
  );
}
