import {align} from './align.js';
import type {Course, Party} from './course.js';

/** Who takes part in two calls: one party in both, or in one where the other has nobody in that part. */
export type RolePair = {name: string; left?: Party; right?: Party};

/**
 * The parties of two calls by the part that they have: callers and callees, each in the order in which they came. Who was called at the same
 * number is the same party; else who came at the same place is.
 */
export function rolesOf(left: Course, right: Course): RolePair[] {
  return [...named('caller', pairs(left, right, true)), ...named('callee', pairs(left, right, false))];
}

function pairs(left: Course, right: Course, isInbound: boolean): Omit<RolePair, 'name'>[] {
  const [before, after] = [left, right].map(({parties}) => parties.filter(party => party.isInbound === isInbound));
  const {pairs} = align(before ?? [], after ?? [], [asParty, asAny]);
  return pairs.map(pair => ({
    ...(pair.left !== undefined && {left: before?.[pair.left]}),
    ...(pair.right !== undefined && {right: after?.[pair.right]}),
  }));
}

const asParty = ({who, told}: Party): string => `${told.type} ${who}`;
const asAny = (): string => '';

const named = (name: string, roles: readonly Omit<RolePair, 'name'>[]): RolePair[] =>
  roles.map((role, i) => ({name: roles.length === 1 ? name : `${name} ${i + 1}`, ...role}));
