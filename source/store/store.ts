import type {Observation} from '../call/observation.js';
import {type Moves, movedTwice} from '../world/event-log.js';
import {frozen} from '../world/frozen.js';
import {Altered} from './altered.js';
import {keysInForce} from './commands/choose-keys.js';
import {type Change, say} from './commands/command.js';
import {wantedPayloads} from './contents.js';
import type {Effect} from './effects.js';
import type {Feed} from './feed.js';
import {createFrames} from './frames.js';
import type {Model} from './model.js';
import {movedView} from './moved-view.js';
import {createPayloads} from './payloads.js';
import {paste, press} from './press.js';
import {searchedOf} from './select.js';
import {firstView, type Theme} from './view-state.js';

/** How long rows are searched at a time for what passes the filter, ms: a key waits no longer. */
const SLICE_MS = 8;
/** How long a message stays, ms. */
const MESSAGE_MS = 5000;

/** What the screen shows: the feed's World, and what the person chose. */
export type Store = {
  /** The same object until something changed: what `useSyncExternalStore` asks for. */
  getSnapshot(): Model;
  subscribe(listener: () => void): () => void;
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
  feed: Feed;
  /** ms since the epoch. */
  now: () => number;
  onEffect: (effect: Effect) => void;
  /** What is recorded and waits to be read. */
  behind?: () => Model['behind'];
  /** How far the recording has been read. */
  reading?: () => Model['reading'];
  /** How the monitor itself is. */
  vitals?: () => Model['vitals'];
  /** Reads an observation back, payload and all, by its seq. */
  payload: (seq: number) => Promise<Observation | undefined>;
  mode?: Model['mode'];
  /** The recording goes on. */
  follows?: boolean;
  can?: Partial<Model['can']>;
  /** Keys that the person chose, by the command's id; the other commands keep their own. */
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

/** Holds what the person has chosen, and the World of the last frame; the only thing that the screen reads. */
export function createStore(options: StoreOptions): Store {
  const {now, feed} = options;
  let altered = new Altered();
  let model: Model = {
    world: feed.world(),
    view: {
      ...firstView,
      filter: options.filter ?? '',
      theme: options.theme,
      masking: options.masked ? 'always' : 'off',
    },
    now: now(),
    waiting: 0,
    payloads: new Map(),
    memo: {altered},
    mode: options.mode ?? 'live',
    follows: options.follows,
    can: {simulate: false, snapshot: true, scenarios: [], ...options.can},
    keys: keysInForce(options.keys ?? new Map()),
    file: options.file,
  };
  /** Where rows have moved since the display was frozen. */
  let missed: Moves | undefined;
  let silence: NodeJS.Timeout | undefined;
  let searching: NodeJS.Immediate | undefined;
  const listeners = new Set<() => void>();
  const frames = createFrames({
    fps: options.fps,
    make: () => publish(),
    paint() {
      for (const listener of listeners) listener();
    },
  });
  const payloads = createPayloads(options.payload, () => {
    model = {...model, payloads: payloads.kept()};
    frames.draw('soon');
  });
  const unfollow = feed.listen({
    each(_, {rows}) {
      for (const row of rows) altered.note(row);
    },
    batch: frames.ask,
    forgot({moves}) {
      altered = new Altered();
      // A display that stands still has its own copy of the World, with the rows where they were.
      if (model.view.paused) missed = missed ? movedTwice(missed, moves, model.world.log.length) : moves;
      else renumber(moves);
    },
  });

  function renumber(moves: Moves): void {
    model = {...model, view: movedView(model.view, moves), world: feed.world(), memo: {altered}};
  }

  function publish(chosen = model.view): void {
    frames.begin();
    let view = chosen;
    if (missed && !view.paused) {
      view = movedView(view, missed);
      model = {...model, memo: {altered}};
      missed = undefined;
    }
    model = {
      ...model,
      ...shown(view),
      view,
      behind: options.behind?.(),
      reading: options.reading?.(),
      vitals: options.vitals?.(),
    };
    search();
    // What was received just now is in memory, and comes before the next turn: drawn before that, the detail would flicker.
    frames.draw(payloads.want(wantedPayloads(model)) ? 'next turn' : 'now');
  }

  /** A display that is frozen stands still, its clocks too, from the moment on at which it was frozen. */
  function shown({paused}: Model['view']): Pick<Model, 'world' | 'now' | 'waiting'> {
    const world = feed.world();
    if (!paused) return {world, now: now(), waiting: 0};
    const held = model.view.paused ? model : {world: frozen(world), now: model.now};
    return {world: held.world, now: held.now, waiting: world.seq - held.world.seq};
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
      frames.ask();
    });
  }

  function apply(change: Change): void {
    const isNews = change.view?.message !== undefined && change.view.message !== model.view.message;
    publish(change.view);
    if (isNews) {
      clearTimeout(silence);
      silence = setTimeout(() => publish({...model.view, message: undefined}), MESSAGE_MS);
    }
    if (change.effect) options.onEffect(change.effect);
  }

  return {
    getSnapshot: () => model,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    press: key => apply(press(model, key)),
    change: make => apply(make(model)),
    paste: text => apply(paste(model, text)),
    resize: (columns, rows) => publish({...model.view, columns, rows}),
    say: (text, tone) => apply(say(model, text, tone)),
    complete() {
      model = {...model, isComplete: true};
      frames.ask();
    },
    clock() {
      // In a recording no time passes, but until it is read.
      if (now() !== model.now || options.reading?.()) frames.ask();
    },
    close() {
      unfollow();
      frames.close();
      clearImmediate(searching);
      clearTimeout(silence);
      listeners.clear();
    },
  };
}
