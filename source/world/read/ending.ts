import {duration} from '../../call/duration.js';
import {meaningOfNccoError} from '../../call/ending.js';
import {statuses} from '../../call/status.js';
import type {Conversation, HistoryEntry, Leg, World} from '../world.js';
import {labelOf} from './event-view.js';
import {historyOf, legsOf} from './history.js';
import {neverCameUp, whyFailed, whyNeverUp} from './never-up.js';
import {problemsOf} from './problems.js';
import {isLive, movedTo, partyOf, stateOf} from './state.js';
import {talkOf, timingsOf} from './timings.js';

/**
 * One sentence: what became of the call, why it ended and who ended it, as far as anybody said. Contains text from
 * outside (numbers, reasons): unsafe to print as it is.
 */
export function endingOf(world: World, conversation: Conversation): string {
  const refused = conversation.remarks.findLast(({code, severity}) => code === 'refused' && severity === 'error');
  const ending = endingByLegs(world, conversation);
  return refused ? `${ending} ${refused.text}` : ending;
}

function endingByLegs(world: World, conversation: Conversation): string {
  const legs = legsOf(world, conversation);
  if (conversation.id === '') return 'Webhooks that belong to no call.';
  const error = conversation.remarks.find(remark => remark.code === 'ncco-error');
  if (error && legs.length === 0) return refusal(error.text);
  if (stateOf(conversation) !== 'ended') return running(world, conversation, legs);
  const next = movedTo(world, conversation);
  if (next) return `Moved to ${next.name ? `${next.name} (${next.id})` : next.id}: the call went on there.`;
  const talked = legs.filter(leg => leg.isAnswered);
  const failed = telling(world, legs);
  if (failed) return `${failure(failed)}${talked.length > 0 ? ` ${talk(world, conversation)}` : ''}`;
  if (error) return refusal(error.text);
  const unseen = problemsOf(world, conversation).find(({code}) => code === 'never-up');
  if (unseen) return `${unseen.text} ${unseen.advice}`;
  if (legs.length === 0) return 'The conversation is over; no leg of it was seen.';
  if (talked.length === 0) return silence(world, legs);
  return `${talk(world, conversation)} ${whoEnded(conversation, legs)}`;
}

/** Nobody was seen to answer; but an answer would have been seen only where each leg was seen to begin, or where nothing was talked. */
function silence(world: World, legs: readonly Leg[]): string {
  const isBeginning = ({status}: HistoryEntry) => status === 'started' || status === 'ringing';
  const isKnown = legs.every(leg => leg.durationMs === 0 || historyOf(world, leg).some(isBeginning));
  return `The call is over; ${isKnown ? 'nobody was seen to answer' : 'whether anybody answered is not known'}.`;
}

/** The leg whose end explains the call: one that never came up, before one that somebody gave up waiting for. */
function telling(world: World, legs: readonly Leg[]): Leg | undefined {
  const failed = legs.filter(leg => leg.failure !== undefined || neverCameUp(leg, historyOf(world, leg)));
  return failed.find(leg => leg.failure !== 'cancelled') ?? failed[0];
}

function running(world: World, conversation: Conversation, legs: readonly Leg[]): string {
  const live = legs.filter(leg => isLive(conversation, leg));
  const missing = problemsOf(world, conversation).filter(({code}) => code === 'completed-missing');
  for (const leg of live) {
    const lost = missing.find(problem => problem.leg === leg.id);
    if (lost) return `${labelOf(leg)} should be over: ${lost.text}`;
  }
  if (live.length === 0) return 'Waiting for the first event of a leg.';
  const many = live.length === 1 ? '1 leg' : `${live.length} legs`;
  const answered = live.filter(leg => leg.isAnswered);
  const since = answered.some(leg => timingsOf(world, leg).answeredAt !== undefined) ? '' : '; when is not known';
  if (answered.length > 0) return `In progress: ${answered.length} of ${many} answered${since}.`;
  const {status} = live.reduce((a, b) => (rank(b) > rank(a) ? b : a));
  if (status) return `In progress: ${status}. ${statuses[status].meaning}`;
  return `In progress: ${many}; whether anybody answered is not known yet.`;
}

/** Vonage could not do what it was told. */
const refusal = (reason: string): string =>
  `${meaningOfNccoError(reason).meaning} Reason: ${reason.replace(/\.$/, '')}.`;

function rank(leg: Leg): number {
  return leg.status ? statuses[leg.status].rank : -1;
}

function failure(leg: Leg): string {
  const label = labelOf(leg);
  const party = partyOf(leg);
  const {meaning, advice} = leg.failure === undefined ? whyNeverUp(leg) : whyFailed(leg);
  const because = [leg.detail, leg.sipCode && leg.sipCode >= 300 && `SIP ${leg.sipCode}`].filter(Boolean).join(', ');
  const how = leg.failure === undefined ? 'never came up' : `ended ${leg.failure}`;
  const what = `${label}${party ? ` to ${party}` : ''} ${how}${because ? ` (${because})` : ''}: ${meaning}`;
  return advice ? `${what} ${advice}` : what;
}

function talk(world: World, conversation: Conversation): string {
  const ms = talkOf(world, conversation);
  return ms === undefined
    ? 'It was answered.'
    : `Talked for ${duration(ms < 1000 ? ms : Math.round(ms / 1000) * 1000)}.`;
}

/**
 * Only `disconnected_by` says who hung up, and only newer events carry it: both legs end at the same instant, so their order
 * tells nothing (the concept page says Bob ended its call, and lists Alice's leg first).
 */
function whoEnded({id}: Conversation, legs: readonly Leg[]): string {
  const named = (some: readonly Leg[]) => some.map(labelOf).join(' and ');
  const users = legs.filter(leg => leg.disconnectedBy === 'user');
  if (users.length === 1 && users[0]) {
    const party = partyOf(users[0]);
    return `${named(users)}${party ? ` (${party})` : ''} hung up.`;
  }
  if (users.length > 1) return users.length === legs.length ? 'Everybody hung up.' : `${named(users)} hung up.`;
  const ended = legs.filter(leg => leg.disconnectedBy === 'platform');
  if (ended.length > 0) {
    // Whoever hangs up, Vonage ends the other leg, and the webhook of the first may be the later one.
    const silent = legs.filter(leg => leg.disconnectedBy === undefined && leg.conversation === id);
    if (silent.length > 0) return `Vonage ended ${named(ended)}; who ended ${named(silent)} nobody has said.`;
    return 'Vonage ended it: the NCCO ran out, a limit, or the API.';
  }
  return 'Who hung up is not known: no disconnected_by came.';
}
