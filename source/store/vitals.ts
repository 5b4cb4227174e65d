import type {Meter} from '../call/media.js';

/** How the asking of the Conversation API goes. */
export type Polls = {
  /** Conversations that are asked for. */
  conversations: number;
  /** What came of the last question: an HTTP status, or a word such as `timeout`. */
  last?: string;
  /** Failures in a row on the host that is asked next; 0 when it answers. */
  failures: number;
  /** When the next question is due, ms since the epoch; absent when nothing is to be asked. */
  nextAt?: number;
};

/** How the publishing to a bus goes. */
export type BusVitals = {
  state: 'connecting' | 'ok' | 'down';
  /** Since when, ms since the epoch. */
  since: number;
  /** What the last acknowledgement took, ms. */
  ms?: number;
  /** Observations that are recorded and not there yet. */
  behind: number;
  /** When the oldest of those that are under way was observed, ms since the epoch. */
  oldestAt?: number;
  /** Others can read it on the way. */
  insecure: boolean;
};

/** A listener of a bus, by what it says of itself and publishes. */
export type ListenerVitals = {
  /** Comes from outside. */
  name: string;
  /** `unheard`: not yet, since this machine listens; `silent`: nobody knows whether it is there; `over`: it said that it ends. */
  state: 'here' | 'unheard' | 'silent' | 'over';
  /** When it was heard last, ms since the epoch; absent where it never was. */
  heardAt?: number;
  /** How long the oldest of its observations waits that is not on the bus yet, ms. */
  behindMs: number;
  version?: string;
  /** How far its clock is ahead of this machine's, ms; absent as long as it is not known. */
  clockMs?: number;
};

/** Who says that it is there: `strange` is how many messages were none of a listener, and `isDeaf` that they may not be heard. */
export type Listeners = {all: readonly ListenerVitals[]; strange: number; isDeaf: boolean};

/** How the monitor itself is. */
export type Vitals = {
  /** Bytes of memory that the process takes (resident set size), and beyond how many the oldest calls are let go; absent where nothing is observed. */
  memory?: number;
  ceiling?: number;
  /** Absent without credentials. */
  polls?: Polls;
  /** Where others attach to it, and how many have. */
  served?: {url: string; page: string; attached: number};
  /** Absent where nothing is published. */
  bus?: BusVitals;
  /** Absent where no bus is looked at. */
  listeners?: Listeners;
  /** The meters of the WebSockets that are open, by their id. */
  meters?: Meters;
};

export type Meters = Readonly<Record<string, Meter>>;
