import {statuses} from '../vonage/status.js';
import {COMPLETED_WITHIN_MS} from '../world/fold-webhook.js';
import {historyOf, legsOf} from '../world/history.js';
import {isLive, stateOf} from '../world/state.js';
import type {Conversation, Leg, World} from '../world/world.js';

/** How long the poller's last look at a call may take once its legs are over, ms: it looks twice, within 2.5 s. */
const LAST_LOOK_WITHIN_MS = 4000;

/**
 * Whether a call is over and nothing more is to be waited for: each unhappy leg's `completed` has come or is overdue, and
 * the poller has had its last look. One definition for the END line, for `--until ended` and for exit.
 */
export function hasEnded(world: World, conversation: Conversation): boolean {
  return (endsAt(world, conversation) ?? Number.POSITIVE_INFINITY) <= world.now;
}

/** When a call that is over counts as ended, ms: in the past when it does already; undefined while it goes on. */
export function endsAt(world: World, conversation: Conversation): number | undefined {
  if (conversation.id === '' || stateOf(world, conversation) !== 'ended') return undefined;
  const legs = legsOf(world, conversation).filter(leg => leg.conversation === conversation.id);
  return Math.max(
    Number.NEGATIVE_INFINITY,
    ...legs.map(leg => completedBy(world, leg)),
    legsGoneBy(world, conversation, legs),
    lookedAtBy(world, conversation, legs),
  );
}

/** When the next call that is over will count as ended, ms: a tick is worth sending then. */
export function nextEnd(world: World): number | undefined {
  let next = Number.POSITIVE_INFINITY;
  for (const conversation of world.conversations.values()) {
    const at = endsAt(world, conversation);
    if (at !== undefined && at > world.now && at < next) next = at;
  }
  return Number.isFinite(next) ? next : undefined;
}

/** Every unhappy end but `rejected` is followed by `completed`, which brings the price (support article on event order). */
function completedBy(world: World, leg: Leg): number {
  if (leg.failure === undefined || (leg.status && statuses[leg.status].final)) return Number.NEGATIVE_INFINITY;
  const failed = historyOf(world, leg).find(entry => entry.status === leg.failure);
  return (failed?.arrivedAt ?? leg.lastSeenAt) + COMPLETED_WITHIN_MS;
}

/** The API forgets a call at once, and webhooks take their time: legs that webhooks told of may still get their last one. */
function legsGoneBy(world: World, conversation: Conversation, legs: readonly Leg[]): number {
  if (conversation.goneAt === undefined) return Number.NEGATIVE_INFINITY;
  const open = legs.filter(leg => isLive(conversation, leg));
  const isPushed = open.some(leg => historyOf(world, leg).some(entry => entry.witnesses.includes('webhook')));
  return isPushed ? conversation.goneAt + COMPLETED_WITHIN_MS : Number.NEGATIVE_INFINITY;
}

/** Once the poller has found the conversation gone, or has given it up, it has nothing to add to the stream. */
function lookedAtBy(world: World, conversation: Conversation, legs: readonly Leg[]): number {
  const isOff = world.health.get(`poller:${conversation.id}`)?.state === 'off';
  if (conversation.polledAt === undefined || conversation.goneAt !== undefined || isOff)
    return Number.NEGATIVE_INFINITY;
  const ends = legs.flatMap(leg => historyOf(world, leg)).filter(entry => statuses[entry.status].phase === 'ended');
  return Math.max(Number.NEGATIVE_INFINITY, ...ends.map(entry => entry.arrivedAt)) + LAST_LOOK_WITHIN_MS;
}
