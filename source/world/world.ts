import type {LegFields, Media, MemberState} from '../call/conversation.js';
import {Recent} from '../call/keep-newest.js';
import type {HealthObservation, Origin, Route, Setup} from '../call/observation.js';
import type {Status} from '../call/status.js';
import type {Summed} from '../call/summed.js';
import {Agenda} from './agenda.js';
import {type Changes, noChanges} from './changes.js';
import {EventLog} from './event-log.js';
import {NumberMap} from './number-map.js';
import {Numbers} from './numbers.js';
import type {Remark} from './remark.js';
import type {Socket} from './socket.js';

/**
 * What the observations add up to. Conversations, legs and members are replaced, never mutated, when they change, so that
 * a reader can ask "is this the same object?". The maps and the log are shared between one World and the next: only the
 * newest World may be folded further.
 */
export type World = {
  /** Grows with every observation that changed anything. */
  version: number;
  /** The time of the newest observation, ms: the World's only clock. */
  now: number;
  seq: number;
  /** In order of first sight. `''` holds what belongs to no conversation. */
  conversations: Map<string, Conversation>;
  /** Calls as a summary has them, by their id, in order of first sight: what is known of those whose own events are not here. */
  summed: Map<string, Conversation>;
  legs: Map<string, Leg>;
  /** The WebSockets of legs, by their id. */
  sockets: Map<string, Socket>;
  log: EventLog;
  /** The last word of each part of the monitor, by part (and conversation, for the poller). */
  health: Map<string, HealthObservation>;
  setup?: Setup;
  /** When this run began, or the last one that the recording has, ms. */
  startedAt?: number;
  counts: Counts;
  /** `seq` of a webhook → those of what tells that it was sent to the application again, the last ones: nothing of the call's. */
  resent: Map<number, readonly number[]>;
  /** Legs that were placed from here and not hung up from here, as their ids. */
  placed: readonly string[];
  /** What the next call is answered with instead, such as a file's name. */
  armed?: string;
  /** Who recorded what is seen as one, by the ids that the log has; empty where it is one recording. Only ever added to. */
  origins: Map<number, string>;
  /** What there was no room for; absent while there was. */
  forgotten?: Forgotten;
  /** When a tick would change something, ms; the ticker sends one then. */
  due?: number;
  /** Where the fold finds things again. */
  index: Index;
  memo: Memo;
};

/** Calls with problems, how many problems those are, and what the first says. */
export type Failed = {calls: number; problems: number; first?: string};

/** What is remembered of what was forgotten. */
export type Forgotten = {
  calls: number;
  /** Rows of the log, those of calls that are still there too. */
  rows: number;
  /** How many of the calls came to a status, or to their end (`ended`). */
  cameTo: ReadonlyMap<string, number>;
  /** Those with errors, and those with errors or warnings. */
  failed: {error?: Failed; warning?: Failed};
};

export type Counts = {
  webhooks: number;
  polls: number;
  duplicates: number;
  unreadable: number;
  firstWebhookAt?: number;
  lastWebhookAt?: number;
  lastPollAt?: number;
};

export type Index = {
  /** (conversation, event id) or a digest of the payload → row. */
  rows: NumberMap;
  /** leg and fact → the last row that reports that fact; `EventLog.before` leads to the others. */
  groups: NumberMap;
  /** row → its group, where that is not its leg and status. */
  sames: Map<number, string>;
  /** seq of a webhook that has no reply yet → where it came. */
  replies: Map<number, PendingWebhook>;
  /** Whether replies are known at all: a recording may hold none. */
  hasReplies: boolean;
  /** Conversations with a `connect` whose events are answered with an NCCO. */
  synchronous: Set<string>;
  /** leg, or conversation where the webhook named no leg → the row of the newest NCCO that was returned for it. */
  nccos: Map<string, number>;
  /** When something of a leg or call is missed if it has not come by then, and calls that are over by then, by their id. */
  agenda: Agenda;
  /** What legs are called by. */
  numbers: Numbers;
  /** How many conversations were ever given an index. */
  conversations: number;
  /** What the observation that is being folded has altered so far. */
  changes: Changes;
  /** Which of several recordings that one is of. */
  origin?: Origin;
};

/** A webhook that waits for its reply: its row, and where it came. */
export type PendingWebhook = {row: number; at: number; route: Route; method: 'GET' | 'POST'; path: string};

export type Witness = 'webhook' | 'rtc' | 'api' | 'media';

/** One status in the life of a leg. Times in ms since the epoch. */
export type HistoryEntry = {status: Status; at: number; arrivedAt: number; witnesses: Witness[]; row: number};

/** What was worked out of the World lately, and holds until the fold changes it. */
export type Memo = {
  /** leg → the statuses it went through. */
  histories: Recent<readonly HistoryEntry[]>;
  /** conversation → the leg that was the only one up in it when that was last asked. */
  alone: Recent<string>;
  /** conversation → its members, joined with what events said of its legs. */
  members: Recent<readonly Member[]>;
};

