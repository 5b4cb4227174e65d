import {firstIndex} from '../call/first-index.js';

/** How simulated time passes: a factor of real time, as fast as deliveries allow (`Infinity`), or only when told (`'step'`). */
export type Speed = number | 'step';

/**
 * The simulated clock. It owns every timer of the simulator and stamps everything that leaves it; the wall clock is asked
 * only for deadlines that Vonage counts in real time (a slow application is not slower at a higher speed).
 */
export type Clock = {
  /** Simulated time, ms since the epoch. */
  now(): number;
  /** Starts the passing of time, before which `now()` stands still, if it has not begun. Returns the time it is. */
  begin(): number;
  /**
   * Waits for a simulated time and resolves with it (the planned time, not the later moment at which it was noticed, so
   * that stamps do not depend on the machine). A time that has passed resolves at once. Rejects with an aborted signal's reason.
   */
  until(time: number, ...signals: AbortSignal[]): Promise<number>;
  /** The same for what happens all the time, such as a frame of audio: `step` goes on to something that matters. */
  tick(time: number, ...signals: AbortSignal[]): Promise<number>;
  /** Whether time jumps to whatever is due (`Infinity`, `'step'`) now; otherwise it passes this many times as fast as real time. */
  readonly jumps: boolean;
  readonly factor: number;
  /**
   * Until the returned function is called, time passes as it really does, at any speed but `'step'`: an agent that listens and speaks cannot be made
   * to do so faster.
   */
  live(): () => void;
  /** At `Infinity` and `'step'`, time stands still until the returned function is called: an application is working (for half a minute at most). */
  hold(): () => void;
  /** How much simulated time a real duration (ms) took: nothing where time stands still meanwhile. */
  cost(realMs: number): number;
  /** `'step'` only: lets this many simulated ms pass, and everything that falls into them happen. */
  advance(ms: number): Promise<void>;
  /** `'step'` only: goes to the next thing that is due, and lets it happen. False when nothing is. */
  step(): Promise<boolean>;
  /** Drops every timer; what waits is rejected. */
  close(): void;
};

type Timer = {time: number; order: number; isTick: boolean; wake: () => void; drop: (reason: unknown) => void};

/** The longest delay that Node's timers hold, ms. */
const longestTimer = 2 ** 31 - 1;

/**
 * Real ms that time stands still for an application at work, more than any webhook's deadlines: one that always finds
 * something to do would otherwise keep its call from ever ending.
 */
const longestHold = 30_000;

/**
 * @param startAt simulated time of the beginning, ms since the epoch; the wall clock's when absent.
 * @param skewMs how far the simulated clock is ahead of the wall clock.
 */
