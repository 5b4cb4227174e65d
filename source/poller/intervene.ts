import type {Dispatcher} from 'undici';
import type {Intervention} from '../call/intervention.js';
import type {Failure, Intervened, RawResponse} from '../call/observation.js';
import type {ApiError} from '../vonage/api-error.js';
import {trustedOrigin} from '../vonage/hosts.js';
import {readCreated, requestFor, type VoiceRequest} from '../vonage/intervention.js';
import type {TokenSource} from '../vonage/token.js';
import {readAnswer} from './answer.js';
import {createBucket} from './bucket.js';
import {setTimer as platformTimer, type SetTimer, steadyClock} from './clock.js';
import {whyNotDone} from './not-done.js';
import type {ProblemCode} from './problem.js';
import {createSender, type RequestOutcome} from './send.js';

export type IntervenerOptions = {
  /** The configured base URL, http or https. */
  apiUrl: string;
  tokens: TokenSource;
  /** ms since the epoch. */
  now: () => number;
  setTimer?: SetTimer;
  /** An undici dispatcher to send through; it is not closed here. */
  dispatcher?: Dispatcher;
};

/** What was asked and what came of it; `failure` where it was not done, or nobody knows. */
export type InterventionResult = Omit<Intervened, 'by'>;

export type Intervener = {
  /** Asks the Voice API, after what was asked before. Never rejects. `regionUrl` is where the call lives, from its webhooks. */
  intervene(intervention: Intervention, regionUrl?: string): Promise<InterventionResult>;
  close(): Promise<void>;
};

/** The Voice API creates 3 calls a second, for all programs of the account together: these here are placed by hand. */
const rate = {burst: 2, perSecond: 2};

/**
 * Asks the Voice API to do something to calls: one request at a time, two a second. Nothing is asked twice, unless the token was refused, because
 * then nothing was done.
 *
 * Throws TypeError when `apiUrl` is no URL.
 */
export function createIntervener({
  apiUrl,
  tokens,
  now,
  setTimer = platformTimer,
  dispatcher,
}: IntervenerOptions): Intervener {
  const clock = steadyClock(now);
  const bucket = createBucket(clock(), rate);
  const sender = createSender(setTimer, dispatcher);
  const home = apiUrl.replace(/\/+$/, '');
  const isVonage = trustedOrigin(new URL(home).origin, '') !== undefined;
  let last: Promise<unknown> = Promise.resolve();

  /** The region's host, where that is one of Vonage's: whoever configured a stand-in wants nothing sent past it. */
  function hostOf(regionUrl: string | undefined): string {
    return (isVonage && trustedOrigin(regionUrl, home)) || home;
  }

  async function turn(): Promise<void> {
    for (let ms = bucket.take(clock()); ms > 0; ms = bucket.take(clock())) {
      await new Promise<void>(resolve => setTimer(resolve, ms));
    }
  }

  async function send({method, path, body}: VoiceRequest, base: string): Promise<Came> {
    const asked = {method, body: JSON.stringify(body)};
    for (let attempt = 1; ; attempt++) {
      await turn();
      let token: string;
      try {
        token = await tokens.token();
      } catch (error) {
        return {problem: 'credentials', cause: error instanceof Error ? error.message : 'The key cannot be used.'};
      }
      const outcome = await sender.send(base + path, token, asked);
      const isRefused = 'raw' in outcome && outcome.raw.status === 401;
      if (!isRefused || attempt > 1) return outcome;
      tokens.renew(token);
    }
  }

  async function ask(intervention: Intervention, regionUrl: string | undefined): Promise<InterventionResult> {
    const {kind} = intervention;
    const base = hostOf(regionUrl);
    const about =
      kind === 'dial' ? {kind, to: intervention.to, from: intervention.from} : {kind, leg: intervention.leg};
    const request = requestFor(intervention);
    if (!request) {
      const failure = {
        code: 'bad-id',
        text: 'The id of this leg is none of Vonage’s, so nothing was asked. Look at the webhook that it is from.',
      };
      return {...about, request: {method: 'PUT', path: '/v1/calls', body: ''}, ms: 0, failure};
    }
    const startedAt = clock();
    const came = await send(request, base);
    const read = meant(came, kind, now());
    const {trouble, created} = read;
    return {
      ...about,
      ...created,
      request: {...request, body: JSON.stringify(request.body)},
      ms: Math.max(0, clock() - startedAt),
      ...('raw' in came && {raw: came.raw}),
      ...(trouble && {failure: failureOf(trouble, {host: new URL(base).host, kind})}),
    };
  }

  return {
    intervene(intervention, regionUrl) {
      const result = last.then(() => ask(intervention, regionUrl));
      last = result;
      return result;
    },
    close: sender.close,
  };
}

type Came = RequestOutcome | {problem: 'credentials'; cause: string};
type Trouble = {problem: ProblemCode; error?: ApiError; cause?: string};

/** What an answer means: done, with the call that was created; or why not. Most are done without a word (204). */
function meant(
  came: Came,
  kind: Intervention['kind'],
  now: number,
): {trouble?: Trouble; created?: ReturnType<typeof readCreated>} {
  if ('problem' in came) return {trouble: came};
  const isDone = ({status}: RawResponse) => status >= 200 && status <= 299;
  if (kind !== 'dial' && isDone(came.raw)) return {};
  const judged = readAnswer(came, now);
  if ('problem' in judged) return {trouble: judged};
  const created = readCreated(judged.json);
  return created ? {created} : {trouble: {problem: 'malformed', cause: 'no uuid'}};
}

function failureOf({problem, error, cause}: Trouble, about: {host: string; kind: Intervention['kind']}): Failure {
  const detail = error && String(error.status);
  return {code: problem, text: whyNotDone(problem, {...about, error, cause}), ...(detail && {detail})};
}
