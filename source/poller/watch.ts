import type {Gate} from './gate.js';
import {createPlan, type PollPlan} from './plan.js';
import type {ProblemCode} from './problem.js';

/** One conversation that is asked for. Times on the steady clock, ms. */
export type Watch = {
  readonly id: string;
  readonly plan: PollPlan;
  /** Where to ask, the best guess first. */
  gates: Gate[];
  /** Whether it was ever found. */
  seen: boolean;
  /** It was given up before, because it was not. */
  readonly again: boolean;
  /** `ending`: its legs are over, a few last looks. `post-mortem`: it is gone (404), one request for its legs at the Voice API. */
  phase: 'live' | 'ending' | 'post-mortem';
  busy: boolean;
  dueAt: number;
  readonly since: number;
  endedAt?: number;
  /** Begin of the current or last round. */
  roundAt: number;
  /** Rounds since something happened, and when it did. */
  quiet: number;
  signAt: number;
  /** A webhook came since the last round began. */
  nudged: boolean;
  /** This round began with a webhook, or brought something new. */
  eventful: boolean;
  /** Last looks left, or attempts at the post-mortem. */
  looks: number;
  /** What was emitted last, by slot: an answer that says the same again is not emitted. */
  readonly digests: Map<string, string>;
  /** What is wrong at the moment, by slot. */
  readonly troubles: Map<string, {problem: ProblemCode; attempts: number}>;
};

/** How long a call may be silent, ms, before its rounds are so many times `idleMs` apart. The longest first. */
const silences = [
  {ms: 3_600_000, times: 4},
  {ms: 600_000, times: 2},
  {ms: 60_000, times: 1},
];

/** Three requests in 15 s: one every 5 s. */
export const idleByDefaultMs = 15_000;

/**
 * Rounds begin 0.5 s apart while something happens, up to 5 s apart when nothing does, and after a silent minute `idleMs`
 * apart or more: a call that nobody speaks to is asked for less and less often.
 */
export function paceMs({quiet, signAt}: Pick<Watch, 'quiet' | 'signAt'>, now: number, idleMs: number): number {
  const soon = Math.min(5000, Math.round(500 * 1.5 ** Math.min(quiet, 10)));
  const silence = silences.find(({ms}) => now - signAt >= ms);
  return silence ? Math.max(soon, idleMs * silence.times) : soon;
}

/** Something happened in it: back to the quickest pace. */
export function stir(watch: Watch, now: number): void {
  Object.assign(watch, {quiet: 0, signAt: now});
}

/** After the last leg: at once, because a conversation without legs is soon removed, and once more. */
export const lastLooks = {count: 2, firstMs: 500, nextMs: 2000, patienceMs: 30_000};

/** How often the legs of a conversation that is gone are asked for, when asking fails. */
export const postMortemTries = 3;

/** How long a conversation that was never found is asked for: webhooks may be ahead of the API, but not by much. */
export const notFoundMs = 30_000;

/** @param path with its version, such as `/v1/conversations/CON-…`. */
export function createWatch(id: string, path: string, gates: Gate[], now: number, again: boolean): Watch {
  return {
    id,
    gates,
    plan: createPlan(id, path),
    seen: false,
    again,
    phase: 'live',
    busy: false,
    dueAt: now,
    since: now,
    roundAt: -Infinity,
    quiet: 0,
    signAt: now,
    nudged: false,
    eventful: false,
    looks: lastLooks.count,
    digests: new Map(),
    troubles: new Map(),
  };
}
