import {duration} from '../../call/duration.js';
import {statuses} from '../../call/status.js';
import type {Conversation, HistoryEntry, Leg, World} from '../world.js';
import {labelOf} from './event-view.js';
import {historyOf, legsOf} from './history.js';
import {type ActionRun, nccoRuns, stillToDo} from './ncco-progress.js';
import {neverCameUp, whyFailed, whyNeverUp} from './never-up.js';
import {problemsOf} from './problems.js';
import {isLive, isMoved, movedTo, partyOf, stateOf} from './state.js';
import {refusal, type Story, storyOf} from './story.js';
import {talkOf, timingsOf} from './timings.js';
import {waitOfCall, waitText} from './waiting.js';

/**
 * One sentence: what became of the call, why it ended and who ended it, as far as anybody said. Contains text from
 * outside (numbers, reasons): unsafe to print as it is.
 */
export function endingOf(world: World, conversation: Conversation, now = world.now): string {
  if (conversation.id === '') return 'What belongs to no call.';
  if (conversation.summed) return conversation.summed.ending;
  const wait = waitOfCall(world, conversation, now);
  if (wait) return `${waitText(wait)}.`;
  const story = storyOf(world, conversation);
  const ending = endingByLegs(world, conversation, story);
  return [story?.text, ending].filter(Boolean).join(' ');
}

/** What the legs tell: nothing where the application's answers explain it all, and nobody is known to have hung up. */
function endingByLegs(world: World, conversation: Conversation, story: Story | undefined): string | undefined {
  const legs = legsOf(world, conversation);
  const error = conversation.remarks.find(remark => remark.code === 'ncco-error');
  if (error && legs.length === 0) return story ? undefined : refusal(error.text);
  if (stateOf(conversation) !== 'ended') return story?.isAll ? undefined : running(world, conversation, legs);
  if (story?.isAll)
    return legs.some(leg => leg.disconnectedBy === 'user') ? whoEnded(world, conversation, legs) : undefined;
  const next = movedTo(world, conversation);
  if (next) return whereItIs(legs, next);
  const talked = legs.filter(leg => leg.isAnswered);
  const failed = telling(world, legs);
  if (failed) return `${failure(failed)}${talked.length > 0 ? ` ${talk(world, conversation)}` : ''}`;
  if (error && !story) return refusal(error.text);
  const unseen = problemsOf(world, conversation).find(({code}) => code === 'never-up');
  if (unseen) return `${unseen.text} ${unseen.advice}`;
  if (legs.length === 0) return 'The conversation is over; no leg of it was seen.';
  if (talked.length === 0) return silence(world, legs);
  return `${talk(world, conversation)} ${whoEnded(world, conversation, legs)}`;
}

/** Where the legs are of a conversation that has none: nothing went away from it where no transfer and no join was seen, and reports merely named it. */
function whereItIs(legs: readonly Leg[], {id, name}: Conversation): string {
  const there = name ? `${name} (${id})` : id;
  if (legs.some(isMoved)) return `Moved to ${there}: the call went on there.`;
  return `Reports of ${legs.map(labelOf).join(' and ')} named it; the call is ${there}.`;
}

/** Nobody was seen to answer; but an answer would have been seen only where each leg was seen to begin, or where nothing was talked. */
function silence(world: World, legs: readonly Leg[]): string {
  if (legs.some(leg => leg.hungUpHere)) return 'It was hung up from here before anybody answered.';
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
  const silent = problemsOf(world, conversation).find(({code}) => code === 'no-events');
  if (silent) return `${silent.text} ${silent.advice}`;
  if (live.length === 0) return 'Waiting for the first event of a leg.';
  const many = live.length === 1 ? '1 leg' : `${live.length} legs`;
  const answered = live.filter(leg => leg.isAnswered);
  const since = answered.some(leg => timingsOf(world, leg).answeredAt !== undefined) ? '' : '; when is not known';
  if (answered.length > 0) return `In progress: ${answered.length} of ${many} answered${since}.`;
  const {status} = live.reduce((a, b) => (rank(b) > rank(a) ? b : a));
  // An inbound leg rings until it is answered: the caller hears it, and nobody's phone rings.
  if (!live.some(leg => leg.direction !== 'inbound')) return comingIn(world, conversation, live);
  if (status) return `In progress: ${status}. ${statuses[status].meaning}`;
  return `In progress: ${many}; whether anybody answered is not known.`;
}

