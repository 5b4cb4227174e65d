import type {Dispatcher} from 'undici';
import {keepNewest} from '../call/keep-newest.js';
import type {Draft, RawResponse} from '../call/observation.js';
import {conversationPath, trustedOrigin} from '../vonage/hosts.js';
import type {TokenSource} from '../vonage/token.js';
import {mostBytes} from './body.js';
import {createBucket} from './bucket.js';
import {setTimer as platformTimer, type SetTimer, steadyClock} from './clock.js';
import {createGate, type Gate} from './gate.js';
import {createSender} from './send.js';
import {createSettler, type ReturnedRequest} from './settle.js';
import {createWatch, idleByDefaultMs, lastLooks, paceMs, stir, type Watch} from './watch.js';

export type PollerOptions = {
  /** The configured base URL, http or https. */
  apiUrl: string;
  /** `v1` is what Vonage serves to everybody; the tutorial's `v0.3` may have the members in the conversation. */
  apiVersion?: 'v1' | 'v0.3';
  tokens: TokenSource;
  /** Gets every answer that brings something new, and every change of the poller's own condition. */
  emit: (draft: Draft) => void;
  /** ms since the epoch. */
  now: () => number;
  /** From 0 to 1, for the jitter of backoffs. */
  random: () => number;
  /** How far apart the rounds of a call are in which nothing happened for a minute, ms; 15 s when not given. */
  idleMs?: number;
  setTimer?: SetTimer;
  /** An undici dispatcher to send through, such as one with a proxy; it is not closed here. */
  dispatcher?: Dispatcher;
};

/** Asks the Conversation API about the conversations that it is told of, until they are over. */
export type Poller = {
  /**
   * Begins to ask for a conversation; to be called at its first webhook, and again whenever a webhook brings a `region_url`.
   * A conversation that has vanished stays so; one that was ended but still existed is asked for again, and one that was
   * never found when it is told of a minute later or more.
   */
  watch(conversation: string, options?: {regionUrl?: unknown}): void;
  /** Something happened in it (a webhook came): asks again soon, and quickly for a while. */
  nudge(conversation: string): void;
  /** All its legs are over: a last look or two, then no more. */
  ended(conversation: string): void;
  /** Stops everything; requests under way are dropped and emit nothing. */
  close(): Promise<void>;
  /**
   * What came of the last question (a status, or what was wrong), how often the host failed that is asked next, and in how many ms that
   * is.
   */
  outlook(): {conversations: number; last?: string; failures: number; inMs?: number};
  /** How many conversations are asked for, and how many requests are under way. */
  readonly state: {conversations: number; requests: number};
};

/** Requests at a time; with 15 s for the slowest answer and 5 requests a second there could be 75. */
const mostRequests = 16;

/** Conversations at a time: forged webhooks must not turn into a flood of requests. */
const mostWatches = 200;

/** When one that was never found is worth another try, ms: the region or the application may be set right meanwhile. */
const goneAgainMs = 60_000;

/** Ids of vanished conversations that are remembered, so that a late webhook does not bring one back. */
const mostGone = 10_000;

/**
 * Makes a poller. Never more than 5 requests a second in the long run and 15 in any second, shared fairly: whoever has
 * waited longest is next. A token is sent to `apiUrl`, and to a webhook's `region_url` when that is one of Vonage's hosts.
 *
 * Throws TypeError when `apiUrl` is no URL.
 */
