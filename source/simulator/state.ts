import type {Clock} from './clock.js';
import type {Outbox} from './delivery/outbox.js';
import type {MediaFaults, MediaOptions} from './media/options.js';
import type {Sound} from './media/sound.js';
import type {NccoAction} from './ncco/schema.js';
import type {Action, MediaOutcome} from './outcome.js';
import type {Random} from './random.js';
import type {Scenario} from './scenarios/scenario.js';
import type {Timing} from './seed-call.js';
import type {Reached} from './tunnel.js';
import type {OwnedNumber, Party, Payload, Status, Target} from './types.js';

/** Everything that all calls of one simulator share. */
export type Platform = {
  clock: Clock;
  random: Random;
  applicationId: string;
  /** The account's, as sessions show it. */
  apiKey: string;
  /** What links in API replies begin with; known once the API listens. */
  publicUrl: string;
  /** The `region_url` of answer webhooks, where it is not `publicUrl`. */
  regionUrl?: string;
  targets: {answer: Target; event: Target; fallback?: Target; rtc?: Target};
  timing: Timing;
  /** Fixed length of every talk and stream, ms, instead of one estimated from the text. */
  mediaMs?: number;
  /** Write the caller's member id into `from` of events about the callee, as the concept page does. */
  conceptPageFrom: boolean;
  /** PEM text, for the Application API to show. */
  publicKey: string;
  /** Whether webhooks are signed, and whether there is a secret to sign them with. */
  signed: boolean;
  mayBeSigned: boolean;
  /** The voice capability, beside its webhooks: absent where the application has none. */
  voice?: {region?: string};
  /** The application as the Application API was last asked or told, without its id. */
  application?: Record<string, unknown>;
  numbers: OwnedNumber[];
  legs: Map<string, Leg>;
  conversations: Map<string, Conversation>;
  /** Conversations made by name in an NCCO, which outlive their calls: name → id. */
  named: Map<string, string>;
  /** Where a URL leads; see tunnel.ts. */
  reach(url: string): Reached;
  /** What the people on the phone are heard to say. */
  sound: Sound;
  /** How WebSockets are, and what goes wrong on them. */
  media: MediaOptions;
  mediaFaults: MediaFaults & {dice: Random};
  /** Open WebSockets, to be closed with the simulator. */
  sockets: Set<{terminate(): void}>;
  /** A fresh `Authorization` header as signed webhooks have it; undefined where they are not signed. */
  bearer(): string | undefined;
  /** Users that can be asked for, by id. */
  users: Map<string, User>;
  newOutbox(): Outbox;
  /** Begins a call that the application asked for, and returns its leg. */
  callOut(request: CallRequest): Leg;
  act(action: Action): void;
};

/** A call that the application wants placed (`POST /v1/calls`). */
export type CallRequest = {
  to: Party;
  from: Party;
  /** Its NCCO, or where to ask for it once the callee has answered. */
  actions?: NccoAction[];
  answer?: Target;
  event?: Target;
  ringLimitMs: number;
  lengthLimitMs: number;
  detection?: Detection;
};

/** What an application asked for with `machineDetection` or `advancedMachineDetection`. */
export type Detection = {behavior?: string; mode?: string};

/** One call: from the first leg's beginning to the last one's end. */
export type Call = {
  scenario: Scenario;
  timing: Timing;
  outbox: Outbox;
  legs: Leg[];
  /** Ids to use before random ones are drawn. */
  ids: {legs: string[]; members: string[]; users: string[]; voiceUsers: string[]};
  /** How many parties the application has called so far: the scenario's callees are used in that order. */
  dialled: number;
  /** What the caller has not typed and not said yet. */
  digits: string[];
  speech: string[];
  /** What its WebSockets came to. */
  media: MediaOutcome[];
  /** Ends of legs that are told after the leg that runs the NCCO, or after its next action. */
  pending: (() => void)[];
  /** What goes on beside the first leg's NCCO: the call is over when these are. */
  lives: Promise<void>[];
  /** Actions of its NCCOs that were begun. */
  begun: number;
};

export type Conversation = {
  id: string;
  name: string;
  createdAt: number;
  /** Named in an NCCO or made through the API: it outlives its calls. */
  persistent: boolean;
  /** What the API was given about it. */
  about?: {display_name?: string; image_url?: string; properties?: Payload};
  members: Map<string, Member>;
  events: ConversationEvent[];
  /** The last event id given out; ids have no holes until an event is deleted. */
  sequence: number;
  /** Ends the recording that the API started. */
  recording?(at: number): void;
};

/** A user of the application: of the Client SDK, or made through the API. */
export type User = {
  id: string;
  name: string;
  display_name?: string;
  image_url?: string;
  properties?: Payload;
  channels?: Payload;
};

export type Member = {
  id: string;
  user: User;
  state: 'INVITED' | 'JOINED' | 'LEFT';
  conversation: Conversation;
  /** What its events leave through. */
  outbox: Outbox;
  /** Through which it speaks; members made through the API have none. */
  leg?: Leg;
  /** The channel of a member without a leg, as the API was given it. */
  channel?: Payload;
  times: {invited?: number; joined?: number; left?: number};
  muted: boolean;
  earmuffed: boolean;
};

export type ConversationEvent = {
  id: number;
  type: string;
  from: string | null;
  to: string;
  body: Payload;
  at: number;
  deleted?: boolean;
};

export type Leg = {
  id: string;
  direction: 'inbound' | 'outbound';
  from: Party;
  to: Party;
  /** The end that is not Vonage: the caller of an inbound leg, the callee of an outbound one. */
  remote: Party;
  call: Call;
  conversation: Conversation;
  member?: Member;
  /** Where its event webhooks go. */
  target: Target;
  status: Status;
  history: {status: Status; at: number}[];
  answeredAt?: number;
  endedAt?: number;
  /** EUR per minute, and the network, as strings of Vonage's. */
  rate: string;
  network: string | null;
  /** Aborted with an Interruption when the leg is hung up. */
  gone: AbortController;
  /** Aborted with a Replaced when the leg's NCCO is replaced from outside. */
  run: AbortController;
  /** Aborted when nobody wants to hear of keys as they are typed any more. */
  listening?: AbortController;
  /** The open connection of a WebSocket leg. */
  media?: MediaSocket;
  /** Since when the person at the other end has only listened, and to how many questions or NCCOs; see ncco/patience.ts. */
  patience: {since: number; rounds: number};
  /** What ends with the leg, such as a recording. */
  atEnd: ((at: number) => void)[];
  /** ms that the callee's phone may ring, and that the leg may last. */
  ringLimitMs: number;
  lengthLimitMs: number;
};

/** The open end of a WebSocket leg. */
export type MediaSocket = {
  /** Aborted with Dropped when the application closes the connection, or it is lost. */
  dropped: AbortSignal;
  /** Whether a caller takes turns on it; and aborted with SaidAll when everything was said. */
  isTalk: boolean;
  saidAll: AbortSignal;
  /** Resolves when nothing comes any more. */
  closed: Promise<void>;
  /** Tells the application of a key that somebody on the phone pressed. */
  press(digit: string): void;
};

/** Who ended a leg: the person at the other end, or Vonage (which also speaks for the application). */
export type EndedBy = 'user' | 'platform';
