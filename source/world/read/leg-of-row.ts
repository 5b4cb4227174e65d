import {witnessesOf} from '../fold/enter.js';
import {membersOf} from '../fold/member.js';
import type {Conversation, Member, World} from '../world.js';

/**
 * Whose an event is, for everything that shows, filters or exports it: the leg that a witness of it names, else the only leg of
 * the member it is about. Vonage names the member alone in what an NCCO plays and says (`audio:say`).
 */
export function legOfRow(world: World, conversation: Conversation, row: number): string | undefined {
  const {log} = world;
  const own = log.legOf(row);
  if (own !== undefined) return own;
  const rows = witnessesOf(world, row);
  const named = rows.find(each => log.leg[each]);
  if (named !== undefined) return log.legOf(named);
  const member = rows.map(each => log.memberOf(each)).find(each => each !== undefined);
  return member === undefined ? undefined : onlyLegs(membersOf(world, conversation)).get(member);
}

const memo = new WeakMap<readonly Member[], ReadonlyMap<string, string>>();

/** The leg of each member who speaks through a single one. */
function onlyLegs(members: readonly Member[]): ReadonlyMap<string, string> {
  const known = memo.get(members);
  if (known) return known;
  const legs = new Map(members.flatMap(({id, legs: [leg, more]}) => (leg && more === undefined ? [[id, leg]] : [])));
  memo.set(members, legs);
  return legs;
}
