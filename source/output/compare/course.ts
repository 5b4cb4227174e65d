import {highest, lowest} from '../../call/extremes.js';
import {type Status, statuses} from '../../call/status.js';
import {witnessesOf} from '../../world/fold/enter.js';
import {memberOfLeg} from '../../world/fold/leg.js';
import {membersOf} from '../../world/fold/member.js';
import {endingOf} from '../../world/read/ending.js';
import {eventView, labelOf} from '../../world/read/event-view.js';
import {legsOf} from '../../world/read/history.js';
import {isOfCall, isSerious, type Problem, problemsOf} from '../../world/read/problems.js';
import {socketsOf, type TurnFigures, turnFigures} from '../../world/read/sockets.js';
import {callStatus, movedTo, outcomeOf, partiesOf, typeOf} from '../../world/read/state.js';
import {type Timings, timingsOf} from '../../world/read/timings.js';
import type {Conversation, Leg, Witness, World} from '../../world/world.js';
import {microseconds} from '../objects.js';
import {steady} from './steady.js';

/** What a step or a party says, by name: what is compared. Texts come from outside. */
export type ToldFields = Readonly<Record<string, string>>;

/** One event of a call. */
export type CourseStep = {
  /** All that counts of it, and what it must have in common with another version of itself. */
  whole: string;
  kind: string;
  /** Its row in the log. */
  row: number;
  /** ms since the call began, by Vonage's stamps. */
  at: number;
  /** A status by its word, else a kind of webhook or a type of the API's events. */
  event: string;
  status?: Status;
  /** The leg that it is about. */
  leg?: string;
  /** Vonage put a stamp on it: without one its place among the others is a guess. */
  stamped: boolean;
  told: ToldFields;
  /** The NCCO that its webhook was answered with: as it was sent, where that could be read back. */
  ncco?: string;
  /** ms from the webhook to its reply. */
  replyMs?: number;
  witnesses: readonly Witness[];
};

/** One leg of a call; `who` is at its far end. */
export type Party = {
  leg: string;
  label: string;
  isInbound: boolean;
  who: string;
  told: ToldFields;
  timings: Timings;
  turns?: TurnFigures;
};

/** What became of a call, without what two calls never have in common. */
export type Course = {
  conversations: readonly Conversation[];
  /** How it ended, in a word and in a sentence, and between whom it was. */
  outcome?: Status;
  verdict: string;
  between: {from?: string; to?: string};
  /** When it began, and its last event, ms since the epoch. */
  from: number;
  to: number;
  parties: readonly Party[];
  steps: readonly CourseStep[];
  problems: readonly Problem[];
  /** Up to when each witness told of it, ms since it began; absent where it told nothing. Webhooks are sent, so they reach to the end. */
  reach: Readonly<Partial<Record<Witness, number>>>;
  /** When its last leg ended, ms since it began; absent while one is up. */
  endedAfter?: number;
  /** The bodies of replies are known: a snapshot has none. */
  hasNccos: boolean;
  /** The recording ended with it: what came last may be missing there. */
  isCut: boolean;
};

/** A recording that goes on for so long after the last that was heard of a call has all of it, ms. */
const CUT_MS = 3000;

/** Reads back the body of a reply by its seq; undefined where it is not there. */
export type BodyOf = (seq: number) => string | undefined;

/** A call, all its conversations, as something that another can be compared with. */
export function courseOf(
  world: World,
  conversations: readonly Conversation[],
  bodyOf: BodyOf = () => undefined,
): Course {
  const rows = rowsOf(conversations);
  const times = rows.map(({row}) => world.log.at[row] ?? 0);
  const legs = [...new Set(conversations.flatMap(each => legsOf(world, each)))];
  const starts = legs.map(leg => startOf(world, leg)).filter(at => at !== undefined);
  const from = lowest([...starts, ...times.slice(0, 1)]);
  const first = conversations[0];
  // Where several met, and where a transfer led to.
  const last = conversations.findLast(each => movedTo(world, each) === undefined) ?? conversations.at(-1);
  return {
    conversations,
    outcome: last && callStatus(world, last),
    verdict: last ? endingOf(world, last) : '',
    between: first ? partiesOf(world, first) : {},
    from,
    to: highest([from, ...times]),
    parties: legs
      .sort(
        (a, b) => (startOf(world, a) ?? a.firstSeenAt) - (startOf(world, b) ?? b.firstSeenAt) || a.number - b.number,
      )
      .map(leg => partyOf(world, conversations, leg)),
    steps: rows.map(({conversation, row}) => stepOf(world, conversation, row, from, bodyOf)).sort(inOrder),
    problems: conversations.flatMap(each => problemsOf(world, each)).filter(each => isSerious(each) && isOfCall(each)),
    reach: {
      ...(conversations.some(each => each.webhookUpTo !== undefined) && {webhook: Number.POSITIVE_INFINITY}),
      ...(conversations.some(each => each.rtcUpTo !== undefined) && {rtc: Number.POSITIVE_INFINITY}),
      ...(conversations.some(({sockets}) => sockets.length > 0) && {media: Number.POSITIVE_INFINITY}),
      ...apiReach(conversations, from),
    },
    endedAfter: endOf(world, legs, from),
    hasNccos: world.log.nccos.size > 0,
    isCut: world.now - highest(conversations.map(({lastSeenAt}) => lastSeenAt)) < CUT_MS,
  };
}

