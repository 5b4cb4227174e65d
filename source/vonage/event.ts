import type * as z from 'zod';
import {readChannel, readMedia} from './channel.js';
import type {ConversationEvent, Page} from './conversation.js';
import {readPage} from './list.js';
import {amount, anything, asRecord, compact, direction, fields, integer, record, text, time} from './loose.js';

const UserJson = fields({id: text, user_id: text, member_id: text, name: text, display_name: text});

const EventJson = fields({
  id: integer,
  type: text,
  timestamp: time,
  conversation_id: text,
  cid: text,
  from: text,
  to: text,
  body: record,
  _embedded: fields({from_member: fields({id: text}), from_user: UserJson}),
});

const BodyJson = fields({
  id: text,
  conversation_id: text,
  conversation: fields({conversation_id: text}),
  member_id: text,
  user: UserJson,
  user_id: text,
  leg_id: text,
  direction,
  status: text,
  channel: anything,
  audio: anything,
  media: anything,
  timestamp: fields({invited: time, joined: time, left: time}),
  reason: anything,
  statusHistory: anything,
  status_history: anything,
  digit: text,
  digits: text,
  recording_id: text,
  record_id: text,
  bandwidth: fields({byte_in: amount, bytes_in: amount, byte_out: amount, bytes_out: amount}),
});

const ReasonJson = fields({text, code: text, sip_code: integer});

const StatusJson = fields({status: text, date: time, timestamp: time, member_id: text, conversation_id: text});

/**
 * One event, from the API's list, from its own GET, or from an RTC webhook, which posts the same flat object. Undefined
 * without a type. The set of types is open: an unknown one is an event like any other.
 */
export function readEvent(json: unknown): ConversationEvent | undefined {
  const event = EventJson.parse(json);
  const body = BodyJson.parse(event?.body ?? {});
  if (event?.type === undefined || !body) return;
  const channel = readChannel(body.channel);
  const read: ConversationEvent = {type: event.type, body: event.body ?? {}};
  return Object.assign(
    read,
    compact({
      id: event.id,
      at: event.timestamp,
      conversation: conversationOf(event, body),
      member: body.member_id ?? body.user?.member_id,
      fromMember: event._embedded?.from_member?.id,
      from: event.from,
      to: event.to,
      leg: channel?.leg ?? body.leg_id,
      direction: body.direction,
      channel,
      user: readUser(body.user) ?? readUser({user_id: body.user_id}) ?? readUser(event._embedded?.from_user),
      times: compact({...body.timestamp}),
      media: readMedia({audio: body.audio, ...compact(asRecord(body.media) ?? {})}),
      reason: readReason(body.reason),
      status: body.status?.toLowerCase(),
      statusHistory: readHistory(body.statusHistory ?? body.status_history),
      digits: body.digits ?? body.digit,
      recording: body.recording_id ?? body.record_id,
      traffic: compact({
        bytesIn: body.bandwidth?.bytes_in ?? body.bandwidth?.byte_in,
        bytesOut: body.bandwidth?.bytes_out ?? body.bandwidth?.byte_out,
      }),
    }),
  );
}

/** One page of a conversation's events. Ids may have holes (deleted events, events without history) and may repeat. */
export function readEvents(json: unknown): Page<ConversationEvent> {
  return readPage(json, 'events', readEvent);
}

type Body = NonNullable<z.infer<typeof BodyJson>>;

/** `conversation:created`, `:updated` and `:deleted` name their conversation in the body only. */
function conversationOf(event: NonNullable<z.infer<typeof EventJson>>, body: Body): string | undefined {
  const own = event.type?.startsWith('conversation:') ? body.id : undefined;
  return event.conversation_id ?? event.cid ?? own ?? body.conversation_id ?? body.conversation?.conversation_id;
}

function readUser(user: Partial<NonNullable<z.infer<typeof UserJson>>> | undefined): ConversationEvent['user'] {
  return user && compact({id: user.id ?? user.user_id, name: user.name, displayName: user.display_name});
}

/** `{text, code, sip_code}`, or the bare text that `conversation:deleted` carries. */
function readReason(json: unknown): ConversationEvent['reason'] {
  if (typeof json === 'string') return compact({text: json === '' ? undefined : json});
  const reason = ReasonJson.parse(json);
  return reason && compact({text: reason.text, code: reason.code, sipCode: reason.sip_code});
}

/** camelCase and an array in real events; an SDK's types have a single object. */
function readHistory(json: unknown): ConversationEvent['statusHistory'] {
  const items = Array.isArray(json) ? json : asRecord(json) ? [json] : [];
  const history = items.flatMap(item => {
    const {status, date, timestamp, member_id: member, conversation_id: conversation} = StatusJson.parse(item) ?? {};
    if (status === undefined) return [];
    return [{status: status.toLowerCase(), ...compact({at: date ?? timestamp, member, conversation})}];
  });
  return history.length === 0 ? undefined : history;
}
