import type {Observation} from '../call/observation.js';
import {fold} from '../world/fold/fold.js';
import {emptyWorld, type World} from '../world/world.js';
import {type Change, say} from './commands/command.js';
import {diffedRows} from './detail/diff-rows.js';
import {payloadsOf} from './detail/rows.js';
import type {Effect} from './effects.js';
import type {Model} from './model.js';
import {paste, press} from './press.js';
import {chosenRow, nccoReplySeq, searchedOf} from './select.js';
import {firstView, THREE_COLUMNS, type Theme} from './view-state.js';

/** The next frame comes no sooner than this after the last, ms, unless `fps` says otherwise; a key does not wait. */
const FRAME_MS = 50;
/** And no sooner than this many times what the last frame cost, so that drawing never takes more than a quarter of a core. */
const COST_FACTOR = 3;
/** How long rows are searched at a time for what passes the filter, ms: a key waits no longer. */
const SLICE_MS = 8;
/** How many observations may wait behind a paused display before it goes on by itself. */
const MOST_WAITING = 20_000;
/** How long a message stays, ms. */
const MESSAGE_MS = 5000;
/** How long after the first payload that was read back the others are waited for, ms. */
const PAYLOADS_MS = 5;
/** Payloads kept for the detail after they were read back. */
const MOST_PAYLOADS = 64;

export type Store = {
  /** The same object until something changed: what `useSyncExternalStore` asks for. */
  getSnapshot(): Model;
  subscribe(listener: () => void): () => void;
  /** Takes in observations; the screen learns of them at the next frame. */
  ingest(observations: readonly Observation[]): void;
  /** Takes a key, by its name; the screen learns of it at once. */
  press(key: string): void;
  /** Carries out what something else than a key asks for; the screen learns of it at once. */
  change(make: (model: Model) => Change): void;
  /** Takes pasted text: it goes where text is being typed, and never presses keys. */
  paste(text: string): void;
  resize(columns: number, rows: number): void;
  /** Says something in the hint line for a few seconds. */
  say(text: string, tone?: 'good' | 'bad'): void;
  /** The recording that is shown has been read to its end. */
  complete(): void;
  /** Lets live clocks move; call it once a second. */
  clock(): void;
  close(): void;
};

export type StoreOptions = {
  /** ms since the epoch. */
  now: () => number;
  onEffect: (effect: Effect) => void;
  /** Gets the World after each fold. */
  onWorld?: (world: World) => void;
  /** Reads an observation back, payload and all, by its seq. */
  payload: (seq: number) => Promise<Observation | undefined>;
  mode?: Model['mode'];
  can?: Partial<Model['can']>;
  keys?: Model['keys'];
  /** Most frames a second that are not due to a key. */
  fps?: number;
  /** What the stream is filtered by from the start. */
  filter?: string;
  theme?: Theme;
  /** The observations come without phone numbers. */
  masked?: boolean;
  file?: string;
};

/** What the detail and the NCCO pane need to be read back, where they are on the screen. */
function wantedPayloads(model: Model): number[] {
  const {view} = model;
  const isWide = view.columns >= THREE_COLUMNS;
  const row = isWide || view.overlay === 'detail' || view.focus === 'detail' ? chosenRow(model) : undefined;
  const ncco = isWide || view.focus === 'ncco' ? nccoReplySeq(model) : undefined;
  const compared = view.detail.tab === 'diff' ? (diffedRows(model) ?? []) : [];
  const rows = row === undefined ? [] : [row, ...compared];
  return [...rows.flatMap(each => payloadsOf(model, each)), ncco].filter(seq => seq !== undefined);
}