/** The seqs of replies with an NCCO, whose bodies `courseOf` wants. */
export function nccoReplies(world: World, conversations: readonly Conversation[]): number[] {
  return rowsOf(conversations)
    .flatMap(({row}) => witnessesOf(world, row))
    .filter(row => world.log.nccos.has(row))
    .flatMap(row => world.log.replyOf(row) ?? []);
}

/** By stamp; those of one stamp in an order that no arrival has a say in. */
function inOrder(a: CourseStep, b: CourseStep): number {
  return a.at - b.at || rankOf(a) - rankOf(b) || (a.event < b.event ? -1 : a.event > b.event ? 1 : 0);
}

/** What is no status happens while a leg is up; its member leaves when it ends. */
function rankOf({status, event}: CourseStep): number {
  if (status) return statuses[status].rank;
  return event === 'member:left' ? statuses.completed.rank - 0.5 : statuses.answered.rank + 0.5;
}

const rowsOf = (conversations: readonly Conversation[]) =>
  conversations.flatMap(conversation => conversation.rows.map(row => ({conversation, row})));

function apiReach(conversations: readonly Conversation[], from: number): {api?: number} {
  const upTo = conversations.map(({apiUpTo}) => apiUpTo).filter(at => at !== undefined);
  return upTo.length === 0 ? {} : {api: upTo.reduce((a, b) => Math.max(a, b)) - from};
}

function endOf(world: World, legs: readonly Leg[], from: number): number | undefined {
  const ends = legs.map(leg => timingsOf(world, leg).endedAt);
  return ends.some(at => at === undefined) ? undefined : highest(ends.map(at => (at ?? from) - from));
}

function startOf(world: World, leg: Leg): number | undefined {
  const {startedAt, ringingAt, answeredAt, endedAt} = timingsOf(world, leg);
  return startedAt ?? ringingAt ?? answeredAt ?? endedAt;
}

function partyOf(world: World, conversations: readonly Conversation[], leg: Leg): Party {
  const {direction, from, to, detail, sipCode, disconnectedBy, id} = leg;
  const member = conversations
    .flatMap(each => membersOf(world, each).filter(({id}) => id === memberOfLeg(leg, each.id)))
    .at(-1);
  const media = member && [member.media.muted && 'muted', member.media.earmuffed && 'earmuffed'].filter(Boolean);
  const told = {
    direction,
    type: typeOf(leg),
    from,
    to,
    outcome: outcomeOf(leg),
    detail,
    'SIP code': sipCode === undefined ? undefined : String(sipCode),
    'hung up by': disconnectedBy,
    member: member?.state.toLowerCase(),
    media: media?.join(', ') || undefined,
  };
  const isInbound = direction === 'inbound';
  const sockets = conversations.flatMap(each => socketsOf(world, each)).filter(each => each.leg === id);
  return {
    leg: id,
    label: labelOf(leg),
    isInbound,
    who: (isInbound ? from : to) ?? typeOf(leg),
    told: present(told),
    timings: timingsOf(world, leg),
    turns: turnFigures({turns: sockets.flatMap(({turns}) => turns)}),
  };
}

const present = (values: Readonly<Record<string, string | undefined>>): ToldFields =>
  Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

function stepOf(world: World, conversation: Conversation, row: number, from: number, bodyOf: BodyOf): CourseStep {
  const {log} = world;
  const {at, type, status, leg, note, reply, witnesses, stamped} = eventView(world, conversation, row);
  const rows = witnessesOf(world, row);
  const asked = rows.find(each => log.nccos.has(each));
  const actions = asked === undefined ? undefined : log.nccos.get(asked)?.actions.map(({text}) => text);
  const seq = asked === undefined ? undefined : log.replyOf(asked);
  const ncco = seq === undefined ? undefined : bodyOf(seq);
  const failure = rows.map(each => log.failures.get(each)).find(each => each !== undefined);
  const told = present({
    note: isOfOneCall(type) ? undefined : type === 'websocket:open' ? note?.replace(/ after [\d.]+ m?s$/, '') : note,
    reply: reply && String(reply.status),
    failure: failure && [failure.code, failure.detail].filter(Boolean).join(' '),
    ...(actions && {NCCO: actions.join('; ') || 'no action'}),
  });
  return {
    row,
    at: at - from,
    event: type,
    status,
    leg,
    stamped,
    told,
    ...(ncco !== undefined && {ncco}),
    ...(reply && {replyMs: microseconds(reply.ms)}),
    witnesses,
    whole: steady(JSON.stringify([type, told, ncco === undefined ? undefined : compact(ncco)])),
    kind: kindOf(type, status),
  };
}

/** What is said of them is another in every call: how long a turn took is among the timings, and each file of audio has a name of its own. */
const isOfOneCall = (type: string): boolean => /^websocket:(turn|barge-in|audio)$/.test(type);

/** What of a body counts: its values, not how it is laid out. */
function compact(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json));
  } catch {
    return json;
  }
}

/** `answered` in one call and `busy` in the other are two answers to one question. */
function kindOf(type: string, status: Status | undefined): string {
  if (status === undefined) return type;
  const {unhappy} = statuses[status] as {unhappy?: true};
  if (status === 'answered' || unhappy) return 'outcome';
  return status === 'human' || status === 'machine' ? 'detection' : status;
}
