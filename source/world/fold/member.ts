import type {Media, MemberState} from '../../call/conversation.js';
import type {Conversation, Member, World} from '../world.js';
import {intern} from './intern.js';
import {memberOfLeg} from './leg.js';

/** What one report says of a member. */
export type MemberReport = Partial<Omit<Member, 'id'>> & {
  /** When the media state was true, ms; absent for a list read at any time, which only fills gaps. */
  mediaAt?: number;
};

const stateRank: Record<MemberState, number> = {UNKNOWN: 0, INVITED: 1, JOINED: 2, LEFT: 3};

/** The key of the record for "whoever speaks through this leg". */
export const throughLeg = (leg: string): string => `leg:${leg}`;

export function newMember(id: string): Member {
  return {id, state: 'UNKNOWN', legs: [], media: onceMedia({}), mediaBy: 0};
}

/**
 * Joins a report into a member, in any order: the furthest state, the first invitation, the last joining (an inbound
 * caller joins twice: at the call and at the answer), the newest media.
 */
export function withReport(member: Member, report: MemberReport): Member {
  return {
    id: member.id,
    state:
      stateRank[report.state ?? 'UNKNOWN'] > stateRank[member.state] ? (report.state ?? member.state) : member.state,
    user: joinUser(member.user, report.user),
    invitedAt: pick(Math.min, member.invitedAt, report.invitedAt),
    joinedAt: pick(Math.max, member.joinedAt, report.joinedAt),
    leftAt: pick(Math.max, member.leftAt, report.leftAt),
    since: [member.since, report.since, report.invitedAt, report.joinedAt].reduce((a, b) => pick(Math.min, a, b)),
    type: larger(member.type, report.type),
    from: larger(member.from, report.from),
    to: larger(member.to, report.to),
    legs: report.legs?.some(leg => !member.legs.includes(leg))
      ? [...new Set([...member.legs, ...report.legs])].sort()
      : member.legs,
    ...withMedia(member, report),
  };
}

const mediaNames = ['audio', 'muted', 'earmuffed'] as const;
type MediaBy = Member['mediaBy'];

/** The newest value of each word of the media state; of two of one time, the larger. */
function withMedia(member: Member, report: MemberReport): Pick<Member, 'media' | 'mediaBy'> {
  const {media, mediaBy} = member;
  if (!report.media) return {media, mediaBy};
  const next: Media = {};
  const by: Partial<Record<keyof Media, number>> = {};
  for (const name of mediaNames) {
    const [old, value] = [media[name], report.media[name]];
    const [oldAt, at] = [timeOf(mediaBy, name), report.mediaAt ?? timeOf(report.mediaBy ?? 0, name)];
    const isNewer = old === undefined || oldAt < at || (oldAt === at && Number(value) > Number(old));
    const chosen = value !== undefined && isNewer ? value : old;
    if (chosen === undefined) continue;
    next[name] = chosen;
    by[name] = chosen === value && isNewer ? at : oldAt;
  }
  const times = new Set(Object.values(by));
  const [only = 0] = times;
  return {media: onceMedia(next), mediaBy: times.size <= 1 ? only : by};
}

const timeOf = (by: MediaBy, name: keyof Media): number => (typeof by === 'number' ? by : (by[name] ?? 0));

const allMedia = new Map<string, Media>();

/** The same media state as the one object that is kept of it: there are few. */
function onceMedia(media: Media): Media {
  const key = mediaNames.map(name => media[name]).join();
  const known = allMedia.get(key);
  if (known) return known;
  allMedia.set(key, media);
  return media;
}

const never = Number.MAX_SAFE_INTEGER;
/** The members of a conversation, in order of their first stamp: what the API says of each, and what events said of its legs. */
export function membersOf(world: World, conversation: Conversation): readonly Member[] {
  const known = world.memo.members.get(conversation.id);
  if (known) return known;
  const records = conversation.members;
  const byId = new Map(records.filter(({id}) => !id.startsWith('leg:')).map(record => [record.id, record]));
  for (const record of records) {
    if (!record.id.startsWith('leg:')) continue;
    const owner = memberOfLeg(world.legs.get(record.id.slice(4)), conversation.id);
    if (owner === undefined) continue;
    byId.set(owner, withReport(byId.get(owner) ?? newMember(owner), record));
  }
  const members = [...byId.values()].sort((a, b) => (a.since ?? never) - (b.since ?? never) || (a.id < b.id ? -1 : 1));
  return world.memo.members.set(conversation.id, members);
}

function joinUser(a: Member['user'], b: Member['user']): Member['user'] {
  if (!a || !b) return a ?? b;
  return {id: larger(a.id, b.id), name: larger(a.name, b.name), displayName: larger(a.displayName, b.displayName)};
}

function larger(a: string | undefined, b: string | undefined): string | undefined {
  return a === undefined || (b !== undefined && b > a) ? b && intern(b) : a;
}

function pick(
  choose: (a: number, b: number) => number,
  a: number | undefined,
  b: number | undefined,
): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : choose(a, b);
}
