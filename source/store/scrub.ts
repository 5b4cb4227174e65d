import {movesBetween} from '../world/event-log.js';
import type {World} from '../world/world.js';
import type {Moments} from './moments.js';
import {movedView} from './moved-view.js';
import {primaryOf} from './select.js';
import {momentAt} from './time-line.js';
import type {Moment, ViewState} from './view-state.js';

/** How often the moment moves on while time runs, ms. */
const TICK = 100;

/** Makes the World of the moment that is shown, and lets time run on from there. */
export type Scrub = {
  /** The World of a moment; undefined while it is being made: `onMade` says when. */
  world(moment: Moment): World | undefined;
  /** Moves a moment on as long as it has a speed. */
  run(moment: Moment | undefined): void;
  close(): void;
};

type Options = {
  moments: Moments | undefined;
  /** The newest World. */
  latest(): World;
  /** The World of the moment that was asked for last was made, or could not be. */
  onMade(isMade: boolean): void;
  onMoved(moment: Moment): void;
};

export function createScrub({moments, latest, onMade, onMoved}: Options): Scrub {
  let made: {seq: number; world: World} | undefined;
  let wanted: Moment | undefined;
  let isMaking = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Moment | undefined;

  /** One at a time: while one is made, only the last that is asked for is remembered. */
  async function make(): Promise<void> {
    if (isMaking) return;
    isMaking = true;
    while (wanted) {
      const {seq, at} = wanted;
      const world = await moments?.world(seq, at, () => wanted?.seq === seq).catch(() => undefined);
      if (wanted.seq !== seq) continue;
      wanted = undefined;
      if (world) made = {seq, world};
      onMade(world !== undefined);
    }
    isMaking = false;
  }

  return {
    world(moment) {
      if (made?.seq === moment.seq) return made.world;
      if (wanted?.seq === moment.seq) return undefined;
      wanted = moment;
      void make();
      return undefined;
    },
    run(moment) {
      if (moment === running) return;
      clearTimeout(timer);
      running = moment;
      if (moment?.speed === undefined) return;
      const {speed} = moment;
      const from = performance.now();
      timer = setTimeout(
        () => onMoved({...momentAt(latest(), moment.at + (performance.now() - from) * speed), speed}),
        TICK,
      );
    },
    close() {
      clearTimeout(timer);
      moments?.close();
    },
  };
}

/** What was chosen in one World, in that of a moment: the event that has just arrived is in front, whatever its stamp says. */
export function movedToMoment(view: ViewState, {seq}: Moment, from: World, to: World): ViewState {
  const moved = movedView({...view, event: undefined, scroll: 0}, movesBetween(from.log, to.log));
  const {log} = to;
  let row = log.length - 1;
  while (row >= 0 && log.seq[row] === seq && !isOfCall(to, view, row)) row--;
  if (row < 0 || log.seq[row] !== seq) return moved;
  return {...moved, event: {item: primaryOf(to, row), anchor: view.event?.anchor ?? view.rows}, unfollowedAt: row};
}

/** What is marked among the rows of a World. */
export type Marks = Pick<ViewState, 'marked' | 'bookmarks'>;

/** Back from a moment: what was marked before is marked again, beside what was marked there, and the newest event is followed. */
export function movedToNow(view: ViewState, before: Marks | undefined, from: World, to: World): ViewState {
  const moved = movedView({...view, event: undefined, moment: undefined}, movesBetween(from.log, to.log));
  return {
    ...moved,
    marked: [...new Set([...(before?.marked ?? []), ...moved.marked])],
    bookmarks: new Set([...(before?.bookmarks ?? []), ...moved.bookmarks]),
  };
}

function isOfCall({log}: World, {call}: ViewState, row: number): boolean {
  return call === undefined || log.conversationOf(row) === call.item;
}
