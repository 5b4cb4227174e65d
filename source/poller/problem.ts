import {duration} from '../call/duration.js';
import {httpStatuses, meaningOfApiCode} from '../call/meaning/api.js';
import type {Meaning} from '../call/meaning/meaning.js';
import type {HealthObservation} from '../call/observation.js';
import type {ApiError} from '../vonage/api-error.js';

/** What can be wrong with a request or its answer. */
export type ProblemCode =
  | 'unauthorized'
  | 'credentials'
  | 'forbidden'
  | 'not-found'
  | 'rate-limited'
  | 'server-error'
  | 'refused'
  | 'reset'
  | 'timeout'
  | 'unreachable'
  | 'malformed'
  | 'redirected';

/** What a sentence may mention. */
type Circumstances = FailedRequest & {
  conversation: string;
  /** What was asked for, such as `events`. */
  asked: string;
};

/** What is known of a request that failed. */
export type FailedRequest = {
  /** Such as `api.nexmo.com`. */
  host: string;
  error?: ApiError;
  /** What the network said, such as `ECONNREFUSED`, or why no token could be signed. */
  cause?: string;
};

/** How a problem is shown, whom it concerns, and when to try again. Times in ms. */
type Problem = {
  state: Exclude<HealthObservation['state'], 'ok'>;
  /** `host`: no conversation is asked for there meanwhile. `conversation`: the others go on. */
  scope: 'host' | 'conversation';
  /** The wait before the n-th attempt is a random part of first × 2ⁿ, at most `most`, at least `least`. */
  wait: {first: number; most: number; least: number};
  /** What happened, where, and what to do next. */
  text: (c: Circumstances) => string;
};

const brief = {first: 500, most: 30_000, least: 0};
const long = {first: 10_000, most: 60_000, least: 1000};
/** Nothing but a person, or a clock that is set right, mends it: so it is tried, but seldom. */
const seldom = {first: 30_000, most: 300_000, least: 15_000};

/** One row a problem: its sentence and its own backoff. */
export const problems: Record<ProblemCode, Problem> = {
  unauthorized: {
    state: 'failing',
    scope: 'host',
    wait: seldom,
    text: c =>
      `${c.host} refused the token, and a freshly signed one as well (401${code(c)})${detail(c)}. ` +
      (clockAdvice(c) ??
        "Check that the application id and the private key belong together, and this machine's clock.") +
      ' It is tried again every few minutes; webhooks are shown all the same.',
  },
  credentials: {
    state: 'failing',
    scope: 'host',
    wait: seldom,
    text: c => `No token can be signed, so ${c.host} is not asked. ${c.cause ?? ''}`,
  },
  forbidden: {
    state: 'failing',
    scope: 'conversation',
    wait: long,
    text: c =>
      `${c.host} does not let this application read the ${c.asked} of ${c.conversation} (403${code(c)})${detail(c)}.${meaning(c)} ` +
      (advice(c) ??
        "Check that --application-id is the application that the number is linked to, and the token's access list."),
  },
  'not-found': {
    state: 'waiting',
    scope: 'conversation',
    wait: {first: 1000, most: 8000, least: 500},
    text: c =>
      `${c.host} does not know ${c.conversation} (404): it is not there yet, belongs to another application, or lives in ` +
      'another region. It is asked for again for half a minute. Check --application-id, or give the host of its region ' +
      'as --api-url.',
  },
  'rate-limited': {
    state: 'waiting',
    scope: 'host',
    wait: {first: 2000, most: 60_000, least: 1000},
    text: c =>
      `${c.host} asks for fewer requests (429${code(c)})${detail(c)}. Polling pauses and goes on by itself; if this repeats, look for another ` +
      'program that uses the same application.',
  },
  'server-error': {
    state: 'failing',
    scope: 'conversation',
    wait: brief,
    text: c =>
      `${c.host} failed when asked for the ${c.asked} of ${c.conversation} (${c.error?.status}${code(c)})${detail(c)}. It is asked ` +
      `again by itself; if it lasts, see Vonage's status page${trace(c)}.`,
  },
  refused: {
    state: 'failing',
    scope: 'conversation',
    wait: long,
    text: c =>
      `${c.host} refused to give the ${c.asked} of ${c.conversation} (${c.error?.status}${code(c)})${detail(c)}.` +
      `${meaning(c)} ${advice(c) ?? 'Check --api-url.'} It is asked again by itself, less and less often.`,
  },
  reset: {
    state: 'failing',
    scope: 'host',
    wait: brief,
    text: c =>
      `The connection to ${c.host} broke before the answer was complete${cause(c)}. It is tried again by itself; if it ` +
      'lasts, check the network, VPN or proxy between here and there.',
  },
  timeout: {
    state: 'failing',
    scope: 'host',
    wait: brief,
    text: c =>
      `${c.host} did not answer in time (5 s to begin, 10 s in all). It is tried again by itself; if it lasts, check the network, and --api-url.`,
  },
  unreachable: {
    state: 'failing',
    scope: 'host',
    wait: {first: 1000, most: 30_000, least: 0},
    text: c =>
      `${c.host} cannot be reached${cause(c)}. It is tried again by itself; check the network, and that --api-url is ` +
      'spelled right.',
  },
  malformed: {
    state: 'failing',
    scope: 'conversation',
    wait: {first: 2000, most: 30_000, least: 0},
    text: c =>
      `${c.host} answered with something that is not the ${c.asked} of a conversation${cause(c)}. It is asked again by ` +
      'itself; if it lasts, check --api-url: a proxy or a login page may be answering in its place.',
  },
  redirected: {
    state: 'failing',
    scope: 'host',
    wait: {first: 5000, most: 60_000, least: 1000},
    text: c =>
      `${c.host} redirects to another address (${c.error?.status}), and a token is never taken along. Check --api-url: it ` +
      'should be the address that answers itself.',
  },
};

