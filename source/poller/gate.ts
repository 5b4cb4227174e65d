import type {ProblemCode} from './problem.js';

/** One host's condition: shut for everybody while the host, the network or the credentials are the problem. */
export type Gate = {
  readonly base: string;
  /** Such as `api.nexmo.com`. */
  readonly host: string;
  /** Nothing is asked before. On the steady clock, ms. */
  opensAt: number;
  /** Requests under way. While the gate has a problem there is at most one: it probes for all. */
  busy: number;
  problem?: ProblemCode;
  attempts: number;
  failedAt: number;
  /** A token was refused and is being replaced: when a fresh one is refused as well, signing again is no cure. */
  resigning: boolean;
  /** Whether it ever answered. */
  known: boolean;
};

/** @param base the base URL, without a slash at its end. */
export function createGate(base: string): Gate {
  return {
    base,
    host: new URL(base).host,
    opensAt: 0,
    busy: 0,
    attempts: 0,
    failedAt: -Infinity,
    resigning: false,
    known: false,
  };
}

/**
 * Shuts the gate and returns how long for, in ms; undefined when the request was sent before the last failure: then it
 * failed for the same reason, and adds nothing. One failure after another counts on, whatever their kinds.
 */
export function shut(
  gate: Gate,
  problem: ProblemCode,
  sentAt: number,
  now: number,
  wait: (attempt: number) => number,
): number | undefined {
  if (gate.problem !== undefined && sentAt < gate.failedAt) return;
  gate.attempts = gate.problem === undefined ? 0 : gate.attempts + 1;
  const ms = wait(gate.attempts);
  Object.assign(gate, {problem, failedAt: now, opensAt: now + ms});
  return ms;
}

/** Opens the gate; true when that is news. */
export function open(gate: Gate): boolean {
  const news = !gate.known || gate.problem !== undefined;
  Object.assign(gate, {known: true, problem: undefined, attempts: 0, opensAt: 0, resigning: false});
  return news;
}
