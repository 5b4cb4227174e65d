import {duration} from '../call/duration.js';
import {parseAnswer} from '../text/json-values.js';
import {codeOf, messageOf} from '../text/system-error.js';
import {asUrl} from '../text/url.js';

/** An answer of any status. */
export type Answer = {
  status: number;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  text: string;
  /** The text as JSON; undefined where it is none, or too much of it. */
  json: unknown;
  /** When the question left, ms since the epoch, and how long the answer took. */
  sentAt: number;
  ms: number;
};

/** A question with its answer, or with why there is none: one sentence without advice. */
export type Asked = {asked: string} & ({answer: Answer; failure?: undefined} | {answer?: undefined; failure: string});

/** Bytes of an answer that are read: none of those asked for has a tenth of it. */
const MOST = 256 * 1024;

type Options = {headers?: Record<string, string>; deadlineMs: number};

/** Sends one GET, follows no redirect, and reads the answer. Never rejects. */
export async function ask(url: string, {headers, deadlineMs}: Options): Promise<Asked> {
  const asked = `GET ${url}`;
  const signal = AbortSignal.timeout(deadlineMs);
  const sentAt = Date.now();
  const started = performance.now();
  try {
    const response = await fetch(url, {
      redirect: 'manual',
      signal,
      // A connection that is kept may have died with a server that was started anew.
      headers: {accept: 'application/json', 'user-agent': 'convo-monitor', connection: 'close', ...headers},
    });
    const text = await textOf(response);
    return {
      asked,
      answer: {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        text,
        json: jsonOf(text),
        sentAt,
        ms: performance.now() - started,
      },
    };
  } catch (error) {
    const host = asUrl(url)?.host ?? url;
    return {
      asked,
      failure: signal.aborted ? `${host} did not answer within ${duration(deadlineMs)}` : why(error, host),
    };
  }
}

async function textOf({body}: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk, {stream: true});
    if (text.length > MOST) break;
  }
  return text;
}

function jsonOf(text: string): unknown {
  try {
    return parseAnswer(text);
  } catch {
    return undefined;
  }
}

const reasons: Readonly<Record<string, (host: string) => string>> = {
  ENOTFOUND: host => `the host ${host} was not found`,
  EAI_AGAIN: host => `the host ${host} could not be looked up: is there a network?`,
  ECONNREFUSED: host => `nothing listens at ${host}`,
  ECONNRESET: host => `${host} closed the connection without an answer`,
  UND_ERR_SOCKET: host => `${host} closed the connection without an answer`,
  ETIMEDOUT: host => `${host} cannot be reached`,
  UND_ERR_CONNECT_TIMEOUT: host => `${host} cannot be reached`,
  ENETUNREACH: () => 'there is no network',
  EHOSTUNREACH: host => `there is no way to ${host}`,
  HPE_INVALID_CONSTANT: host => `what listens at ${host} does not speak HTTP`,
  ERR_SSL_WRONG_VERSION_NUMBER: host => `${host} does not speak TLS`,
};

function why(error: unknown, host: string): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const code = codeOf(cause);
  const known = Object.hasOwn(reasons, code) ? reasons[code] : undefined;
  if (known) return known(host);
  if (/^(CERT|DEPTH|SELF|UNABLE|ERR_TLS)/.test(code)) return `the certificate of ${host} was not accepted (${code})`;
  return `${host} gave no answer (${code || messageOf(cause)})`;
}
