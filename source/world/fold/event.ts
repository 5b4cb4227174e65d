import {eventTypes} from '../../call/event-types.js';
import type {EventFact} from '../../call/fact.js';
import type {API, RTC} from '../event-log.js';
import {partiesText} from '../read/agreement.js';
import type {World} from '../world.js';
import {
  changeConversation,
  type LegReport,
  provisionalId,
  remarkRecording,
  reportLeg,
  reportMember,
  seeConversation,
  touch,
} from './change.js';
import {enter} from './enter.js';
import {WORD} from './leg.js';
import {throughLeg} from './member.js';

/** Whose word counts more on which member a leg is: a member's own record, then what an event says in its body, and so on. */
export const CLAIM = {member: 3e14, body: 2e14, embedded: 1e14, from: 0} as const;

type Source = {witness: typeof RTC | typeof API; arrived: number; seq: number; identity: string};

/** Takes in one event, pushed or polled, and says which row it is. `within` is the conversation that it was asked of. */
export function foldEvent(world: World, e: EventFact, source: Source, within = e.conversation): number {
  const {leg} = e;
  const conversation = within ?? (leg === undefined ? '' : (world.legs.get(leg)?.conversation ?? provisionalId(leg)));
  seeConversation(world, conversation, source.arrived);
  const {row, fresh} = enter(world, {
    witness: source.witness,
    arrived: source.arrived,
    seq: source.seq,
    identity: source.identity,
    conversation,
    type: e.type,
    status: e.status,
    leg,
    member: e.speaker && (leg === undefined || e.speaker.by === 'body') ? e.speaker.id : undefined,
    at: e.at,
    id: e.id,
    note: e.note,
    parties: partiesText(e.direction, e.channel?.from, e.channel?.to),
  });
  if (fresh) remarkRecording(world, conversation, row, e.lacks);
  if (leg !== undefined) foldLeg(world, e, leg, conversation, source);
  else touch(world, conversation);
  if (e.member) foldMember(world, e, e.member, conversation);
  if (leg !== undefined && e.history.length > 0) foldHistory(world, e, leg, conversation, source);
  if (e.isDeleted) end(world, conversation, e.at ?? source.arrived);
  if (e.created) {
    const name = world.conversations.get(conversation)?.name ?? e.created.name;
    changeConversation(world, conversation, {name});
  }
  return row;
}

/** A claim without a stamp counts as later than all stamped ones. */
const UNKNOWN_TIME = 4e12;

function foldLeg(world: World, e: EventFact, leg: string, conversation: string, {arrived}: Source): void {
  const {account, direction, sipCode, at, status, speaker} = e;
  const {type, from, to, maxLengthMs} = e.channel ?? {};
  reportLeg(world, {
    leg,
    conversation,
    fields: {...account, direction, type, from, to, sipCode, maxLengthMs},
    word: WORD.event,
    at,
    arrived,
    status,
    member: speaker && {id: speaker.id, worth: CLAIM[speaker.by] - (at ?? UNKNOWN_TIME)},
    way: wayOf(e),
    isTalk: eventTypes.get(e.type)?.isTalk,
    hasJoined: e.member?.times?.joined !== undefined,
  });
}

function wayOf({type, member}: EventFact): LegReport['way'] {
  if (eventTypes.get(type)?.mark === 'transfer') return 'transferred';
  if (member?.state === 'JOINED') return 'joined';
  return member?.state === 'LEFT' ? 'left' : undefined;
}

/** What the event says of a member is kept under the member it names, else under its leg, else under who speaks. */
function foldMember(world: World, e: EventFact, member: NonNullable<EventFact['member']>, conversation: string): void {
  const {target, state, media, user, times} = member;
  const key = target ?? (e.leg === undefined ? e.speaker?.id : throughLeg(e.leg));
  if (key === undefined) return;
  const {type, from, to, legs} = e.channel ?? {};
  reportMember(world, conversation, key, {
    state,
    user,
    invitedAt: times?.invited,
    joinedAt: times?.joined ?? (state === 'JOINED' ? e.at : undefined),
    leftAt: times?.left ?? (state === 'LEFT' ? e.at : undefined),
    type,
    from,
    to,
    legs,
    media,
    mediaAt: e.at,
  });
}

/** Some events carry the leg's whole life: a monitor that started late learns when it rang and was answered. */
function foldHistory(world: World, e: EventFact, leg: string, conversation: string, source: Source): void {
  for (const {status, at, member} of e.history) {
    enter(world, {...source, conversation, type: status, status, leg, at, history: true, identity: undefined});
    const claimed = member === undefined ? undefined : {id: member, worth: CLAIM.body - at};
    const {arrived} = source;
    reportLeg(world, {leg, conversation, fields: {}, word: WORD.event, at, arrived, status, member: claimed});
  }
}

/** The conversation no longer exists; the first sign of it counts. */
export function end(world: World, id: string, at: number): void {
  const conversation = world.conversations.get(id);
  if (conversation)
    changeConversation(world, id, {goneAt: Math.min(conversation.goneAt ?? Number.POSITIVE_INFINITY, at)});
}
