import {type ApiError, readApiError} from '../vonage/api-error.js';
import type {ProblemCode} from './problem.js';
import type {RequestOutcome} from './send.js';

/** What an outcome means: JSON to read, or a problem and what is known about it. */
type Answered = {json: unknown} | {problem: ProblemCode; error?: ApiError; cause?: string};

const byStatus: Partial<Record<number, ProblemCode>> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  429: 'rate-limited',
};

/** Tells an answer that can be read from everything else. `now` in ms since the epoch, for a Retry-After that is a date. */
export function readAnswer(outcome: RequestOutcome, now: number): Answered {
  if ('problem' in outcome) return outcome;
  const {status, headers, body} = outcome.raw;
  if (status < 200 || status > 299) {
    const error = readApiError(status, headers, body, now);
    return {problem: byStatus[status] ?? byClass(status), error};
  }
  if (outcome.excess !== undefined) return {problem: 'malformed', cause: outcome.excess};
  try {
    return {json: JSON.parse(body)};
  } catch {
    const type = headers['content-type'];
    return {problem: 'malformed', cause: type === undefined ? 'no JSON' : `content type ${type}`};
  }
}

function byClass(status: number): ProblemCode {
  if (status >= 500) return 'server-error';
  return status >= 400 ? 'refused' : 'redirected';
}
