import {createHash} from 'node:crypto';
import type {Draft, Failure, HealthObservation} from '../call/observation.js';
import type {ApiError} from '../vonage/api-error.js';
import type {TokenSource} from '../vonage/token.js';
import {readAnswer} from './answer.js';
import {type Gate, open, shut} from './gate.js';
import type {Ask} from './plan.js';
import {givenUp, type ProblemCode, problems, waitFor} from './problem.js';
import type {RequestOutcome} from './send.js';
import {lastLooks, notFoundMs, paceMs, postMortemTries, stir, type Watch} from './watch.js';

/** A request that came back. `at` on the steady clock, `ms` from sending to the last byte. */
export type ReturnedRequest = {
  page: Ask;
  gate: Gate;
  token?: string;
  /** The token was signed after another one had been refused. */
  resigned: boolean;
  outcome: RequestOutcome | {problem: 'credentials'; cause: string};
  at: number;
  ms: number;
};

type SettleOptions = {
  emit: (draft: Draft) => void;
  tokens: TokenSource;
  /** ms since the epoch; `clock` is the steady one. */
  now: () => number;
  clock: () => number;
  random: () => number;
  /** How far apart the rounds of a silent call are, ms. */
  idleMs: number;
};

type Trouble = {problem: ProblemCode; error?: ApiError; cause?: string};

/**
 * Decides what an outcome means for its conversation and its host: what is emitted, and when to ask for what again.
 * The returned function says whether the conversation is done with.
 */