/** The last word on a conversation that was never found. */
export function givenUp(c: Circumstances): string {
  return (
    `${c.host} never knew ${c.conversation} (404), and it is not asked for again unless it is heard of later: it was over before, belongs to another ` +
    'application, or lives in another region. Check --application-id, or give the host of its region as --api-url; its ' +
    'webhooks are shown all the same.'
  );
}

/**
 * How long to wait before another attempt, ms: exponential with full jitter, so that many monitors that lost the same host
 * do not come back at the same moment. An answer's own Retry-After comes first.
 *
 * @param attempt 0 after the first failure.
 * @param random from 0 to 1.
 */
export function waitFor(problem: Problem, attempt: number, random: number, retryAfterMs?: number): number {
  const {first, most, least} = problem.wait;
  if (retryAfterMs !== undefined) return retryAfterMs;
  const ceiling = Math.min(most, first * 2 ** Math.min(attempt, 20));
  return Math.max(least, Math.round(random * ceiling));
}

/** A token is good between two moments of Vonage's clock: signed by one that is elsewhere, it is refused whatever the key. */
export function clockAdvice({error, host}: FailedRequest): string | undefined {
  const ahead = error?.clockMs;
  if (ahead === undefined || Math.abs(ahead) < 30_000) return;
  return `This machine's clock is ${duration(ahead)} ${ahead > 0 ? 'ahead of' : 'behind'} that of ${host}: set it right.`;
}

export function code(c: FailedRequest): string {
  return c.error?.code === undefined ? '' : `, ${short(c.error.code)}`;
}

/** What the answer itself says, as the end of a sentence of ours. */
export function detail(c: FailedRequest): string {
  return c.error?.detail === undefined ? '' : `: ${short(c.error.detail.replace(/\.$/, ''))}`;
}

/** The code in words, where Vonage documents it; else the HTTP status, where that alone says what is wrong. */
export function meaning(c: FailedRequest): string {
  const known = knownOf(c);
  return known === undefined ? '' : ` ${known.meaning}`;
}

export const advice = (c: FailedRequest): string | undefined => knownOf(c)?.advice;

function knownOf({error}: FailedRequest): Meaning | undefined {
  const known = error?.code === undefined ? undefined : meaningOfApiCode(error.code);
  return known ?? (error?.status === 402 ? httpStatuses.get('402') : undefined);
}

export function cause(c: FailedRequest): string {
  return c.cause === undefined ? '' : ` (${short(c.cause)})`;
}

export function trace(c: FailedRequest): string {
  return c.error?.trace === undefined ? '' : ` and give their support the trace ${short(c.error.trace)}`;
}

/** Words from outside may be as long as they like; a sentence for people may not. */
function short(words: string): string {
  return words.length > 120 ? `${words.slice(0, 119)}…` : words;
}
