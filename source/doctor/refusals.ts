import type {HttpAnswer, Inquiry} from '../tunnel/ask.js';
import {readApiError} from '../vonage/api-error.js';
import {broken, type HopResult, unknown} from './hop.js';

/** What a status means whatever was asked: its verdict, its words and what to do. Statuses that mean more in one place are said there. */
const rows: readonly (readonly [
  from: number,
  to: number,
  judge: typeof broken | typeof unknown,
  what: string,
  advice: string,
])[] = [
  [
    300,
    399,
    broken,
    'it sends us elsewhere, and nothing of yours is sent there',
    'Give the host that it is to be: --api-url.',
  ],
  [400, 400, broken, 'it does not understand the question', 'Check --api-url, and the application id.'],
  [401, 401, broken, 'it does not take the credentials', "Copy them anew from Vonage's dashboard → API settings."],
  [
    ...([403, 403, broken, 'it takes the credentials, and does not let them do this'] as const),
    'Ask whoever owns the account: a subaccount, a role or a list of allowed addresses may keep you out.',
  ],
  [404, 404, broken, 'it does not know it', 'Check --application-id and --api-url.'],
  [
    ...([422, 422, broken, 'it finds a value in the question that it cannot take'] as const),
    'Check --application-id and --api-key for characters that do not belong there.',
  ],
  [
    ...([429, 429, unknown, 'it asks for fewer requests'] as const),
    'Run the doctor again in a minute; if this repeats, look for another program that uses the same account.',
  ],
  [500, 599, unknown, 'it failed', "Run the doctor again in a minute; if it lasts, see Vonage's status page."],
];

/** What to say of an answer that is none of those that were hoped for. */
export function refusalOf({asked, answer}: {asked: string; answer: HttpAnswer}): HopResult {
  const {status, ms} = answer;
  const [, , judge, what, advice] = rows.find(([from, to]) => status >= from && status <= to) ?? [
    ...([0, 0, broken, 'which nobody expected'] as const),
    'Check --api-url: what answers there may be no API of Vonage.',
  ];
  return judge(`${saidOf(answer)}: ${what}`, advice, {asked, ms});
}

/** The status with the API's own words, such as `401 unauthorized, You did not provide correct credentials`. */
export function saidOf({status, headers, text, json}: HttpAnswer): string {
  const {code, title, detail} = readApiError(status, headers, text, Date.now());
  const older = typeof json === 'object' && json && 'error-code-label' in json ? String(json['error-code-label']) : '';
  const words = [code, detail ?? title, older].filter(Boolean).join(', ').replace(/\.$/, '');
  return words ? `${status} ${words.slice(0, 160)}` : String(status);
}

/** A question without an answer: an earlier hop says why. */
export function unasked({asked, failure}: Inquiry): HopResult {
  return unknown(`${failure}`, 'Mend the way to the API first.', {asked});
}