export type Conversation = {
  /** As received; `leg:…` while only a leg of it is known; `''` for what belongs nowhere. */
  id: string;
  /** A short number to talk about it by: the order of first sight, from 1. */
  index: number;
  version: number;
  name?: string;
  displayName?: string;
  /** The Conversation API's own state: `ACTIVE`, `INACTIVE`, `DELETED`. */
  apiState?: string;
  createdAt?: number;
  sequenceNumber?: number;
  ttl?: number;
  regionUrl?: string;
  /** Where its webhooks are sent to, without the path, and when the first one asked for an answer. */
  publicUrl?: string;
  askedAt?: number;
  firstSeenAt: number;
  lastSeenAt: number;
  /** When the API first returned it; then a 404 means that it has ended. */
  polledAt?: number;
  /** When it was gone: 404 after having been seen, or `conversation:deleted`. */
  goneAt?: number;
  /** Records of members. Shared and growing: read them with `membersOf`. */
  members: Member[];
  /** Ids of the WebSockets of its legs. */
  sockets: readonly string[];
  /** Ids of the legs that were ever part of it. */
  legs: readonly string[];
  /** How many of them are in it now, and how many of those are up. */
  here: number;
  live: number;
  /** It has ended, and nothing more of it is waited for. */
  over: boolean;
  /** Rows of the log to show, sorted by Vonage's stamp, then rank. Shared and growing: `version` says when it changed. */
  rows: number[];
  /** Rows among `rows` that have no stamp of Vonage's. */
  unstamped: number[];
  /** The newest stamp of Vonage's that was pushed, and when it arrived: what rows without a stamp are placed by. */
  anchor?: {at: number; arrived: number};
  /** The smallest delay seen between stamp and arrival, ms: how far this clock is from Vonage's at the least. */
  lag?: number;
  /** The newest stamp that each witness has reported, ms: what lies well before it and they did not report, they missed. */
  webhookUpTo?: number;
  rtcUpTo?: number;
  apiUpTo?: number;
  /** What went wrong, as far as a single observation can tell. */
  remarks: readonly Remark[];
  /** Of `World.summed`: all that is known of it. */
  summed?: Summed;
};

/** Who says that a leg is this member, and what its word is worth. */
export type MemberClaim = {conversation: string; id: string; worth: number};

export type Leg = LegFields & {
  /** The Voice API's `uuid`, the Conversation API's leg id. */
  id: string;
  /** The conversation it is in now; a transfer or a join moves it. `conversationBy` is what that report is worth. */
  conversation: string;
  conversationBy: number;
  /** Every conversation that it was ever part of: all of them show it. */
  conversations: readonly string[];
  /** What it is called, from its first sight on: L1, L2, … For a line that was written takes no word back. */
  number: number;
  /** No other leg is called so until the calls that it was part of are over. */
  holdsNumber: boolean;
  /** The furthest status that anybody reported, or that what was reported proves. */
  status?: Status;
  /** The furthest status that anybody reported. */
  told?: Status;
  /** It was answered at some time: a status says so, or what happens on an answered leg alone. */
  isAnswered: boolean;
  hasJoined: boolean;
  /** It was hung up from here, by the Voice API. */
  hungUpHere: boolean;
  /** The newest departure from a conversation, ms: the end of the leg, unless it was moved elsewhere. */
  left?: {conversation: string; at: number};
  /** The unhappy status it went through, if any: `completed` follows most of them and would hide it. */
  failure?: Status;
  /** Which member it is in each conversation that it was part of: one that moves is another member there. */
  members: readonly MemberClaim[];
  firstSeenAt: number;
  lastSeenAt: number;
  /** The newest (stamp, rank) that a webhook reported: one below it is out of order. */
  order: number;
  /** The same of each of several recordings, by its id: what is heard of late is not out of order. */
  orders?: ReadonlyMap<number, number>;
  /** What each field's present value is worth, in the order of `legFields`. */
  by: number[];
};

/**
 * What is known of a member. The same shape serves as a record by member id and, under `leg:…`, as what events said of the
 * member on a leg before anybody said which member that is; `membersOf` joins the two.
 */
export type Member = {
  id: string;
  state: MemberState;
  user?: {id?: string; name?: string; displayName?: string};
  invitedAt?: number;
  joinedAt?: number;
  leftAt?: number;
  /** The first stamp that any report of it carried: what members are sorted by. */
  since?: number;
  type?: string;
  from?: string;
  to?: string;
  legs: readonly string[];
  media: Media;
  /** How new each word of `media` is, ms; one number where all are equally new. */
  mediaBy: number | Readonly<Partial<Record<keyof Media, number>>>;
};

/** Legs and conversations that are remembered: more than are up at a time, and few enough to weigh nothing. */
const MOST_REMEMBERED = 256;

/** The World before anything was observed. */
export function emptyWorld(): World {
  return {
    version: 0,
    now: 0,
    seq: 0,
    conversations: new Map(),
    summed: new Map(),
    legs: new Map(),
    sockets: new Map(),
    log: new EventLog(),
    health: new Map(),
    counts: {webhooks: 0, polls: 0, duplicates: 0, unreadable: 0},
    resent: new Map(),
    placed: [],
    origins: new Map(),
    index: {
      rows: new NumberMap(),
      groups: new NumberMap(),
      sames: new Map(),
      replies: new Map(),
      hasReplies: false,
      synchronous: new Set(),
      nccos: new Map(),
      agenda: new Agenda(),
      numbers: new Numbers(),
      conversations: 0,
      changes: noChanges(),
    },
    memo: emptyMemo(),
  };
}

export function emptyMemo(): Memo {
  return {
    histories: new Recent(MOST_REMEMBERED),
    alone: new Recent(MOST_REMEMBERED),
    members: new Recent(MOST_REMEMBERED),
  };
}
