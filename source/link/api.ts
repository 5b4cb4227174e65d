import {duration} from '../call/duration.js';
import {saidOf} from '../doctor/refusals.js';
import {HIDDEN, hideSecrets} from '../text/secrets.js';
import {ask, type HttpAnswer} from '../tunnel/ask.js';
import {readApiError} from '../vonage/api-error.js';
import {accountUrls} from '../vonage/hosts.js';
import {asRecord} from '../vonage/loose.js';
import {LinkError} from './error.js';
import type {Json} from './json.js';

/** The account at whose API an application is asked for. */
export type Account = {
  apiUrl: string;
  apiKey: string;
  /** A secret. */
  apiSecret: string;
};

/** The Application API for one application. Its functions throw `LinkError`. */
export type ApplicationApi = {
  /** All of it, as it came. */
  read(): Promise<Json>;
  /** Replaces all of it, and returns what the API then has. */
  replace(application: Json): Promise<Json>;
};

/** ms that an API may take: a person waits for this. */
export const PATIENCE = 5000;

export function applicationApi(account: Account, applicationId: string): ApplicationApi {
  const url = `${accountUrls(account.apiUrl).applications}/${encodeURIComponent(applicationId)}`;
  // In a header: what stands in a URL stands in logs as well.
  const basic = Buffer.from(`${account.apiKey}:${account.apiSecret}`).toString('base64');
  const hide = (text: string) =>
    [basic, account.apiSecret].reduce((shown, secret) => shown.replaceAll(secret, HIDDEN), hideSecrets(text));

  async function request(what: {method?: 'PUT'; body?: string}): Promise<Json> {
    const {asked, answer, failure} = await ask(url, {
      headers: {authorization: `Basic ${basic}`},
      deadlineMs: PATIENCE,
      ...what,
    });
    if (!answer)
      throw new LinkError('api-unreachable', `${asked}: ${hide(failure)}. Check the network, and --api-url.`);
    if (answer.status !== 200) throw refused(asked, answer, hide);
    if (!asRecord(asRecord(answer.json)?.capabilities) && !asRecord(answer.json)?.id)
      throw new LinkError(
        'api-unknown',
        `${asked} was answered with something else than an application: check --api-url.`,
      );
    return answer.json;
  }

  return {
    read: () => request({}),
    replace(application) {
      // Links are the answer's, and no part of the application.
      const {_links, ...body} = asRecord(application) ?? {};
      return request({method: 'PUT', body: JSON.stringify(body)});
    },
  };
}

/** What a status means here: the error's code, in words, and what to do. */
const rows: readonly (readonly [from: number, to: number, LinkError['code'], what: string])[] = [
  [
    300,
    399,
    'api-refused',
    'it sends us elsewhere, and nothing of yours is sent there. Give the host itself: --api-url',
  ],
  [
    401,
    401,
    'api-refused',
    "it does not take API key and secret. Copy them anew from Vonage's dashboard → API settings",
  ],
  [
    ...([403, 403, 'api-refused'] as const),
    'it takes API key and secret, and does not let them do this. Ask whoever owns the account: a subaccount, a role or a list of allowed addresses may keep you out',
  ],
  [
    404,
    404,
    'api-unknown',
    'it does not know the application. Check --application-id, and that the API key is of its account',
  ],
  [400, 422, 'api-refused', 'it does not take the application so'],
  [429, 429, 'api-busy', 'it asks for fewer requests'],
  [500, 599, 'api-failed', "it failed. Try again in a minute; if it lasts, see Vonage's status page"],
];

function refused(asked: string, answer: HttpAnswer, hide: (text: string) => string): LinkError {
  const {status, headers, text} = answer;
  const [, , code, what] = rows.find(([from, to]) => status >= from && status <= to) ?? [
    ...([
      0,
      0,
      'api-unknown',
      'which nobody expected. Check --api-url: what answers there may be no API of Vonage',
    ] as const),
  ];
  const {retryAfterMs} = readApiError(status, headers, text, Date.now());
  const later = code === 'api-busy' ? `. Try again in ${duration(retryAfterMs ?? 60_000)}` : '';
  return new LinkError(code, `${asked}: ${hide(saidOf(answer))}: ${what}${later}.`, retryAfterMs);
}