export function createPoller(options: PollerOptions): Poller {
  const {emit, tokens, now, idleMs = idleByDefaultMs, setTimer = platformTimer} = options;
  const clock = steadyClock(now);
  const bucket = createBucket(clock());
  const sender = createSender(setTimer, options.dispatcher);
  const settle = createSettler({...options, idleMs, clock});
  const apiUrl = options.apiUrl.replace(/\/+$/, '');
  const gates = new Map<string, Gate>();
  const home = gateOf(apiUrl);
  const watches = new Map<string, Watch>();
  const gone = new Map<string, {seen: boolean; at: number}>();
  const complaints = new Set<string>();
  let requests = 0;
  let last: string | undefined;
  let closed = false;
  let disarm: (() => void) | undefined;

  function gateOf(base: string): Gate {
    const gate = gates.get(base) ?? createGate(base);
    gates.set(base, gate);
    return gate;
  }

  /** The region's host first. Only for Vonage's own hosts: whoever configured a stand-in wants nothing sent past it. */
  function gatesFor(regionUrl: unknown): Gate[] {
    const {origin} = new URL(apiUrl);
    const region = trustedOrigin(regionUrl, apiUrl);
    const isVonage = trustedOrigin(origin, '') !== undefined;
    return region === undefined || region === origin || !isVonage ? [home] : [gateOf(region), home];
  }

  function pump() {
    disarm?.();
    disarm = undefined;
    while (!closed && requests < mostRequests) {
      const time = clock();
      const watch = nextOf(watches.values(), time);
      if (!watch) return;
      const ms = Math.max(0, readyAt(watch) - time) || bucket.take(time);
      if (ms > 0) {
        // Not longer than a minute: a machine that slept, or a clock that was set, is noticed then.
        disarm = setTimer(pump, Math.min(ms, 60_000));
        return;
      }
      void ask(watch);
    }
  }

  async function ask(watch: Watch) {
    const [gate = home] = watch.gates;
    const page = watch.plan.next() ?? beginRound(watch);
    const [at, startedAt, resigned] = [clock(), now(), gate.resigning];
    watch.busy = true;
    gate.busy += 1;
    requests += 1;
    const sent: Pick<ReturnedRequest, 'outcome' | 'token'> = await tokens.token().then(
      async token => ({token, outcome: await sender.send(gate.base + page.path, token)}),
      (error: unknown) => ({outcome: {problem: 'credentials' as const, cause: messageOf(error)}}),
    );
    watch.busy = false;
    gate.busy -= 1;
    requests -= 1;
    if (closed) return;
    if ('raw' in sent.outcome) bucket.answered(sizeOf(sent.outcome.raw));
    last = 'problem' in sent.outcome ? sent.outcome.problem : String(sent.outcome.raw.status);
    const isOver = settle(watch, {...sent, page, gate, resigned, at, ms: Math.max(0, now() - startedAt)});
    if (isOver) remove(watch);
    pump();
  }

  function beginRound(watch: Watch) {
    const page = watch.plan.begin({nudged: watch.nudged, thorough: watch.phase === 'ending'});
    Object.assign(watch, {nudged: false, eventful: watch.nudged, roundAt: clock()});
    return page;
  }

  function remove(watch: Watch) {
    watches.delete(watch.id);
    if (watch.phase !== 'post-mortem') return;
    keepNewest(gone, watch.id, {seen: watch.seen, at: clock()}, mostGone);
  }

  /** Said once, however often it happens: what comes from outside must not fill the recording. */
  function complain(code: string, text: string, conversation?: string) {
    if (complaints.has(code)) return;
    complaints.add(code);
    emit({source: 'health', part: 'poller', state: 'failing', code, text, ...(conversation && {conversation})});
  }

  return {
    watch(id, {regionUrl} = {}) {
      const path = conversationPath(id);
      const watch = watches.get(id);
      const before = gone.get(id);
      if (closed || (before && (before.seen || clock() - before.at < goneAgainMs))) return;
      if (path === undefined) {
        complain(
          'bad-id',
          "A webhook named a conversation by something that is not one of Vonage's ids, so it is not asked for. " +
            'Look at the webhook: did Vonage send it?',
          // A problem of this call: one forged webhook must not make the whole poller look broken.
          id,
        );
        return;
      }
      if (watch) {
        const better = gatesFor(regionUrl);
        if (watch.seen || better.length <= watch.gates.length) return;
        Object.assign(watch, {gates: better, dueAt: Math.min(watch.dueAt, clock())});
      } else if (watches.size >= mostWatches) {
        complain(
          'too-many',
          `${mostWatches} conversations are asked for at a time, and there are more now. The others are shown from ` +
            'their webhooks only.',
        );
        return;
      } else {
        watches.set(
          id,
          createWatch(id, `/${options.apiVersion ?? 'v1'}${path}`, gatesFor(regionUrl), clock(), gone.delete(id)),
        );
      }
      pump();
    },

    nudge(id) {
      const watch = watches.get(id);
      if (watch?.phase !== 'live') return;
      watch.nudged = true;
      stir(watch, clock());
      const isWaiting = !watch.busy && watch.troubles.size === 0 && watch.plan.next() === undefined;
      if (isWaiting) {
        const soonest = watch.roundAt + paceMs(watch, clock(), idleMs);
        watch.dueAt = Math.min(watch.dueAt, Math.max(clock(), soonest));
      }
      pump();
    },

    ended(id) {
      const watch = watches.get(id);
      if (watch?.phase !== 'live') return;
      Object.assign(watch, {phase: 'ending', endedAt: clock()});
      if (!watch.busy && mayHurry(watch)) watch.dueAt = clock() + lastLooks.firstMs;
      pump();
    },

    outlook() {
      const time = clock();
      const next = nextOf(watches.values(), time);
      const gate = next?.gates[0];
      return {
        conversations: watches.size,
        last,
        failures: gate?.problem === undefined ? 0 : gate.attempts + 1,
        ...(next && {inMs: Math.max(0, readyAt(next) - time)}),
      };
    },

    async close() {
      closed = true;
      pump();
      await sender.close();
    },

    get state() {
      return {conversations: watches.size, requests};
    },
  };
}

/** Whether nothing but the conversation's absence stands against asking soon: a backoff is not cut short. */
function mayHurry(watch: Watch): boolean {
  const problems = [...watch.troubles.values()].map(trouble => trouble.problem);
  return problems.length > 0 ? problems.every(problem => problem === 'not-found') : watch.plan.next() === undefined;
}

/** When a conversation may be asked for, on the steady clock. */
function readyAt(watch: Watch): number {
  return Math.max(watch.dueAt, watch.gates[0]?.opensAt ?? 0);
}

/**
 * The conversation to ask for next: of those that are ready the one that has waited longest, else the first to be ready.
 * A gate with a problem lets one request through at a time.
 */
function nextOf(watches: Iterable<Watch>, now: number): Watch | undefined {
  let best: Watch | undefined;
  let bestKey: [number, number] = [Infinity, Infinity];
  for (const watch of watches) {
    const [gate] = watch.gates;
    if (watch.busy || (gate?.problem !== undefined && gate.busy > 0)) continue;
    const key: [number, number] = [Math.max(now, readyAt(watch)), watch.dueAt];
    if (key[0] < bestKey[0] || (key[0] === bestKey[0] && key[1] < bestKey[1])) [best, bestKey] = [watch, key];
  }
  return best;
}

/** Of an answer, the bytes that were read. */
function sizeOf({body, cut = body.length}: RawResponse): number {
  return Math.min(cut, mostBytes);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'The token could not be signed.';
}