export function createClock(speed: Speed, startAt?: number, skewMs = 0): Clock {
  const beginning = () => startAt ?? Date.now() + skewMs;
  const usual =
    speed === 'step' || speed === Number.POSITIVE_INFINITY ? {jumps: true, factor: 0} : {jumps: false, factor: speed};
  let {jumps, factor} = usual;
  let lives = 0;
  /** Latest first, so that the next one is popped from the end. */
  const timers: Timer[] = [];
  const settled: (() => void)[] = [];
  let order = 0;
  let begun = false;
  let closed = false;
  let anchor = beginning();
  let wall = 0;
  let reached = anchor;
  let limit = speed === 'step' ? anchor : Number.POSITIVE_INFINITY;
  let holds = 0;
  /** Runs while time stands still; when it has run out, time goes on in spite of holds until there is none. */
  let holding: NodeJS.Timeout | undefined;
  let isTired = false;
  let pumping = false;
  let waking = false;
  let pending: NodeJS.Timeout | undefined;

  const now = () => {
    if (!begun) return beginning();
    // What fired a little early has happened: nothing is earlier than that.
    return jumps ? reached : Math.max(reached, anchor + (performance.now() - wall) * factor);
  };

  const insert = (timer: Timer) => {
    const isLater = (other: Timer | undefined) =>
      other !== undefined && (other.time > timer.time || (other.time === timer.time && other.order > timer.order));
    const place = firstIndex(timers.length, i => isLater(timers[i]));
    timers.splice(place, 0, timer);
  };

  const arm = () => {
    if (jumps) return pump();
    clearTimeout(pending);
    const next = timers.at(-1);
    if (!next || closed || waking) return;
    const delay = Math.max(0, (next.time - now()) / factor);
    pending = setTimeout(wakeDue, Math.min(delay, longestTimer));
  };

  // One timer per turn of the event loop, here as below: on a busy machine several are due at once, and what an earlier one
  // does (hang up) decides whether a later one (an answer) happens at all.
  const wakeDue = () => {
    waking = false;
    if (jumps) return pump();
    const due = timers.at(-1);
    // Node may fire a timer a fraction of a millisecond early.
    if (!due || closed || due.time > now() + factor) return arm();
    timers.pop();
    reached = Math.max(reached, due.time);
    due.wake();
    waking = true;
    setImmediate(wakeDue);
  };

  // One timer per turn of the event loop: what it woke has planned its own next step before the next one fires.
  const pump = () => {
    if (pumping || closed || (holds > 0 && !isTired)) return;
    pumping = true;
    setImmediate(() => {
      pumping = false;
      if (!jumps) return arm();
      if (closed || (holds > 0 && !isTired)) return;
      if (holds === 0) stopHolding();
      const next = timers.at(-1);
      if (!next || next.time > limit) {
        for (const resolve of settled.splice(0)) resolve();
        return;
      }
      timers.pop();
      reached = Math.max(reached, next.time);
      next.wake();
      pump();
    });
  };

  const stopHolding = () => {
    clearTimeout(holding);
    holding = undefined;
    isTired = false;
  };

  /** Time goes on from where it is, at another pace. */
  const pass = (pace: typeof usual) => {
    reached = now();
    anchor = reached;
    wall = performance.now();
    ({jumps, factor} = pace);
    clearTimeout(pending);
    arm();
  };

  const settle = () => {
    const done = new Promise<void>(resolve => settled.push(resolve));
    pump();
    return done;
  };

  const wait = (isTick: boolean, time: number, signals: AbortSignal[]): Promise<number> =>
    new Promise((resolve, reject) => {
      if (closed) return reject(new Closed('The simulator was closed.'));
      const aborted = signals.find(signal => signal.aborted);
      if (aborted) return reject(aborted.reason);
      const stopWatching = () => {
        for (const signal of signals) signal.removeEventListener('abort', onAbort);
      };
      const timer: Timer = {
        time,
        order: order++,
        isTick,
        wake() {
          stopWatching();
          resolve(time);
        },
        drop(reason) {
          stopWatching();
          reject(reason);
        },
      };
      const onAbort = (event: Event) => {
        const place = timers.indexOf(timer);
        if (place >= 0) timers.splice(place, 1);
        if (event.target instanceof AbortSignal) timer.drop(event.target.reason);
      };
      for (const signal of signals) signal.addEventListener('abort', onAbort);
      insert(timer);
      arm();
    });

  return {
    now,
    get jumps() {
      return jumps;
    },
    get factor() {
      return factor;
    },
    live() {
      if (speed === 'step' || speed === 1) return () => undefined;
      if (lives++ === 0) pass({jumps: false, factor: 1});
      let isLive = true;
      return () => {
        if (!isLive) return;
        isLive = false;
        if (--lives === 0) pass(usual);
      };
    },
    begin() {
      if (begun) return now();
      begun = true;
      anchor = beginning();
      reached = anchor;
      wall = performance.now();
      if (speed === 'step') limit = anchor;
      return anchor;
    },
    until: (time, ...signals) => wait(false, time, signals),
    tick: (time, ...signals) => wait(true, time, signals),
    hold() {
      holds++;
      if (jumps && !closed) {
        holding ??= setTimeout(() => {
          isTired = true;
          pump();
        }, longestHold);
      }
      let held = true;
      return () => {
        if (!held) return;
        held = false;
        holds--;
        if (jumps) pump();
      };
    },
    cost: realMs => (jumps ? 0 : realMs * Math.min(factor, 1)),
    async advance(ms) {
      limit = reached + ms;
      await settle();
      reached = Math.max(reached, limit);
    },
    async step() {
      await settle();
      const next = timers.findLast(timer => !timer.isTick);
      if (!next) return false;
      limit = Math.max(limit, next.time);
      await settle();
      return true;
    },
    close() {
      closed = true;
      clearTimeout(pending);
      stopHolding();
      for (const timer of timers.splice(0)) timer.drop(new Closed('The simulator was closed.'));
      for (const resolve of settled.splice(0)) resolve();
    },
  };
}

/** Why a wait of the clock ended when the simulator was closed meanwhile. */
export class Closed extends Error {}
