import type {Channel, Media} from '../call/conversation.js';
import {readChannel, readMedia} from './channel.js';
import {type Page, readPage} from './list.js';
import {asAmount, asCount, asDirection, asRecord, asText, asTime, compact} from './loose.js';

/** An event in one shape, whatever version and spelling it came in. Times are ms since the epoch; texts are as received. */
export type ConversationEvent = {
  /** Integer per conversation from 1; absent on events that have no history (`conversation:*`, knocker phase). */
  id?: number;
  type: string;
  at?: number;
  conversation?: string;
  /** The member that the body itself names (`body.member_id`, then `body.user.member_id`). */
  member?: string;
  /** `_embedded.from_member.id`. */
  fromMember?: string;
  /** The top-level `from`: a member id, `knocker:…`, or wrong (events 2 to 5 of the concept page). Trust it last. */
  from?: string;
  to?: string;
  /** The leg that the body or its channel names. */
  leg?: string;
  direction?: 'inbound' | 'outbound';
  channel?: Channel;
  user?: {id?: string; name?: string; displayName?: string};
  times?: {invited?: number; joined?: number; left?: number};
  media?: Media;
  reason?: {text?: string; code?: string; sipCode?: number};
  /** `leg:status:update`: the whole life of the leg so far. */
  statusHistory?: {status: string; at?: number; member?: string; conversation?: string}[];
  /** `leg:status:update` and `sip:status`: the leg's status, in lower case. */
  status?: string;
  /** `audio:dtmf`: one digit or several. */
  digits?: string;
  /** `audio:record*`: the recording's id. */
  recording?: string;
  /** `sip:hangup`, `rtc:hangup`: bytes that the leg received and sent. */
  traffic?: {bytesIn?: number; bytesOut?: number};
  body: Record<string, unknown>;
};

type Json = Readonly<Record<string, unknown>>;
const nothing: Json = {};

/**
 * One event, from the API's list, from its own GET, or from an RTC webhook, which posts the same flat object. Undefined
 * without a type. The set of types is open: an unknown one is an event like any other.
 */
export function readEvent(json: unknown): ConversationEvent | undefined {
  const event = asRecord(json);
  const type = asText(event?.type);
  if (!event || type === undefined) return;
  const body = asRecord(event.body) ?? nothing;
  const channel = readChannel(body.channel);
  const user = asRecord(body.user);
  const embedded = asRecord(event._embedded);
  const read: ConversationEvent = {type, body: asRecord(event.body) ?? {}};
  return Object.assign(
    read,
    compact({
      id: asCount(event.id),
      at: asTime(event.timestamp),
      conversation: conversationOf(type, event, body),
      member: asText(body.member_id) ?? asText(user?.member_id),
      fromMember: asText(asRecord(embedded?.from_member)?.id),
      from: asText(event.from),
      to: asText(event.to),
      leg: channel?.leg ?? asText(body.leg_id),
      direction: asDirection(body.direction),
      channel,
      user: readUser(user) ?? readUser({user_id: body.user_id}) ?? readUser(asRecord(embedded?.from_user)),
      times: readTimes(asRecord(body.timestamp)),
      media: readMedia(mediaOf(body)),
      reason: readReason(body.reason),
      status: asText(body.status)?.toLowerCase(),
      statusHistory: readHistory(body.statusHistory ?? body.status_history),
      digits: asText(body.digits) ?? asText(body.digit),
      recording: asText(body.recording_id) ?? asText(body.record_id),
      traffic: readTraffic(asRecord(body.bandwidth)),
    }),
  );
}

/** One page of a conversation's events. Ids may have holes (deleted events, events without history) and may repeat. */
export function readEvents(json: unknown): Page<ConversationEvent> {
  return readPage(json, 'events', readEvent);
}

/** `conversation:created`, `:updated` and `:deleted` name their conversation in the body only. */
function conversationOf(type: string, event: Json, body: Json): string | undefined {
  return (
    asText(event.conversation_id) ??
    asText(event.cid) ??
    (type.startsWith('conversation:') ? asText(body.id) : undefined) ??
    asText(body.conversation_id) ??
    asText(asRecord(body.conversation)?.conversation_id)
  );
}

function readUser(user: Json | undefined): ConversationEvent['user'] {
  return (
    user &&
    compact({
      id: asText(user.id) ?? asText(user.user_id),
      name: asText(user.name),
      displayName: asText(user.display_name),
    })
  );
}

function readTimes(times: Json | undefined): ConversationEvent['times'] {
  return times && compact({invited: asTime(times.invited), joined: asTime(times.joined), left: asTime(times.left)});
}

/** Whether there is audio is said beside the media or in it; in it wins. */
function mediaOf(body: Json): Json {
  const media = asRecord(body.media);
  return {audio: media?.audio === undefined ? body.audio : media.audio, audio_settings: media?.audio_settings};
}

/** `{text, code, sip_code}`, or the bare text that `conversation:deleted` carries. */
function readReason(json: unknown): ConversationEvent['reason'] {
  if (typeof json === 'string') return compact({text: json === '' ? undefined : json});
  const reason = asRecord(json);
  return reason && compact({text: asText(reason.text), code: asText(reason.code), sipCode: asCount(reason.sip_code)});
}

function readTraffic(bandwidth: Json | undefined): ConversationEvent['traffic'] {
  return (
    bandwidth &&
    compact({
      bytesIn: asAmount(bandwidth.bytes_in) ?? asAmount(bandwidth.byte_in),
      bytesOut: asAmount(bandwidth.bytes_out) ?? asAmount(bandwidth.byte_out),
    })
  );
}

/** camelCase and an array in real events; an SDK's types have a single object. */
function readHistory(json: unknown): ConversationEvent['statusHistory'] {
  const items = Array.isArray(json) ? json : [json];
  const history = items.flatMap(item => {
    const entry = asRecord(item);
    const status = asText(entry?.status)?.toLowerCase();
    if (!entry || status === undefined) return [];
    return [
      {
        status,
        ...compact({
          at: asTime(entry.date) ?? asTime(entry.timestamp),
          member: asText(entry.member_id),
          conversation: asText(entry.conversation_id),
        }),
      },
    ];
  });
  return history.length === 0 ? undefined : history;
}
