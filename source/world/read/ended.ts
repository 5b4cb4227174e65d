import {highest} from '../../call/extremes.js';
import {replyLimitMs} from '../../call/reply-limits.js';
import {statuses} from '../../call/status.js';
import type {Conversation, Leg, World} from '../world.js';
import {historyOf, legsOf} from './history.js';
import {COMPLETED_WITHIN_MS} from './problems.js';
import {stateOf} from './state.js';

/** How long the poller's last look at a call may take once its legs are over, ms: it looks twice, within 2.5 s. */
const LAST_LOOK_WITHIN_MS = 4000;

/**
 * When nothing more of a call that has ended is to be waited for, ms: the last webhook of each leg has come or is overdue, and the poller
 * has had its last look. In the past when that is so already; undefined while the call goes on. The fold keeps it as `over`: one
 * definition for the END line, for `--until ended` and for exit.
 */
export function endsAt(world: World, conversation: Conversation): number | undefined {
  if (conversation.id === '' || stateOf(conversation) !== 'ended') return undefined;
  const legs = legsOf(world, conversation).filter(leg => leg.conversation === conversation.id);
  return Math.max(
    highest(legs.map(leg => lastWebhookBy(world, conversation, leg))),
    lookedAtBy(world, conversation, legs),
    repliedBy(world, conversation),
  );
}

/**
 * Every unhappy end but `rejected` is followed by `completed`, which brings the price (support article on event order). A leg
 * that webhooks told of gets its last one too: it says who hung up, and comes after the API has told of the end, or has
 * forgotten the call.
 */
function lastWebhookBy(world: World, conversation: Conversation, leg: Leg): number {
  const history = historyOf(world, leg);
  const pushed = history.filter(entry => entry.witnesses.includes('webhook'));
  const isFinal = leg.status !== undefined && statuses[leg.status].final;
  // One that is only known to have left may have been moved: who tells of it may be late.
  const isAwaited = pushed.length > 0 || leg.told !== leg.status || (leg.failure !== undefined && !isFinal);
  if (!isAwaited || pushed.some(({status}) => statuses[status].final)) return Number.NEGATIVE_INFINITY;
  const end = history.find(({status}) => statuses[status].phase === 'ended');
  return (end?.arrivedAt ?? conversation.goneAt ?? leg.lastSeenAt) + COMPLETED_WITHIN_MS;
}

/** What the application answers to the last webhook belongs to the call as well: it may be what went wrong. */
function repliedBy({index, log}: World, {id}: Conversation): number {
  let by = Number.NEGATIVE_INFINITY;
  if (!index.hasReplies) return by;
  for (const {row, at, route} of index.replies.values())
    if (log.conversationOf(row) === id) by = Math.max(by, at + replyLimitMs[route]);
  return by;
}

/** Once the poller has found the conversation gone, or has given it up, it has nothing to add to the stream. */
function lookedAtBy(world: World, conversation: Conversation, legs: readonly Leg[]): number {
  const isOff = world.health.get(`poller:${conversation.id}`)?.state === 'off';
  if (conversation.polledAt === undefined || conversation.goneAt !== undefined || isOff)
    return Number.NEGATIVE_INFINITY;
  const ends = legs.flatMap(leg => historyOf(world, leg)).filter(entry => statuses[entry.status].phase === 'ended');
  return highest(ends.map(entry => entry.arrivedAt)) + LAST_LOOK_WITHIN_MS;
}
