import http, {type IncomingMessage} from 'node:http';
import https from 'node:https';
import {duration} from '../call/duration.js';
import {parseAnswer} from '../text/json-values.js';
import {codeOf, messageOf} from '../text/system-error.js';
import {asHttpUrl} from '../text/url.js';

/** An answer of any status. */
export type HttpAnswer = {
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
export type Inquiry = {asked: string} & (
  | {answer: HttpAnswer; failure?: undefined}
  | {answer?: undefined; failure: string}
);

/** Bytes of an answer that are read: none of those asked for has a tenth of it. */
const MOST = 256 * 1024;

type Options = {
  headers?: Record<string, string>;
  deadlineMs: number;
  /** A GET by default. */
  method?: 'PUT';
  /** JSON text. */
  body?: string;
};

/**
 * Sends one request on a connection of its own, follows no redirect, and reads the answer. Never rejects. By `node:http`, because `fetch` refuses ports
 * that somebody may well listen on (6000, 5060), and keeps connections that may have died since.
 */
export async function ask(url: string, {headers, deadlineMs, ...sent}: Options): Promise<Inquiry> {
  const asked = `${sent.method ?? 'GET'} ${url}`;
  const host = asHttpUrl(url)?.host;
  if (host === undefined) return {asked, failure: `${url} is no URL`};
  const signal = AbortSignal.timeout(deadlineMs);
  const sentAt = Date.now();
  const started = performance.now();
  try {
    const response = await responseTo(
      url,
      {accept: 'application/json', 'user-agent': 'convo-monitor', ...headers},
      signal,
      sent,
    );
    const text = await textOf(response);
    const {statusCode: status = 0, headers: said} = response;
    const ms = performance.now() - started;
    return {asked, answer: {status, headers: joined(said), text, json: jsonOf(text), sentAt, ms}};
  } catch (error) {
    return {
      asked,
      failure: signal.aborted ? `${host} did not answer within ${duration(deadlineMs)}` : why(error, host),
    };
  }
}

function responseTo(
  url: string,
  headers: Record<string, string>,
  signal: AbortSignal,
  {method, body}: Pick<Options, 'method' | 'body'>,
): Promise<IncomingMessage> {
  const {request} = url.startsWith('https:') ? https : http;
  const about =
    body === undefined
      ? headers
      : {...headers, 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body))};
  return new Promise((resolve, reject) => {
    request(url, {method, headers: about, signal, agent: false}, resolve).on('error', reject).end(body);
  });
}

async function textOf(response: IncomingMessage): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response as AsyncIterable<Buffer>) {
    text += decoder.decode(chunk, {stream: true});
    // Leaving the loop closes the connection.
    if (text.length > MOST) break;
  }
  return text;
}

function joined(headers: IncomingMessage['headers']): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value ?? '')]));
}

function jsonOf(text: string): unknown {
  try {
    // What was cut may be whole by chance.
    return text.length > MOST ? undefined : parseAnswer(text);
  } catch {
    return undefined;
  }
}

const reasons: Readonly<Record<string, (host: string) => string>> = {
  ENOTFOUND: host => `the host ${host} was not found`,
  EAI_AGAIN: host => `the host ${host} could not be looked up: is there a network?`,
  ECONNREFUSED: host => `nothing listens at ${host}`,
  ECONNRESET: host => `${host} closed the connection without an answer`,
  ETIMEDOUT: host => `${host} cannot be reached`,
  ENETUNREACH: () => 'there is no network',
  EHOSTUNREACH: host => `there is no way to ${host}`,
  EPROTO: host => `${host} does not speak TLS`,
};

function why(error: unknown, host: string): string {
  const code = codeOf(error);
  const known = Object.hasOwn(reasons, code) ? reasons[code] : undefined;
  if (known) return known(host);
  if (/^(CERT|DEPTH|SELF|UNABLE|ERR_TLS)/.test(code)) return `the certificate of ${host} was not accepted (${code})`;
  if (/^(ERR_SSL|HPE_)/.test(code))
    return `what listens at ${host} does not speak ${code.startsWith('HPE_') ? 'HTTP' : 'TLS'}`;
  return `${host} gave no answer (${code || messageOf(error)})`;
}
