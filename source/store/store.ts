import type {Observation} from '../call/observation.js';
import {type Moves, movedTwice} from '../world/event-log.js';
import {frozen} from '../world/frozen.js';
import {Altered} from './altered.js';
import {problemAnew, viewAnew} from './anew.js';
import {keysInForce} from './commands/choose-keys.js';
import {type CommandResult, say} from './commands/command.js';
import type {Effect} from './effects.js';
import type {Feed} from './feed.js';
import {createFrames, FPS_OF_BUS} from './frames.js';
import type {Model} from './model.js';
import type {Moments} from './moments.js';
import {movedView} from './moved-view.js';
import {wantedPayloads} from './panes.js';
import {createPayloads} from './payloads.js';
import {paste, press} from './press.js';
import {createScrub, type Marks, movedToMoment, movedToNow} from './scrub.js';
import {searchedOf} from './select.js';
import {timeLineOf} from './time-line.js';
import {firstView, type Moment, type Theme, type ViewState} from './view-state.js';

/** How long rows are searched at a time for what passes the filter, ms: a key waits no longer. */
const SLICE_MS = 8;
/** Below so many rows the time line has none of them, unless an earlier moment is shown. */
const LOWEST_WITH_TIME_LINE = 20;
/** How long a message stays, ms. */
const MESSAGE_MS = 5000;

const LOST = 'That moment cannot be read back: the recording is no longer as it was.';

/** The World that is shown, and what is chosen in it. */
type Shown = Pick<Model, 'view' | 'world' | 'now' | 'waiting' | 'memo'>;

/** What the screen shows: the feed's World, and what the person chose. */
export type Store = {
  /** The same object until something changed: what `useSyncExternalStore` asks for. */
  getSnapshot(): Model;
  subscribe(listener: () => void): () => void;
  /** Takes a key, by its name; the screen learns of it at once. */
  press(key: string): void;
  /** Carries out what something else than a key asks for; the screen learns of it at once. */
  change(make: (model: Model) => CommandResult): void;
  /** Takes pasted text: it goes where text is being typed, and never presses keys. */
  paste(text: string): void;
  resize(columns: number, rows: number): void;
  /** Says something in the hint line for a few seconds. */
  say(text: string, tone?: 'good' | 'bad'): void;
  /** The recording that is shown has been read to its end. */
  complete(): void;
  /** Shows the same calls as they are known by what was read from another time on, ms since the epoch; what is chosen in them stays. */
  replace(known: Known, since?: number): void;
  /** Lets live clocks move; call it once a second, or more often where meters move. */
  clock(): void;
  close(): void;
};

/** What is known, and where its payloads and earlier moments are read. */
export type Known = {
  feed: Feed;
  /** Reads an observation back, payload and all, by its seq. */
  payload: (seq: number) => Promise<Observation | undefined>;
  /** Worlds of earlier moments. */
  moments?: Moments;
};

export type StoreOptions = Known & {
  /** What the screen has, as screen/panes.ts tells. */
  panes: Model['panes'];
  /** ms since the epoch. */
  now: () => number;
  onEffect: (effect: Effect) => void;
  /** What is recorded and waits to be read. */
  behind?: () => Model['behind'];
  /** How far the recording has been read. */
  reading?: () => Model['reading'];
  /** How the monitor itself is. */
  vitals?: () => Model['vitals'];
  /** The call that is sent to the application again. */
  replaying?: () => Model['replaying'];
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
  /** The monitor elsewhere that is looked at. */
  attachedTo?: string;
  /** It is a bus: what those are called who publish there. */
  bus?: string;
  /** From when on that was read, ms since the epoch. */
  since?: number;
  /** It is read again from another time on, beside what is shown. */
  anew?: () => Model['anew'];
};

