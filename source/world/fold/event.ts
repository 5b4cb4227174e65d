import {readStatus, type Status} from '../../call/status.js';
import type {ConversationEvent, MemberState} from '../../vonage/conversation.js';
import type {API, RTC} from '../event-log.js';
import {partiesText} from '../read/agreement.js';
import type {World} from '../world.js';
import {changeConversation, provisionalId, reportLeg, reportMember, seeConversation, touch} from './change.js';
import {report} from './enter.js';
import {WORD} from './leg.js';
import {throughLeg} from './member.js';

/** Types of Conversation events that say what a Voice webhook says with a status. */
const statusOfType: Readonly<Record<string, Status>> = {
  'sip:ringing': 'ringing',
  'rtc:ringing': 'ringing',
  'sip:answered': 'answered',
  'rtc:answered': 'answered',
  'sip:machine': 'machine',
  'sip:amd_machine': 'machine',
  'sip:hangup': 'completed',
  'rtc:hangup': 'completed',
};

const stateOfType: Readonly<Record<string, MemberState>> = {
  'member:invited': 'INVITED',
  'member:joined': 'JOINED',
  'member:left': 'LEFT',
};

/** `audio:mute:on` and its like, as what they do to a member's media. */
const mediaOfType: Readonly<Record<string, {muted?: boolean; earmuffed?: boolean}>> = {
  'audio:mute:on': {muted: true},
  'audio:mute:off': {muted: false},
  'audio:earmuff:on': {earmuffed: true},
  'audio:earmuff:off': {earmuffed: false},
};

/** Whose word counts more on which member a leg is. `from` counts least: the concept page shows it wrong for four of eight. */
export const CLAIM = {member: 3e14, body: 2e14, embedded: 1e14, from: 0} as const;

type Source = {witness: typeof RTC | typeof API; arrived: number; seq: number; digest: number};

/** Takes in one event of the Conversation API, pushed or polled, and says which row it is. */
export function foldEvent(world: World, e: ConversationEvent, source: Source): number {
  const conversation =
    e.conversation ?? (e.leg === undefined ? '' : (world.legs.get(e.leg)?.conversation ?? provisionalId(e.leg)));
  seeConversation(world, conversation, source.arrived);
  const status = statusOfType[e.type] ?? (e.type === 'leg:status:update' ? readStatus(e.status) : undefined);
  const {row} = report(world, {
    ...source,
    conversation,
    type: e.type,
    status,
    leg: e.leg,
    member: e.member ?? (e.leg === undefined ? (e.fromMember ?? memberId(e.from)) : undefined),
    at: e.at,
    id: e.id,
    note: noteOf(e, status),
    parties: partiesText({direction: e.direction, from: e.channel?.from, to: e.channel?.to}),
  });
  if (e.leg !== undefined) foldLeg(world, e, e.leg, conversation, status, source);
  else touch(world, conversation);
  foldMember(world, e, conversation);
  foldHistory(world, e, conversation, source);
  if (e.type === 'conversation:deleted') end(world, conversation, e.at ?? source.arrived);
  if (e.type === 'conversation:created') foldCreated(world, e, conversation);
  return row;
}

function foldLeg(
  world: World,
  e: ConversationEvent,
  leg: string,
  conversation: string,
  status: Status | undefined,
  source: Source,
): void {
  const {type, from, to} = e.channel ?? {};
  reportLeg(world, {
    leg,
    conversation,
    fields: {
      direction: e.direction,
      type,
      from,
      to,
      sipCode: e.type.endsWith(':hangup') ? e.reason?.sipCode : undefined,
    },
    word: WORD.event,
    at: e.at,
    arrived: source.arrived,
    status,
    member: claim(e),
    way: e.type === 'member:left' ? 'left' : undefined,
  });
}

function claim(e: ConversationEvent): {id: string; worth: number} | undefined {
  const at = e.at ?? 4e12;
  if (e.member !== undefined) return {id: e.member, worth: CLAIM.body - at};
  if (e.fromMember !== undefined) return {id: e.fromMember, worth: CLAIM.embedded - at};
  const from = memberId(e.from);
  return from === undefined ? undefined : {id: from, worth: CLAIM.from - at};
}

function memberId(from: string | undefined): string | undefined {
  return from?.startsWith('MEM-') ? from : undefined;
}

/** What the event says of a member is kept under the member it names, else under its leg, else under `from`. */
function foldMember(world: World, e: ConversationEvent, conversation: string): void {
  const muting = mediaOfType[e.type];
  const state = stateOfType[e.type];
  if (!state && !muting && e.type !== 'member:media') return;
  const target = muting ? (memberId(e.to) ?? e.member) : e.member;
  const key = target ?? (e.leg === undefined ? (e.fromMember ?? memberId(e.from)) : throughLeg(e.leg));
  if (key === undefined) return;
  reportMember(world, conversation, key, {
    state,
    user: e.user,
    invitedAt: e.times?.invited,
    joinedAt: e.times?.joined ?? (state === 'JOINED' ? e.at : undefined),
    leftAt: e.times?.left ?? (state === 'LEFT' ? e.at : undefined),
    type: e.channel?.type,
    from: e.channel?.from,
    to: e.channel?.to,
    legs: e.channel?.legs,
    media: muting ?? e.media,
    mediaAt: e.at,
  });
}

/** `leg:status:update` carries the leg's whole life: a monitor that started late learns when it rang and was answered. */
function foldHistory(world: World, e: ConversationEvent, conversation: string, source: Source): void {
  if (e.leg === undefined) return;
  for (const past of e.statusHistory ?? []) {
    const status = readStatus(past.status);
    if (!status || past.at === undefined) continue;
    report(world, {
      ...source,
      conversation,
      type: status,
      status,
      leg: e.leg,
      at: past.at,
      history: true,
      digest: undefined,
    });
    const member = past.member === undefined ? undefined : {id: past.member, worth: CLAIM.body - past.at};
    const {arrived} = source;
    reportLeg(world, {leg: e.leg, conversation, fields: {}, word: WORD.event, at: past.at, arrived, status, member});
  }
}

function foldCreated(world: World, e: ConversationEvent, id: string): void {
  const conversation = world.conversations.get(id);
  const name = typeof e.body.name === 'string' ? e.body.name : undefined;
  if (conversation) changeConversation(world, id, {name: conversation.name ?? name});
}

/** The conversation no longer exists; the first sign of it counts. */
export function end(world: World, id: string, at: number): void {
  const conversation = world.conversations.get(id);
  if (conversation) {
    changeConversation(world, id, {goneAt: Math.min(conversation.goneAt ?? Number.POSITIVE_INFINITY, at)});
  }
}

function noteOf(e: ConversationEvent, status: Status | undefined): string | undefined {
  const reason = e.reason?.text ?? e.reason?.code;
  const text = typeof e.body.text === 'string' ? e.body.text : undefined;
  return e.digits ?? (status ? undefined : e.status) ?? reason ?? text ?? e.user?.displayName;
}
