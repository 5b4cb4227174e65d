import type {Gate} from './gate.js';
import {createPlan, type Plan} from './plan.js';
import type {ProblemCode} from './problem.js';

/** One conversation that is asked for. Times on the steady clock, ms. */
export type Watch = {
  readonly id: string;
  readonly plan: Plan;
  /** Where to ask, the best guess first. */
  gates: Gate[];
  /** Whether it was ever found. */
  seen: boolean;
  /** `ending`: its legs are over, a few last looks. `post-mortem`: it is gone (404), one request for its legs at the Voice API. */
  phase: 'live' | 'ending' | 'post-mortem';
  busy: boolean;
  dueAt: number;
  readonly since: number;
  endedAt?: number;
  /** Begin of the current or last round. */
  roundAt: number;
  /** Rounds since something happened. */
  quiet: number;
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

/** Rounds begin 0.5 s apart while something happens, and up to 5 s apart when nothing does. */
export function paceMs(quiet: number): number {
  return Math.min(5000, Math.round(500 * 1.5 ** Math.min(quiet, 10)));
}

/** After the last leg: at once, because a conversation without legs is soon removed, and once more. */
export const lastLooks = {count: 2, firstMs: 500, nextMs: 2000, patienceMs: 30_000};

/** How often the legs of a conversation that is gone are asked for, when asking fails. */
export const postMortemTries = 3;

/** How long a conversation that was never found is asked for: webhooks may be ahead of the API, but not by much. */
export const notFoundMs = 30_000;

/** @param path with its version, such as `/v1/conversations/CON-…`. */
export function createWatch(id: string, path: string, gates: Gate[], now: number): Watch {
  return {
    id,
    gates,
    plan: createPlan(id, path),
    seen: false,
    phase: 'live',
    busy: false,
    dueAt: now,
    since: now,
    roundAt: -Infinity,
    quiet: 0,
    nudged: false,
    eventful: false,
    looks: lastLooks.count,
    digests: new Map(),
    troubles: new Map(),
  };
}
