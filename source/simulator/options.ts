import type {Speed} from './clock.js';
import type {Kind} from './delivery/rules.js';
import type {Deadlines} from './delivery/send.js';
import type {Faults} from './faults.js';
import type {Manners} from './media/options.js';
import type {Sound} from './media/sound.js';
import type {Action, CallOutcome} from './outcome.js';
import type {Limits} from './rest/limits.js';
import type {Callee, Scenario} from './scenarios/scenario.js';
import type {Tunnels} from './tunnel.js';
import type {OwnedNumber} from './types.js';

type Method = 'GET' | 'POST';

/** A KeyObject of node:crypto, in words of our own: what a project imports from here needs no package, not even Node's types. */
type PublicKey = {export(options: {type: 'spki'; format: 'pem'}): {toString(): string}};

export type SimulatorOptions = {
  answerUrl: string;
  eventUrl: string;
  fallbackUrl?: string;
  rtcUrl?: string;
  /** GET by default. */
  answerMethod?: Method;
  /** POST by default. */
  eventMethod?: Method;
  /** GET by default. */
  fallbackMethod?: Method;
  applicationId: string;
  /** The application's public key, as PEM text or a key object: tokens are verified with it. */
  publicKey: string | PublicKey;
  /** The port of the REST side; a free one by default. */
  apiPort?: number;
  /** What links in API replies begin with; the REST side's own URL by default. */
  publicUrl?: string;
  /** `region_url` of answer webhooks, where calls can be asked for; what links begin with by default. */
  regionUrl?: string;
  /**
   * A factor of real time (default 1), `Infinity` for as fast as the application answers, `'step'` for `advance` and `step`. A caller talks to an
   * agent in real time, and with `'step'` as fast as that one reads each frame.
   */
  speed?: Speed;
  /** Simulated time of the first call, ms since the epoch; the wall clock's by default. */
  startAt?: number;
  /** Makes what is before a conversation shorter or longer; 1 by default. */
  setupFactor?: number;
  /** How long two people talk, ms; the seed call's five minutes by default. */
  talkMs?: number;
  /** How long every talk and stream lasts, ms; by default estimated from the text. */
  mediaMs?: number;
  /**
   * Public addresses that lead to this machine, for an application that writes its tunnel's into its NCCOs. A URL above that a
   * tunnel leads to is called by its public address.
   */
  tunnels?: Tunnels;
  /** What the callers are heard to say on WebSocket legs; nothing by default, but what sounds like speech where a scenario has them speak. */
  sound?: Sound;
  /** Take frames of any size from applications; by default, one that is not 20 ms long ends the leg, as at Vonage. */
  lenientFrames?: boolean;
  /** How callers take turns with an agent, ms. */
  manners?: Partial<Manners>;
  /** The same seed gives the same ids. */
  seed?: number;
  /** Signs webhooks with this account signature secret; unsigned without. */
  signatureSecret?: string;
  /** The account's key and secret: webhooks name the key, the Application API and the Numbers API want both. */
  apiKey?: string;
  apiSecret?: string;
  /** The account's numbers; by default one that is linked to the application. */
  numbers?: OwnedNumber[];
  /** Where the application's voice capability keeps its calls, such as `na-east`; not said by default. */
  region?: string;
  /** Real ms; Vonage's own by default. */
  deadlines?: Partial<Record<Kind, Partial<Deadlines>>>;
  /** Requests a second of real time before the Voice API answers 429; Vonage's by default. */
  limits?: Limits;
  /** Also serve a region in which the calls do not live. */
  secondRegion?: boolean;
  /** How people behave whom the application calls through `POST /v1/calls`, in that order; the last one repeats. */
  callees?: Callee[];
  /** Give the caller's member id as `from` of events about the callee, as the concept page does. */
  conceptPageFrom?: boolean;
  /** What goes wrong, and how often. */
  faults?: Faults;
  /** Called for everything the simulator does. */
  onAction?(action: Action): void;
};

export type Simulator = {
  /** The base URL of the REST side. */
  apiUrl: string;
  /** The base URL of a region that answers 404 to everything, with `secondRegion`. */
  otherRegionUrl?: string;
  /** Calls that the application created, as far as they have ended; the last thousand. */
  created: CallOutcome[];
  /** Places a scenario's call; resolves when it has ended and every webhook was delivered or given up. */
  place(scenario?: string | Scenario, changes?: Partial<Scenario>): Promise<CallOutcome>;
  /** The same for a scenario of several calls: resolves with all of them, when all have ended. */
  placeAll(scenario?: string | Scenario, changes?: Partial<Scenario>): Promise<CallOutcome[]>;
  /**
   * Sends the webhooks of a recording (NDJSON text) again, with fresh ids; `replaced` gives fields such as `from` another
   * value. Resolves with how many there were.
   */
  replay(recording: string, replaced?: Record<string, string>): Promise<number>;
  /** Which scenario a leg's call is, by the leg's id (a webhook's `uuid`); undefined for calls that the application made. */
  scenarioOf(uuid: string): Scenario | undefined;
  /** Simulated time, ms since the epoch. */
  now(): number;
  /** `speed: 'step'` only: lets simulated time pass, or goes to the next thing that is due. */
  advance(ms: number): Promise<void>;
  step(): Promise<boolean>;
  /** Ends its connections and calls, and stops serving; `await using` does it by itself. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};