/** A call that came in, and is not answered yet. */
function comingIn(world: World, conversation: Conversation, [leg]: readonly Leg[]): string {
  const first =
    leg && nccoRuns(world, conversation).findLast(run => run.leg === undefined || run.leg === leg.id)?.actions[0];
  if (first) return `In progress: the NCCO begins with ${first.text}; nobody has answered.`;
  return 'In progress: a call has come in, and Vonage has asked for no NCCO here.';
}

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

/** Actions that are named of those that were still to come. */
const MOST_NAMED = 3;

function restOf(actions: readonly ActionRun[] = []): string {
  const named = actions.slice(0, MOST_NAMED).map(({text}) => text);
  return [...named, ...(actions.length > MOST_NAMED ? [`${actions.length - MOST_NAMED} more`] : [])].join(', ');
}

/**
 * Why Vonage ended all legs. Nothing tells an end by the API from one at a limit; but an NCCO that was not done did not run out, and one whose
 * last connect was up lasts as long as that.
 */
function whyEnded(world: World, conversation: Conversation, legs: readonly Leg[]): string {
  const leg = legs.find(each => world.index.nccos.has(each.id));
  const left = leg && stillToDo(world, conversation, leg);
  const rest = restOf(left);
  if (rest) return `Vonage ended it by the API or at a limit. The NCCO still had to do: ${rest}.`;
  if (legs.some(each => wasMachine(world, each)))
    return 'Vonage ended it, for machine detection heard an answering machine.';
  const isAlone = legs.length === 1;
  if (left && isAlone) return 'The NCCO was done, so Vonage ended it.';
  return 'Vonage ended it: the NCCO ran out, a limit, or the API.';
}

/** How soon Vonage hangs up on a machine (`machineDetection: hangup`), ms. */
const HANGS_UP_WITHIN_MS = 2000;

function wasMachine(world: World, leg: Leg): boolean {
  const history = historyOf(world, leg);
  const heard = history.find(({status}) => status === 'machine');
  const end = history.find(({status}) => statuses[status].phase === 'ended');
  return heard !== undefined && end !== undefined && end.at - heard.at <= HANGS_UP_WITHIN_MS;
}

/**
 * Only `disconnected_by` says who hung up, and only newer events carry it: both legs end at the same instant, so their order
 * tells nothing (the concept page says Bob ended its call, and lists Alice's leg first).
 */
function whoEnded(world: World, conversation: Conversation, legs: readonly Leg[]): string {
  const {id} = conversation;
  const named = (some: readonly Leg[]) => some.map(labelOf).join(' and ');
  const ours = legs.filter(leg => leg.hungUpHere);
  if (ours.length > 0) return `${named(ours)} ${ours.length === 1 ? 'was' : 'were'} hung up from here.`;
  const users = legs.filter(leg => leg.disconnectedBy === 'user');
  if (users.length === 1 && users[0]) {
    const party = partyOf(users[0]);
    const rest = restOf(stillToDo(world, conversation, users[0]));
    return `${named(users)}${party ? ` (${party})` : ''} hung up.${rest ? ` The NCCO still had to do: ${rest}.` : ''}`;
  }
  if (users.length > 1) return users.length === legs.length ? 'Everybody hung up.' : `${named(users)} hung up.`;
  const ended = legs.filter(leg => leg.disconnectedBy === 'platform');
  if (ended.length > 0) {
    // Whoever hangs up, Vonage ends the other leg, and the webhook of the first may be the later one.
    const silent = legs.filter(leg => leg.disconnectedBy === undefined && leg.conversation === id);
    if (silent.length > 0) return `Vonage ended ${named(ended)}; who ended ${named(silent)} nobody has said.`;
    return whyEnded(world, conversation, legs);
  }
  return 'Who hung up is not known: no disconnected_by came.';
}
