import type {Failure} from '../observation.js';

type Told = (webhook: string, detail: string | undefined) => string;

/** What the application did instead of answering a webhook with what Vonage takes, by the code of the failure. */
const told: Readonly<Record<string, Told>> = {
  status: (webhook, status = 'an error status') => `The application answered ${status} to the ${webhook} webhook.`,
  'content-type': (webhook, type = 'HTML or XML') =>
    `The application answered the ${webhook} webhook with the content type ${type}, which Vonage refuses.`,
  'not-json': (webhook, detail) =>
    `The application answered the ${webhook} webhook with ${detail === 'empty' ? 'an empty body' : 'what is no JSON'}.`,
  'not-an-ncco': webhook => `The application answered the ${webhook} webhook with JSON that is no array of actions.`,
  'ncco-errors': webhook => `The application answered the ${webhook} webhook with an NCCO that has errors.`,
  'ncco-file': webhook => `The NCCO file had no answer to the ${webhook} webhook.`,
  timeout: (webhook, limit) =>
    `The application did not answer the ${webhook} webhook ${limit === undefined ? 'in time' : `within ${limit}`}.`,
  refused: webhook => `The application was not running when the ${webhook} webhook came.`,
  reset: webhook => `The application closed the connection of the ${webhook} webhook without an answer.`,
  'too-large': webhook => `The application answered the ${webhook} webhook with far more than an NCCO has.`,
};

/** One sentence for the verdict of a call; what to do about it is in the failure's own text. */
export function meaningOfFailure({code, detail}: Pick<Failure, 'code' | 'detail'>, webhook: string): string {
  const say = Object.hasOwn(told, code) ? told[code] : undefined;
  return say?.(webhook, detail) ?? `The application gave no answer to the ${webhook} webhook that can be used.`;
}
