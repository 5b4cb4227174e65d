import type {Filter} from './filter.js';

/**
 * What a filter is asked about. Both kinds of subject are meant to be lazy: a filter on the type alone reads `type` and
 * nothing else. Texts are as received.
 */
export type EventSubject = {
  readonly type: string;
  readonly apiType?: string;
  readonly status?: string;
  readonly note?: string;
  /** What a person wrote about it. */
  readonly comment?: string;
  /** The Conversation API's event id. */
  readonly id?: number;
  readonly time: Time;
  /** Sent by Vonage → received here, ms; absent where Vonage put no stamp on it. */
  readonly delayMs?: number;
  readonly leg?: LegSubject;
  readonly member?: MemberSubject;
  readonly witnesses: readonly string[];
  /** By whom it was recorded, where several recordings are seen as one. */
  readonly listeners: readonly string[];
  readonly deliveries: number;
  readonly outOfOrder: boolean;
  readonly problem: boolean;
  readonly marked: boolean;
  readonly stamped: boolean;
  readonly reply?: {readonly status: number; readonly ms: number; readonly by: 'monitor' | 'application'};
  /** What the signature check said. */
  readonly signature?: string;
  /** What the row tells of a WebSocket beside its type. */
  readonly socket?: SocketSubject;
  readonly call: CallSubject;
};

export type SocketSubject = {
  /** Of a turn: how long the agent took to be heard, ms. */
  readonly turnMs?: number;
  /** Of an end: `closed`, or `refused`; the close code or HTTP status, and by whom. */
  readonly words?: readonly string[];
};

export type CallSubject = {
  readonly id: string;
  readonly index: number;
  readonly name?: string;
  readonly state: string;
  readonly status?: string;
  readonly direction?: string;
  readonly time?: Time;
  /** From the first stamp of a leg to the last, or until now, ms. */
  readonly durationMs?: number;
  readonly legs: readonly LegSubject[];
  readonly members: readonly MemberSubject[];
  readonly problems: number;
  readonly marked: boolean;
  /** Whether a filter holds for any event of the call. */
  someEvent(filter: Filter): boolean;
};

export type LegSubject = {
  readonly label: string;
  readonly id: string;
  readonly direction?: string;
  /** The kind of endpoint: `phone`, `app`, `sip`, `websocket`, `vbc`. */
  readonly endpoint: string;
  readonly status?: string;
  readonly from?: string;
  readonly to?: string;
};

export type MemberSubject = {readonly label?: string; readonly id: string; readonly names: readonly string[]};

/** One moment as people may speak of it, in ms. */
export type Time = {
  /** Since the epoch. */
  readonly at: number;
  /** Since midnight, on the clock that the screen shows. */
  readonly clock: number;
  /** Since the call's first event. */
  readonly sinceStart: number;
};
