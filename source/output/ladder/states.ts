import {type Safe, safe} from '../../text/printable.js';
import {isLive, outcomeOf} from '../../world/read/state.js';
import {timingsOf} from '../../world/read/timings.js';
import type {Conversation, World} from '../../world/world.js';
import {running} from '../format.js';
import {lookOf, type Role} from '../roles.js';

/** How a leg does, for the head of its lane: its status, or how long it has talked at `now`, ms since the epoch. */
export function stateWord(world: World, call: Conversation, id: string, now: number): readonly [Role, Safe] {
  const leg = world.legs.get(id);
  if (!leg) return ['dim', safe``];
  if (leg.conversation !== call.id) return ['warn', safe`↷ moved`];
  const {glyph, word, role} = lookOf(outcomeOf(leg));
  const {answeredAt} = timingsOf(world, leg);
  if (answeredAt === undefined || !isLive(call, leg) || call.goneAt !== undefined)
    return [role, safe`${glyph} ${word}`];
  return [role, safe`${glyph} ${running(now - (call.lag ?? 0) - answeredAt)}`];
}
