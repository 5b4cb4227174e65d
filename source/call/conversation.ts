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
  /** The longest that the leg may last, ms; absent where there is no limit. */
  maxLengthMs?: number;
  /** A number, user, uri or extension. */
  from?: string;
  to?: string;
};

/** A leg as the Voice API (`/v1/calls`) and the Conversation API (`/v0.3/legs`) keep it after the conversation is gone. */
export type LegFacts = LegFields & {
  /** The Voice API's `uuid`. */
  id: string;
  conversation?: string;
  /** In lower case. */
  status?: string;
};

/** What is said of a leg. `type` is `phone`, `app`, `sip`, `websocket` or `vbc`; `from` and `to` are numbers, users, uris or extensions. Money as Vonage's decimal strings (EUR). */
export type LegFields = {
  direction?: 'inbound' | 'outbound';
  type?: string;
  from?: string;
  to?: string;
  startTime?: number;
  endTime?: number;
  durationMs?: number;
  price?: string;
  rate?: string;
  network?: string;
  detail?: string;
  sipCode?: number;
  disconnectedBy?: string;
  subState?: string;
  /** The longest that it may last (`length_timer`). */
  maxLengthMs?: number;
};