export function createSettler({emit, tokens, now, clock, random, idleMs}: SettleOptions) {
  function settle(watch: Watch, sent: ReturnedRequest): boolean {
    const {page, gate, token, outcome} = sent;
    const judgement = 'problem' in outcome && outcome.problem === 'credentials' ? outcome : readAnswer(outcome, now());
    if ('problem' in judgement) {
      const isFirst = judgement.problem === 'unauthorized' && !sent.resigned;
      if (!isFirst || token === undefined) return fail(watch, sent, judgement);
      gate.resigning = true;
      tokens.renew(token);
      watch.dueAt = clock();
      return false;
    }
    const answer = watch.plan.answered(page, judgement.json, clock());
    if (answer === undefined) {
      return fail(watch, sent, {problem: 'malformed', cause: 'another kind of JSON'});
    }
    answering(sent);
    if (page.kind === 'conversation') found(watch);
    if (answer === 'news') watch.eventful = true;
    keep(watch, sent, digestOf(outcome));
    if (watch.troubles.delete(page.slot)) {
      report({state: 'ok', code: 'answering', text: `The ${page.kind} of ${watch.id} can be read again.`}, watch);
    }
    return goOn(watch);
  }

  function found(watch: Watch): void {
    if (watch.again && !watch.seen) report({state: 'ok', code: 'found', text: `${watch.id} is found now.`}, watch);
    watch.seen = true;
  }

  function fail(watch: Watch, sent: ReturnedRequest, trouble: Trouble): boolean {
    const {page, gate} = sent;
    const {problem, error} = trouble;
    const row = problems[problem];
    const circumstances = {...trouble, host: gate.host, conversation: watch.id, asked: page.kind};
    const failure = {code: problem, text: row.text(circumstances)};
    const isGone = problem === 'not-found' && page.kind === 'conversation' && watch.seen;
    keep(watch, sent, `${problem} ${error?.status}`, isGone ? undefined : failure);
    if (row.scope === 'conversation') answering(sent);

    if (problem === 'not-found' && page.kind === 'member') {
      // A member that left between the list and this request: nothing more to learn about it.
      watch.plan.skip();
      return goOn(watch);
    }
    if (watch.phase === 'post-mortem') {
      watch.looks -= 1;
      if (problem === 'not-found' || watch.looks <= 0) {
        watch.looks = postMortemTries;
        watch.plan.skip();
        return goOn(watch);
      }
    } else if (isGone) {
      dismiss(watch);
      return bury(watch);
    } else if (problem === 'not-found' && page.kind === 'conversation' && isHopeless(watch)) {
      watch.troubles.clear();
      report({state: 'off', code: problem, text: givenUp(circumstances)}, watch);
      return bury(watch);
    } else if (watch.phase === 'ending' && clock() - (watch.endedAt ?? 0) > lastLooks.patienceMs) {
      dismiss(watch);
      return true;
    } else if (problem === 'not-found' && page.kind !== 'conversation') {
      // Gone between two requests, most likely: the conversation itself is the one to ask.
      watch.plan.abandon(page);
      watch.quiet += 1;
      watch.dueAt = nextRound(watch);
      return false;
    }

    if (problem === 'unauthorized' && sent.token !== undefined) tokens.renew(sent.token);
    if (row.scope === 'host') {
      const news = gate.problem !== problem;
      const ms = shut(gate, problem, sent.at, clock(), attempt => waitFor(row, attempt, random(), error?.retryAfterMs));
      watch.dueAt = clock();
      if (news && ms !== undefined) report({state: row.state, ...failure}, undefined, ms);
    } else {
      const attempts = (watch.troubles.get(page.slot)?.attempts ?? -1) + 1;
      const ms = waitFor(row, attempts, random(), error?.retryAfterMs);
      const news = watch.troubles.get(page.slot)?.problem !== problem;
      watch.troubles.set(page.slot, {problem, attempts});
      watch.dueAt = clock() + ms;
      if (news) report({state: row.state, ...failure}, watch, ms);
    }
    if (page.kind !== 'conversation' && watch.phase !== 'post-mortem') watch.plan.abandon(page);
    // Not found yet: perhaps another of the hosts that may have it answers better.
    if (!watch.seen && watch.gates[0] === gate) watch.gates = [...watch.gates.slice(1), gate];
    return false;
  }

  /** Whatever it answered, the host is there. An answer to an older question says nothing about a later failure. */
  function answering({gate, at}: ReturnedRequest) {
    if (at < gate.failedAt || !open(gate)) return;
    report({state: 'ok', code: 'answering', text: `${gate.host} answers.`});
  }

  /**
   * Emits an answer or a failure, unless it is what the last one in its slot was: polls that bring nothing new would fill the
   * recording.
   */
  function keep(watch: Watch, {page, outcome, ms}: ReturnedRequest, digest: string, failure?: Failure): void {
    if (watch.digests.get(page.slot) === digest) return;
    watch.digests.set(page.slot, digest);
    emit({
      source: 'api',
      request: {kind: page.kind, conversation: page.conversation, path: page.path},
      ms,
      ...('raw' in outcome ? {raw: outcome.raw} : {}),
      ...(failure ? {failure} : {}),
    });
  }

  function report(health: Pick<HealthObservation, 'state' | 'code' | 'text'>, watch?: Watch, waitMs = Infinity) {
    emit({
      source: 'health',
      part: 'poller',
      ...health,
      ...(watch ? {conversation: watch.id} : {}),
      ...(Number.isFinite(waitMs) ? {retryAt: now() + waitMs} : {}),
    });
  }

  /** What was wrong with a conversation does not outlive it. */
  function dismiss(watch: Watch) {
    if (watch.troubles.size === 0) return;
    watch.troubles.clear();
    report({state: 'off', code: 'over', text: `${watch.id} is over and is not asked for any more.`}, watch);
  }

  function isHopeless(watch: Watch): boolean {
    return watch.phase === 'ending' || clock() - watch.since >= notFoundMs;
  }

  /** The conversation is gone: what can still be read are its legs. */
  function bury(watch: Watch): boolean {
    watch.phase = 'post-mortem';
    watch.looks = postMortemTries;
    watch.plan.beginPostMortem();
    watch.dueAt = clock();
    return false;
  }

  function goOn(watch: Watch): boolean {
    watch.dueAt = clock();
    if (watch.plan.next()) return false;
    if (watch.phase === 'post-mortem') {
      dismiss(watch);
      return true;
    }
    if (watch.phase === 'ending') {
      watch.looks -= 1;
      watch.dueAt = clock() + lastLooks.nextMs;
      return watch.looks <= 0;
    }
    if (watch.eventful || watch.nudged) stir(watch, clock());
    else watch.quiet += 1;
    watch.dueAt = nextRound(watch);
    return false;
  }

  function nextRound(watch: Watch): number {
    return Math.max(clock(), watch.roundAt + paceMs(watch, clock(), idleMs));
  }

  return settle;
}

function digestOf(outcome: ReturnedRequest['outcome']): string {
  const body = 'raw' in outcome ? outcome.raw.body : '';
  return createHash('sha256').update(body).digest('base64');
}
