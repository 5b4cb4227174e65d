import type {Channel, ConversationFacts, LegFacts, LegFields, Media, MemberFacts, MemberState} from './conversation.js';
import type {Finding} from './finding.js';
import type {MediaEvent} from './media.js';
import type {
  ControlObservation,
  Failure,
  HealthObservation,
  Origin,
  Route,
  SummaryObservation,
  TickObservation,
} from './observation.js';
import type {SignatureResult} from './signature-result.js';
import type {Status} from './status.js';

/** What an observation says, in words that belong to no provider: what the fold takes in. Texts are as received, times in ms since the epoch. */
export type Fact =
  | WebhookFact
  | ReplyFact
  | ApiFact
  | MediaFact
  | HealthObservation
  | ControlFact
  | TickObservation
  | SummaryObservation;

type Common = {seq: number; at: number; origin?: Origin};

export type WebhookFact = Common & {
  source: 'webhook';
  /** What it is by its fields; by its path where they leave it open. */
  route: Route;
  /** It came as a GET, its fields in the query. */
  isGet: boolean;
  path: string;
  body: string;
  /** Where it was sent to, without the path: `https://abc.ngrok.app`. */
  publicUrl?: string;
  signature?: SignatureResult;
  told: Told;
};

/** What a webhook told; `refused` is not believed, and what is `unreadable` says why. */
export type Told = VoiceFact | Unreadable | Foreign | {kind: 'event'; event: EventFact} | {kind: 'refused'};
export type Unreadable = {kind: 'unreadable'; why: string};
/** Nothing of a call: what sent it, and what to do about that. */
export type Foreign = {kind: 'foreign'; what: string; advice: string};

export type ReplyFact = Common & {
  source: 'reply';
  /** The `seq` of the webhook that this answers. */
  to: number;
  by: 'monitor' | 'application';
  status: number;
  /** Where a redirect points to, and which methods a 405 would have taken. */
  location?: string;
  allow?: string;
  /** ms from the webhook's last byte to the reply's first. */
  ms: number;
  ncco?: Ncco;
  failure?: Failure;
  findings?: readonly Finding[];
};

/** What a request to the API brought; without `answer`, nothing that can be read. */
export type ApiFact = Common & {
  source: 'api';
  conversation: string;
  /** The conversation itself was asked for and is not there. */
  isGone: boolean;
  answer?: {
    conversation?: ConversationFacts;
    members?: readonly MemberFacts[];
    events?: readonly EventFact[];
    legs?: readonly LegFacts[];
  };
};

export type ControlFact = ControlObservation & {
  /** What was asked of the Voice API and how it answered, in a few words: `→ 201 to 447700900000`. */
  said?: string;
  /** The NCCO that the leg was given with it. */
  ncco?: Ncco;
};

/** What happened on a WebSocket; `text` is what was said over it, where something was. */
export type MediaFact = Common & {
  source: 'media';
  socket: string;
  conversation?: string;
  leg?: string;
  event: MediaEvent;
  text?: MediaText;
};

/** A text over a WebSocket: what it is called, and what to show beside that. */
export type MediaText = {
  type: string;
  note?: string;
  /** What its audio is, in the first one. */
  contentType?: string;
  /** It is nothing that this side says. */
  isUnknown?: true;
  /** It is not even JSON. */
  isNoJson?: true;
};

export type VoiceKind =
  | 'answer'
  | 'fallback'
  | 'status'
  | 'input'
  | 'record'
  | 'transcription'
  | 'transfer'
  | 'notify'
  | 'payment'
  | 'play'
  | 'error'
  | 'unknown';

/** What a Voice webhook says. */
export type VoiceFact = {
  kind: VoiceKind;
  leg?: string;
  conversation?: string;
  /** Vonage's own stamp. */
  at?: number;
  status?: Status;
  facts: LegFields;
  /** What to show beside the type, such as `digits=1`. */
  note?: string;
  /** Webhooks and API report a recording under the same URL. */
  recordingUrl?: string;
  /** What a recording lacks, where there is nothing to listen to: `no bytes`, `no address`. */
  lacks?: string;
  regionUrl?: string;
};

/** What an event of the Conversation API says, pushed or polled. */
export type EventFact = {
  type: string;
  id?: number;
  at?: number;
  conversation?: string;
  leg?: string;
  status?: Status;
  note?: string;
  direction?: 'inbound' | 'outbound';
  channel?: Channel;
  sipCode?: number;
  /** The account of the leg, where this is one. */
  account?: LegFields;
  /** The member that it speaks of, and where it says so: in the body, in what is embedded, or in `from`, which is wrong at times. */
  speaker?: {id: string; by: 'body' | 'embedded' | 'from'};
  /** What becomes of a member; `target` is the one that is named. */
  member?: {
    target?: string;
    state?: MemberState;
    media?: Media;
    user?: {id?: string; name?: string; displayName?: string};
    times?: {invited?: number; joined?: number; left?: number};
  };
  /** What the leg went through before. */
  history: readonly {status: Status; at: number; member?: string}[];
  /** The conversation was made, with this name, or is gone. */
  created?: {name?: string};
  isDeleted: boolean;
  /** As in `VoiceFact`. */
  lacks?: string;
  /** What tells it from others that have no id. */
  key: string;
};

/** One action of an NCCO that was returned to Vonage, as far as its running can be seen from outside. */
export type NccoAction = {
  /** `talk`, `connect`, …, as the NCCO says it: unsafe to print as it is. */
  name: string;
  /** The action in a few words, such as `connect phone 447700900000`; quotes what was received. */
  text: string;
  /** It does not hold up the next one: a recording without an end condition, asynchronous input. */
  runsAlong: boolean;
  /** Its events want an NCCO as reply: `connect` with `eventType` synchronous. */
  isSynchronous: boolean;
  /** How long it can take at most, ms, where its fields say so. */
  longestMs?: number;
  /** The host of its own `eventUrl`, such as `example.com`. */
  eventsTo?: string;
};

export type Ncco = {actions: readonly NccoAction[] /** All of them, also those past what is kept. */; count: number};
