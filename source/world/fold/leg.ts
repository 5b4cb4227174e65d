import type {LegFields} from '../../call/conversation.js';
import {type Status, statuses} from '../../call/status.js';
import type {Leg, MemberClaim} from '../world.js';
import {intern} from './intern.js';

/** The fields that several reports may give differently, in the order of `Leg.by`. */
const legFields = [
  'direction',
  'type',
  'from',
  'to',
  'startTime',
  'endTime',
  'durationMs',
  'price',
  'rate',
  'network',
  'detail',
  'sipCode',
  'disconnectedBy',
  'subState',
  'maxLengthMs',
] as const satisfies readonly (keyof LegFields)[];

/**
 * Fields of which the first word counts: later events of one leg may turn `from` into Unknown, and the `completed` that follows a failure
 * has a SIP code of its own.
 */
const firstSaid: ReadonlySet<string> = new Set(['direction', 'type', 'from', 'to', 'detail', 'sipCode']);

/** Whose word counts more: a webhook about the leg, then an event of the API, then a list read afterwards. */
export const WORD = {webhook: 3e15, event: 2e15, list: 1e15} as const;

/** A stamp and a rank as one number that sorts by both; ms × 16 + rank stays exact below 2^53. */
export function orderOf(at: number, status: Status | undefined): number {
  return at * 16 + (status ? statuses[status].rank : 8);
}

/** A leg of which nothing is known yet. It has all its fields from the start, for objects of one shape are read and copied fastest. */
export function newLeg(id: string, conversation: string, at: number): Leg {
  return {
    id,
    conversation,
    conversationBy: Number.NEGATIVE_INFINITY,
    conversations: [],
    number: 0,
    holdsNumber: false,
    status: undefined,
    told: undefined,
    isAnswered: false,
    hasJoined: false,
    hungUpHere: false,
    left: undefined,
    failure: undefined,
    direction: undefined,
    type: undefined,
    from: undefined,
    to: undefined,
    startTime: undefined,
    endTime: undefined,
    durationMs: undefined,
    price: undefined,
    rate: undefined,
    network: undefined,
    detail: undefined,
    sipCode: undefined,
    disconnectedBy: undefined,
    subState: undefined,
    maxLengthMs: undefined,
    members: [],
    firstSeenAt: at,
    lastSeenAt: at,
    order: Number.NEGATIVE_INFINITY,
    by: legFields.map(() => Number.NEGATIVE_INFINITY),
  };
}

/** Whether nothing but a late `completed` can come of a leg. */
export function isOver(leg: Leg): boolean {
  return leg.failure !== undefined || (leg.status !== undefined && statuses[leg.status].phase === 'ended');
}

/** Which member a leg is in a conversation, as far as anybody said. */
export function memberOfLeg(leg: Leg | undefined, conversation: string): string | undefined {
  return leg?.members.find(claim => claim.conversation === conversation)?.id;
}

/** Joins a claim into a leg: the one worth most counts, so that the concept page's wrong `from` loses to anything else. Says whether it did. */
export function joinMember(leg: Leg, claim: MemberClaim): boolean {
  const at = leg.members.findIndex(({conversation}) => conversation === claim.conversation);
  const known = leg.members[at];
  if (known && (claim.worth < known.worth || (claim.worth === known.worth && claim.id <= known.id))) return false;
  // concat makes a list just as long as it is: a spread one has room for sixteen more, in every leg of a million events.
  leg.members = known ? leg.members.with(at, claim) : leg.members.concat(claim);
  return true;
}

/**
 * Takes what a report says of a leg. Each field keeps the value worth most, so that reports give the same leg in any order:
 * those of `firstSaid` from the earliest stamp, everything else from the latest. `order` is `orderOf` the report.
 */
export function joinFields(leg: Leg, fields: LegFields, word: number, order: number): void {
  const values: Record<string, unknown> = leg;
  for (let i = 0; i < legFields.length; i++) {
    const name = legFields[i] ?? 'detail';
    const value = fields[name];
    if (value === undefined) continue;
    const worth = firstSaid.has(name) ? word - order : word + order;
    const present = leg.by[i] ?? Number.NEGATIVE_INFINITY;
    if (worth < present || (worth === present && String(value) <= String(leg[name]))) continue;
    leg.by[i] = worth;
    values[name] = typeof value === 'string' ? intern(value) : value;
  }
}

/** Joins a status into a leg: the highest rank wins, and an unhappy end is remembered beside it. */
export function joinStatus(leg: Leg, status: Status): void {
  if (leg.told === undefined || isHigher(status, leg.told)) leg.told = status;
  leg.isAnswered ||= statuses[status].phase === 'talking';
  if (statuses[status].unhappy && (leg.failure === undefined || isHigher(status, leg.failure))) leg.failure = status;
}

/** Works out the status that everything reported of a leg proves. An outbound leg joins when it is answered; an inbound one before. */
export function prove(leg: Leg): void {
  leg.isAnswered ||= leg.direction === 'outbound' && leg.hasJoined;
  leg.status = leg.told;
  if (leg.isAnswered && (leg.told === undefined || isHigher('answered', leg.told))) leg.status = 'answered';
  if (hasLeft(leg) && !isOver(leg)) leg.status = 'completed';
}

/** Whether a leg left the conversation that it is in: not before it was moved there. */
export function hasLeft({left, conversation, conversationBy}: Leg): boolean {
  return left?.conversation === conversation && left.at * 2 >= conversationBy - 1;
}

/** Of two statuses of one rank the name decides, so that order of arrival does not. */
export function isHigher(a: Status, b: Status): boolean {
  const [rank, other] = [statuses[a].rank, statuses[b].rank];
  return rank > other || (rank === other && a > b);
}
