import type {Observation} from '../call/observation.js';
import type {Option} from '../filter/complete.js';
import type {World} from '../world/world.js';
import type {Altered} from './altered.js';
import type {Inside, Slot} from './layout.js';
import type {Anew, Reading} from './reading.js';
import type {Replaying} from './replayed/replayed.js';
import type {Movement} from './scroll.js';
import type {PaneId, ViewState} from './view-state.js';
import type {Vitals} from './vitals.js';

/** Everything that a frame is drawn from. */
export type Model = {
  world: World;
  /** The newest World, where an earlier moment is shown; else the same. */
  latest: World;
  view: ViewState;
  panes: Panes;
  /** The screen's clock, ms since the epoch: what live durations are counted to. */
  now: number;
  /** Observations that wait while the display is paused. */
  waiting: number;
  /** Live: what is recorded and waits to be read, because more comes than can be shown. */
  behind?: {observations: number; bytes: number};
  /** Live: how the monitor itself is. */
  vitals?: Vitals;
  /** Payloads that were read back for the detail, by seq. */
  payloads: ReadonlyMap<number, Observation>;
  /** Whether this frame leaves time to search rows, asked now and then; absent, all that are asked for are searched. */
  hasTime?: () => boolean;
  /** One for each store: what was worked out for its last frame hangs on it, and what changed since about rows. */
  memo: {altered: Altered};
  /** Where the observations come from. */
  mode: 'live' | 'demo' | 'replay' | 'attached';
  /** The monitor elsewhere that is looked at, such as `127.0.0.1:4600`. */
  attachedTo?: string;
  /** It is a bus, to which several monitors publish: what those are called, such as their team. */
  bus?: string;
  /** Of a bus: from when on it was read, ms since the epoch; absent where all was. */
  since?: number;
  /** It is read again from another time on, beside what is shown. */
  anew?: Anew;
  /** What is written to the recording is shown as it comes. */
  follows?: boolean;
  /** What this run can do. */
  can: {
    simulate: boolean;
    snapshot: boolean;
    /** Webhooks can be sent to the developer's application again. */
    resend?: boolean;
    /** The hops on the way of a call can be checked. */
    examine?: boolean;
    /** Calls can be placed and acted on, and in words what one hears that no public URL leads here for; or why not. */
    control?: {inline: string} | string;
    /** What is shown can be read again from another time on; or why not. */
    anew?: true | string;
    /** The next call can be answered with another NCCO. */
    arm?: boolean;
    /** Calls that can be simulated, with what happens in them. */
    scenarios: readonly Option[];
  };
  /** The call that is sent to the application again, or was last. */
  replaying?: Replaying;
  /** The keys in force, by the command's id. */
  keys: ReadonlyMap<string, readonly string[]>;
  /** Recordings: how far it has been read, until all of it has. */
  reading?: Reading;
  /** Recordings: all of it has been read. */
  isComplete?: boolean;
  /** The recording's file, where there is one. */
  file?: string;
};

/** What is to be known of a pane before it is drawn. `inside` is the room between its borders. */
export type Pane = Slot & {
  /** The rows that it would fill, as far as they can be told without drawing them: rather too few than too many. */
  wish: (model: Model, width: number) => number;
  /** The rows of one of its items, where that is not one. */
  step?: (width: number) => number;
  /** Without it, a text is scrolled by `view.scroll`. */
  move?: (model: Model, step: Movement, inside: Inside) => ViewState;
  /** What a click on a row of the inside chooses; nothing on its border. */
  point?: (model: Model, row: number, inside: Inside) => ViewState | undefined;
  /** The observations that must be read back to draw it. */
  payloads?: (model: Model) => readonly (number | undefined)[];
};

export type Panes = Readonly<Record<PaneId, Pane>>;
