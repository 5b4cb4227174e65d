/**
 * The Conversation API's objects in one shape, whatever version and spelling they came in (v0.1, v0.3, v1, RTC webhooks).
 * Times are ms since the epoch. Ids and names are as received: unsafe to print as they are.
 */

export type ConversationFacts = {
  id?: string;
  name?: string;
  displayName?: string;
  /** Upper case: `ACTIVE`, `INACTIVE`, `DELETED`. */
  state?: string;
  createdAt?: number;
  /** Equals the last event's id: a cheap sign that something changed. */
  sequenceNumber?: number;
  /** Seconds an empty conversation is kept. */
  ttl?: number;
  /** v0.1 and v0.3 may embed the members; v1 never does. */
  members?: MemberFacts[];
};

export type MemberFacts = {
  id: string;
  conversation?: string;
  state: MemberState;
  user?: {id?: string; name?: string; displayName?: string};
  invitedAt?: number;
  joinedAt?: number;
  leftAt?: number;
  channel?: Channel;
  media?: Media;
  invitedBy?: string;
  knockingId?: string;
};

export type MemberState = 'INVITED' | 'JOINED' | 'LEFT' | 'UNKNOWN';

export type Media = {audio?: boolean; muted?: boolean; earmuffed?: boolean};

export type Channel = {
  /** `phone`, `app`, `sip`, `websocket`, `vbc`, …; the alias `pstn` is read as `phone`. */
  type?: string;
  /** The Voice API's `uuid` of the leg: the join key between webhooks and members. */
  leg?: string;
  /** All leg ids that the channel names, `leg` among them. */
  legs: string[];
  /** A number, user, uri or extension. */
  from?: string;
  to?: string;
};

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

/** A leg as the Voice API (`/v1/calls`) and the Conversation API (`/v0.3/legs`) keep it after the conversation is gone. */
export type LegFacts = {
  /** The Voice API's `uuid`. */
  id: string;
  conversation?: string;
  /** In lower case. */
  status?: string;
  direction?: 'inbound' | 'outbound';
  /** `phone`, `app`, `sip`, `websocket`, `vbc`. */
  type?: string;
  /** A number, user, uri or extension. */
  from?: string;
  to?: string;
  startTime?: number;
  endTime?: number;
  durationMs?: number;
  /** EUR a minute and EUR in all, as Vonage's decimal strings. */
  rate?: string;
  price?: string;
  network?: string;
};

/** One page of a list and how to ask for the next. */
export type Page<T> = {
  items: T[];
  /** Opaque; to be replayed on our own base URL, never by following the link. Absent on the last page. */
  cursor?: string;
};