/** Holds the World and what the person has chosen; the only thing that the screen reads. */
export function createStore(options: StoreOptions): Store {
  const {now} = options;
  const frameMs = options.fps === undefined ? FRAME_MS : 1000 / options.fps;
  let model: Model = {
    world: emptyWorld(),
    view: {
      ...firstView,
      filter: options.filter ?? '',
      theme: options.theme,
      masking: options.masked ? 'always' : 'off',
    },
    now: now(),
    waiting: 0,
    payloads: new Map(),
    mode: options.mode ?? 'live',
    can: {simulate: false, snapshot: true, scenarios: [], ...options.can},
    keys: options.keys ?? new Map(),
    file: options.file,
  };
  let pending: Observation[] = [];
  let waiting: Observation[] = [];
  let timer: NodeJS.Timeout | undefined;
  let telling: NodeJS.Immediate | undefined;
  let reading: NodeJS.Timeout | undefined;
  let silence: NodeJS.Timeout | undefined;
  let searching: NodeJS.Immediate | undefined;
  let publishedAt = Number.NEGATIVE_INFINITY;
  let cost = 0;
  const listeners = new Set<() => void>();
  const asked = new Set<number>();

  function publish(next: Partial<Model>): void {
    clearTimeout(timer);
    timer = undefined;
    const started = now();
    const queue = pending;
    pending = [];
    const world = queue.length > 0 ? fold(model.world, queue) : model.world;
    const view = next.view ?? model.view;
    // A display that is frozen stands still, its clocks too.
    model = {...model, world, ...next, now: view.paused ? model.now : started, waiting: waiting.length};
    // Frames are paced by a clock of their own: that of a recording may leap hours, or stand still.
    publishedAt = performance.now();
    search();
    // What was received just now is in memory, and comes before the next turn: drawn before that, the detail would flicker.
    if (readPayloads()) telling ??= setImmediate(tell);
    else tell();
    if (queue.length > 0) options.onWorld?.(world);
  }

  /** Searches for a slice of time; what is left is searched between frames, and each frame shows how far it has come. */
  function search(): void {
    clearImmediate(searching);
    searching = undefined;
    const end = performance.now() + SLICE_MS;
    model = {...model, hasTime: () => performance.now() < end};
    if (searchedOf(model) === undefined) return;
    searching = setImmediate(() => {
      search();
      schedule();
    });
  }

  function tell(): void {
    clearImmediate(telling);
    telling = undefined;
    const started = performance.now();
    for (const listener of listeners) listener();
    // The screen is drawn before the next turn of the event loop: what lies between is what it cost.
    setImmediate(() => {
      cost = performance.now() - started;
    });
  }

  /** At once when the last frame is long enough ago, else when it will be. */
  function schedule(): void {
    if (timer) return;
    const due = publishedAt + Math.max(frameMs, cost * COST_FACTOR) - performance.now();
    timer = setTimeout(() => publish({}), Math.max(0, due));
  }

  function apply(change: Change): void {
    const resumed = model.view.paused && change.view && !change.view.paused;
    if (resumed) {
      pending.push(...waiting);
      waiting = [];
    }
    const isNews = change.view?.message !== undefined && change.view.message !== model.view.message;
    publish(change.view ? {view: change.view} : {});
    if (isNews) {
      clearTimeout(silence);
      silence = setTimeout(() => publish({view: {...model.view, message: undefined}}), MESSAGE_MS);
    }
    if (change.effect) options.onEffect(change.effect);
  }

  /** Has the payloads read back that the detail needs; whether there were any to read. One that cannot be read is not asked for again. */
  function readPayloads(): boolean {
    const missing = wantedPayloads(model).filter(seq => !asked.has(seq) && !model.payloads.has(seq));
    for (const seq of missing) {
      asked.add(seq);
      options.payload(seq).then(
        observation => {
          if (!observation) return;
          asked.delete(seq);
          const kept = [...model.payloads].slice(-MOST_PAYLOADS);
          model = {...model, payloads: new Map([...kept, [seq, observation]])};
          if (!telling) reading ??= setTimeout(tellRead, PAYLOADS_MS);
        },
        () => undefined,
      );
    }
    return missing.length > 0;
  }

  function tellRead(): void {
    reading = undefined;
    tell();
  }

  return {
    getSnapshot: () => model,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    ingest(observations) {
      if (model.view.paused) {
        waiting.push(...observations);
        if (waiting.length > MOST_WAITING) {
          apply({view: {...model.view, paused: false}});
          apply(say(model, `The display goes on: ${MOST_WAITING} observations were waiting.`));
        }
      } else {
        pending.push(...observations);
      }
      schedule();
    },
    press: key => apply(press(model, key)),
    change: make => apply(make(model)),
    paste: text => apply(paste(model, text)),
    resize: (columns, rows) => publish({view: {...model.view, columns, rows}}),
    say: (text, tone) => apply(say(model, text, tone)),
    complete() {
      model = {...model, isComplete: true};
      schedule();
    },
    clock() {
      // In a recording no time passes.
      if (now() !== model.now) schedule();
    },
    close: () => {
      clearTimeout(timer);
      clearTimeout(reading);
      clearImmediate(telling);
      clearImmediate(searching);
      clearTimeout(silence);
      listeners.clear();
    },
  };
}
