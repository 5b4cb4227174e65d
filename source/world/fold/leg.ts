import {type Status, statuses} from '../../call/status.js';
import type {LegFields} from '../../vonage/webhook.js';
import type {Leg, MemberClaim} from '../world.js';
import {share} from './share.js';

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
] as const satisfies readonly (keyof LegFields)[];

/** Fields that say who talks to whom: the first word counts, for later events of one leg may turn `from` into Unknown. */
const parties: ReadonlySet<string> = new Set(['direction', 'type', 'from', 'to']);

/** Whose word counts more: a webhook about the leg, then an event of the API, then a list read afterwards. */
export const WORD = {webhook: 3e15, event: 2e15, list: 1e15} as const;

/** A stamp and a rank as one number that sorts by both; ms × 16 + rank stays exact below 2^53. */
export function orderOf(at: number, status: Status | undefined): number {
  return at * 16 + (status ? statuses[status].rank : 8);
}

/** A leg of which nothing is known yet. */
export function newLeg(id: string, conversation: string, at: number): Leg {
  return {
    id,
    conversation,
    conversationBy: Number.NEGATIVE_INFINITY,
    conversations: [],
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

/** Joins a claim: the one worth most counts, so that the concept page's wrong `from` loses to anything else. */
export function withMember(leg: Leg, claim: MemberClaim): Leg {
  const at = leg.members.findIndex(({conversation}) => conversation === claim.conversation);
  const known = leg.members[at];
  // concat makes a list just as long as it is: a spread one has room for sixteen more, in every leg of a million events.
  if (!known) return {...leg, members: leg.members.concat(claim)};
  if (claim.worth < known.worth || (claim.worth === known.worth && claim.id <= known.id)) return leg;
  return {...leg, members: leg.members.with(at, claim)};
}

/**
 * Takes what a report says of a leg. Each field keeps the value worth most, so that reports give the same leg in any order:
 * parties from the earliest stamp, everything else from the latest. `order` is `orderOf` the report.
 */
export function withFields(leg: Leg, fields: LegFields, word: number, order: number): Leg {
  const next: Record<string, unknown> = {};
  let by: number[] | undefined;
  legFields.forEach((name, i) => {
    const value = fields[name];
    if (value === undefined) return;
    const worth = parties.has(name) ? word - order : word + order;
    const present = by?.[i] ?? leg.by[i] ?? Number.NEGATIVE_INFINITY;
    if (worth < present || (worth === present && String(value) <= String(leg[name]))) return;
    by ??= leg.by.slice();
    by[i] = worth;
    next[name] = typeof value === 'string' ? share(value) : value;
  });
  return by ? {...leg, ...next, by} : leg;
}

/** Joins a status into a leg: the highest rank wins, and an unhappy end is remembered beside it. */
export function withStatus(leg: Leg, status: Status): Leg {
  const row = statuses[status];
  const higher = leg.status === undefined || row.rank > statuses[leg.status].rank || tie(status, leg.status);
  const failure =
    row.unhappy && (leg.failure === undefined || higherFailure(status, leg.failure)) ? status : leg.failure;
  return higher || failure !== leg.failure ? {...leg, status: higher ? status : leg.status, failure} : leg;
}

/** Of two statuses of one rank the name decides, so that order of arrival does not. */
function tie(a: Status, b: Status): boolean {
  return statuses[a].rank === statuses[b].rank && a > b;
}

function higherFailure(a: Status, b: Status): boolean {
  return statuses[a].rank > statuses[b].rank || tie(a, b);
}
