import type {Checkup} from '../call/checkup.js';
import type {HealthObservation, Note, Observation} from '../call/observation.js';
import type {LookedAt} from '../store/looked-at.js';
import type {Model} from '../store/model.js';
import type {LoadedNcco} from '../store/wanted.js';
import type {World} from '../world/world.js';
import type {Intervening} from './intervening.js';
import type {KeptNote} from './kept-note.js';
import type {Telling} from './otlp/telling.js';
import type {Again} from './replay/again.js';
import type {Taking} from './session.js';
import type {ShowFlags} from './start.js';

/** What is shown, wherever it comes from: a running session or a recording. */
export type Source = {
  /** Called once. A promise says that the observations come to an end, and when; it rejects when they cannot be read. */
  listen(onObservations: Taking): void | Promise<void>;
  payload(seq: number): Promise<Observation | undefined>;
  /** Learns after each batch which conversations have ended, and when a tick is wanted, ms since the epoch. */
  attend?(ended: readonly string[], wakeAt?: number): void;
  /** Learns which calls somebody looks at, after each frame: where not all are read, those are. */
  look?(calls: readonly LookedAt[]): void;
  file?: string;
  /** Keeps a note in the recording. Never rejects. */
  keepNote(note: Note): Promise<KeptNote>;
  /** What waits in the recording until there is time to read it. */
  behind?: () => Model['behind'];
  /** How the monitor itself is. */
  vitals?: () => Model['vitals'];
  /** What there is to say in lines that no observation says, since it was asked last. */
  notices?: () => HealthObservation[];
  /** Beyond so many bytes of memory the oldest calls are let go; without it, none is. */
  ceiling?: number;
  /** Replays: how far it has been read; undefined once all is. */
  reading?: () => Model['reading'];
  /** Replays: the World's own time, since nothing happens any more. */
  now?: () => number;
  mode: Model['mode'];
  /** The monitor elsewhere that is looked at. */
  attachedTo?: string;
  /** It is a bus, to which several publish: what those are called, such as their team. */
  bus?: string;
  /** Of a bus: from when on it is read, ms since the epoch; absent where all is. */
  since?: number;
  /** Reads it again from another time on, ms since the epoch, or all of it; or why not. Rejects where it cannot be reached. */
  anew?: ((since: number | undefined) => Promise<SecondReading>) | string;
  /** Of what was recorded before: what is written to the recording is shown as it comes. */
  follows?: boolean;
};

/** A source that is read again, beside what is shown of it. */
export type SecondReading = Pick<Source, 'payload' | 'reading'> & {
  listen(onObservations: Taking): Promise<void>;
  /** Resolves once it has seen all that was there, and what came meanwhile. */
  caughtUp: Promise<void>;
  /** From now on it is the source, in the place of what was read before. */
  takePlace(): void;
  close(): Promise<void>;
};

/** How a run ended: the process's exit status, what it had seen, and whether numbers were hidden at its end. */
export type Ending = {exit: number; world: World; masked?: boolean};

export type ShowOptions = {
  source: Source;
  flags: ShowFlags;
  /** Places a simulated call, of a scenario or of the next in turn; returns what is going to happen. Throws `UsageError`. */
  simulate?: (scenario?: string) => string;
  /** Calls that can be simulated, with what happens in them. */
  scenarios?: Model['can']['scenarios'];
  /** Sends webhooks to the developer's application again, where there is one. */
  resend?: Again;
  /** What was placed from here and is still up at the end is hung up. */
  hangsUp?: boolean;
  /** Acts on calls, where somebody may; or why not. */
  control?: Intervening | string;
  /** Answers the next call with another NCCO; with none, as always. */
  arm?: (ncco?: LoadedNcco) => Promise<unknown>;
  /** Tells a collector of OpenTelemetry's of the calls. */
  otlp?: Telling;
  /** Checks every hop on the way of a call. */
  examine?: () => Promise<Checkup>;
  /** Without a terminal: the run ends when this many calls have ended, even if nobody said so. */
  endsAfter?: number;
  /** The conversation of the call that the run is about: other calls do not end it. */
  conversation?: string;
  /** Closes everything; `world` is what had been read by then. */
  onStop: (world: World) => Promise<void>;
  /** How long that may take, ms, where it takes longer than closing files. */
  stopMs?: number;
};