/** Holds what the person has chosen, and the World of the last frame; the only thing that the screen reads. */
export function createStore({feed: first, payload, moments, ...options}: StoreOptions): Store {
  const {now: clock} = options;
  let altered = new Altered();
  let model: Model = {
    world: first.world(),
    latest: first.world(),
    view: {
      ...firstView,
      filter: options.filter ?? '',
      theme: options.theme,
      masking: options.masked ? 'always' : 'off',
    },
    panes: options.panes,
    now: clock(),
    waiting: 0,
    payloads: new Map(),
    memo: {altered},
    mode: options.mode ?? 'live',
    follows: options.follows,
    can: {simulate: false, snapshot: true, scenarios: [], ...options.can},
    keys: keysInForce(options.keys ?? new Map()),
    file: options.file,
    attachedTo: options.attachedTo,
    bus: options.bus,
    since: options.since,
  };
  /** Where rows have moved since the display was frozen. */
  let missed: Moves | undefined;
  /** What was marked among the rows of now, while an earlier moment is shown. */
  let marksNow: Marks | undefined;
  let silence: NodeJS.Timeout | undefined;
  let searching: NodeJS.Immediate | undefined;
  const listeners = new Set<() => void>();
  const frames = createFrames({
    fps: options.fps ?? (options.bus === undefined ? undefined : FPS_OF_BUS),
    make: () => publish(),
    paint() {
      for (const listener of listeners) listener();
    },
  });
  let {feed, payloads, scrub, close} = follow({feed: first, payload, moments});

  /** Frames are drawn of this from now on. */
  function follow({feed, payload, moments}: Known) {
    let isShown = true;
    const payloads = createPayloads(payload, () => {
      if (!isShown) return;
      model = {...model, payloads: payloads.kept()};
      frames.draw('soon');
    });
    const unfollow = feed.listen({
      each(_, {rows}) {
        for (const row of rows) altered.note(row);
      },
      batch: frames.ask,
      forgot({moves}, before) {
        altered = new Altered();
        if (model.view.moment) model = {...model, ...now(model.view, before)};
        // A display that stands still has its own copy of the World, with the rows where they were.
        if (model.view.paused) missed = missed ? movedTwice(missed, moves, model.world.log.length) : moves;
        else renumber(moves);
      },
    });
    const scrub = createScrub({
      moments,
      latest: feed.world,
      onMade(isMade) {
        if (isMade || !isShown) publish();
        else apply(say({...model, view: {...model.view, moment: undefined}}, LOST));
      },
      onMoved(moment) {
        const line = timeLineOf(model);
        publish({...model.view, moment: line && moment.at < line.to ? moment : undefined});
      },
    });
    return {
      feed,
      payloads,
      scrub,
      close() {
        isShown = false;
        unfollow();
        scrub.close();
      },
    };
  }

  function renumber(moves: Moves): void {
    model = {...model, view: movedView(model.view, moves), world: feed.world(), memo: {altered}};
  }

  function publish(chosen = model.view): void {
    frames.begin();
    let view: ViewState = {...chosen, hasTimeLine: hasTimeLine(chosen)};
    if (missed && !view.paused) {
      view = movedView(view, missed);
      model = {...model, memo: {altered}};
      missed = undefined;
    }
    model = {
      ...model,
      ...shown(view),
      latest: feed.world(),
      behind: options.behind?.(),
      reading: options.reading?.(),
      anew: options.anew?.(),
      vitals: options.vitals?.(),
      replaying: options.replaying?.(),
    };
    search();
    // What was received just now is in memory, and comes before the next turn: drawn before that, the detail would flicker.
    scrub.run(model.view.moment);
    frames.draw(payloads.want(wantedPayloads(model)) ? 'next turn' : 'now');
  }

  /** What of the World is shown, and what is chosen in it. */
  function shown(view: ViewState): Shown {
    if (view.moment) return then(view, view.moment);
    if (model.view.moment) return now(view);
    const world = feed.world();
    if (!view.paused) return {view, world, now: clock(), waiting: 0, memo: model.memo};
    // A display that is frozen stands still, its clocks too, from the moment on at which it was frozen.
    const held = model.view.paused ? model : {world: frozen(world), now: model.now};
    return {view, world: held.world, now: held.now, waiting: world.seq - held.world.seq, memo: model.memo};
  }

  /** Until the World of a moment is made, that of before is shown. */
  function then(view: ViewState, moment: Moment): Shown {
    marksNow ??= {marked: view.marked, bookmarks: view.bookmarks};
    const world = scrub.world(moment);
    if (!world) return {view, world: model.world, now: model.now, waiting: 0, memo: model.memo};
    const isOther = world !== model.world;
    return {
      view: isOther ? movedToMoment(view, moment, model.world, world) : view,
      world,
      now: Math.max(world.now, moment.at),
      waiting: 0,
      memo: isOther ? {altered: new Altered()} : model.memo,
    };
  }

  function now(view: ViewState, world = feed.world()): Shown {
    const chosen = movedToNow(view, marksNow, model.world, world);
    marksNow = undefined;
    return {view: chosen, world, now: clock(), waiting: 0, memo: {altered}};
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

  function hasTimeLine({moment, rows}: ViewState): boolean {
    return moment !== undefined || (model.mode === 'replay' && rows >= LOWEST_WITH_TIME_LINE);
  }

  function apply(change: CommandResult): void {
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
    replace(known, since) {
      if (model.view.moment) model = {...model, ...now(model.view)};
      close();
      altered = new Altered();
      missed = undefined;
      const world = known.feed.world();
      const view = viewAnew(model.view, model.world, world);
      const before = model;
      model = {...model, view, world, latest: world, payloads: new Map(), memo: {altered}, since};
      model = {...model, view: {...view, problem: problemAnew(before, model)}};
      ({feed, payloads, scrub, close} = follow(known));
      publish();
    },
    clock() {
      // In a recording no time passes, but until it is read.
      if (clock() !== model.now || options.reading?.()) frames.ask();
    },
    close() {
      close();
      frames.close();
      clearImmediate(searching);
      clearTimeout(silence);
      listeners.clear();
    },
  };
}
