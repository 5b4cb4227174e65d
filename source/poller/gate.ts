import type {ProblemCode} from './problem.js';

/** One host's condition: shut for everybody while the host, the network or the credentials are the problem. */
export type Gate = {
  readonly base: string;
  /** Such as `api.nexmo.com`. */
  readonly host: string;
  /** Nothing is asked before; Infinity until the credentials change. On the steady clock, ms. */
  opensAt: number;
  /** Requests under way. While the gate has a problem there is at most one: it probes for all. */
  busy: number;
  problem?: ProblemCode;
  attempts: number;
  failedAt: number;
  /** A token that was refused: a second, fresh one that is refused as well means that signing again is no cure. */
  refused?: string;
  /** Whether it ever answered. */
  known: boolean;
};

/** @param base the base URL, without a slash at its end. */
export function createGate(base: string): Gate {
  return {base, host: new URL(base).host, opensAt: 0, busy: 0, attempts: 0, failedAt: -Infinity, known: false};
}

/**
 * Shuts the gate and returns how long for, in ms. A request that was sent before the last failure adds nothing to the wait:
 * it failed for the same reason.
 */
export function shut(gate: Gate, problem: ProblemCode, sentAt: number, now: number, wait: (attempt: number) => number) {
  if (gate.problem !== undefined && sentAt < gate.failedAt) return Math.max(0, gate.opensAt - now);
  gate.attempts = gate.problem === problem ? gate.attempts + 1 : 0;
  const ms = wait(gate.attempts);
  Object.assign(gate, {problem, failedAt: now, opensAt: now + ms});
  return ms;
}

/** Opens the gate; true when that is news. */
export function open(gate: Gate): boolean {
  const news = !gate.known || gate.problem !== undefined;
  Object.assign(gate, {known: true, problem: undefined, attempts: 0, opensAt: 0, refused: undefined});
  return news;
}
