import type {Delivery} from './delivery/outbox.js';

// Apart from the state, because these are types for other people's tests: what they import may need no other package.

/** Something the simulator did, for whoever watches. `text` holds what an application sent: not safe to print as it is. */
export type Action = {
  /** Simulated ms since the epoch. */
  at: number;
  kind: 'call' | 'leg' | 'event' | 'webhook' | 'ncco' | 'api' | 'media';
  text: string;
};

/** What became of a placed call. */
export type CallOutcome = {
  scenario: string;
  /** The first leg's id, and its conversation's. */
  uuid: string;
  conversation: string;
  /** The first leg's last status. */
  status: string;
  legs: {uuid: string; direction: string; from: string; to: string; statuses: {status: string; at: number}[]}[];
  /** What its WebSockets came to, in the order in which they were called. */
  media: MediaOutcome[];
  /** Every webhook in the order in which it was due. */
  deliveries: Delivery[];
};

/** What a WebSocket came to, and how an agent did on it. Lengths are ms on the clock of what is heard on the phone: audio counts from when it is played. */
export type MediaOutcome = {
  uri: string;
  /** Samples a second. */
  rate: number;
  /** What the handshake took, real ms. */
  handshakeMs: number;
  /** Why it was not connected; `status` is the HTTP status of the answer, where there was one. */
  refused?: {status?: number; reason: string};
  /** From the connection to the end, and to the first that was heard of the agent. */
  lastedMs: number;
  firstAudioMs?: number;
  /** The caller's turns, where the scenario has the caller speak. */
  turns: TurnOutcome[];
  /** How long the agent took to be heard after the caller, of the turns that it answered. */
  latency?: {count: number; p50: number; p95: number; worst: number};
  /** What the application sent. */
  agent: {
    frames: number;
    bytes: number;
    /** Frames of another size than 20 ms have. */
    oddFrames: number;
    /** How long it was heard. */
    audibleMs: number;
    clears: number;
    notifies: number;
    /** What `clear` threw away, and what had not been played when the socket was closed. */
    thrownAwayMs: number;
    unplayedMs: number;
    /** How often there was nothing to play in the middle of speech, and messages beyond those that Vonage keeps. */
    underruns: number;
    lostFrames: number;
  };
  /** Who closed it, with which code and why. */
  closed?: {by: 'caller' | 'application' | 'vonage'; code: number; reason?: string};
};

/** What the caller said or pressed, and what the agent made of it. */
export type TurnOutcome = {
  /** Since the connection. */
  at: number;
  forMs: number;
  keys?: string;
  /** From the end of it until the agent was heard, and how long the agent spoke; absent where it did not answer. */
  latencyMs?: number;
  answeredForMs?: number;
  /** The agent was heard before the caller had finished. */
  isOverlap?: true;
  /** The caller spoke over the agent: how long until it was silent, and until it sent `clear`. */
  bargeIn?: {silentMs: number; clearMs?: number};
};
