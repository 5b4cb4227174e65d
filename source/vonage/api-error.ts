import {parseAnswer} from '../text/json-values.js';
import {asRecord, asText, compact} from './loose.js';

/** Why a request was refused, in one shape for all the APIs' styles. Texts are as received: unsafe to print as they are. */
export type ApiError = {
  /** HTTP status. */
  status: number;
  /** Such as `conversation:error:not-found`, `system:error:expired-token`, `unauthorized`, `rate-limit`. */
  code?: string;
  title?: string;
  detail?: string;
  /** How long the answer asks us to wait, ms, at most a minute. */
  retryAfterMs?: number;
  /** How far our clock is ahead of the answer's `Date`, ms. */
  clockMs?: number;
  /** What Vonage's support can look up: the trace header, or the body's `instance`. */
  trace?: string;
};

/**
 * Reads an error answer: `{code, description}` (v0.1, v0.2), `{title, type, code, detail, instance}` (v0.3), the same without
 * `code` (v1, the gateway: the code is then the fragment of `type`), and the Voice API's `{type, error_title,
 * invalid_parameters}`. A body that is not JSON leaves what the status and the headers say.
 *
 * @param headers names in lower case.
 * @param now ms since the epoch, for a `Retry-After` that is a date.
 */
export function readApiError(
  status: number,
  headers: Readonly<Record<string, unknown>>,
  bodyText: string,
  now: number,
): ApiError {
  const {trace, ...said} = readErrorBody(parse(bodyText));
  return {
    status,
    ...compact({
      ...said,
      retryAfterMs: readRetryAfter(headers['retry-after'], now),
      clockMs: readClock(headers.date, now),
      trace: asText(headers['x-nexmo-trace-id']) ?? trace,
    }),
  };
}

/** What an error body says, whichever API wrote it; nothing for what is none. */
export function readErrorBody(json: unknown): Pick<ApiError, 'code' | 'title' | 'detail' | 'trace'> {
  const body = asRecord(json) ?? {};
  return {
    code: asText(body.code) ?? codeOfType(asText(body.type)),
    title: asText(body.title) ?? asText(body.error_title),
    detail:
      asText(body.detail) ?? asText(body.description) ?? asText(body.error) ?? parameters(body.invalid_parameters),
    trace: asText(body.instance),
  };
}

function readClock(date: unknown, now: number): number | undefined {
  const word = asText(date) ?? '';
  return httpDate.test(word) ? now - Date.parse(word) : undefined;
}

function parse(bodyText: string): unknown {
  try {
    return parseAnswer(bodyText);
  } catch {
    return;
  }
}

/** `https://…/conversation#conversation:error:not-found`, or a bare word such as `BAD_REQUEST`. */
function codeOfType(type: string | undefined): string | undefined {
  const hash = type?.indexOf('#') ?? -1;
  if (hash >= 0) return type?.slice(hash + 1) || undefined;
  return type !== undefined && /^[A-Z_]+$/.test(type) ? type : undefined;
}

/** `[{name, reason}]` or `{name: reason}`. */
function parameters(json: unknown): string | undefined {
  const pairs = Array.isArray(json)
    ? json.map(item => [asRecord(item)?.name, asRecord(item)?.reason])
    : Object.entries(asRecord(json) ?? {});
  const named = pairs.filter(pair => pair.every(asText)).map(([name, reason]) => `${name}: ${reason}`);
  return named.join('; ') || undefined;
}

const longestWaitMs = 60_000;

/** Seconds or an HTTP date (RFC 9110, 10.2.3). Zero, the past and nonsense are no answer: our own backoff then decides. */
function readRetryAfter(value: unknown, now: number): number | undefined {
  const word = asText(value)?.trim() ?? '';
  const ms = /^\d{1,12}$/.test(word) ? Number(word) * 1000 : httpDate.test(word) ? Date.parse(word) - now : 0;
  return ms > 0 ? Math.min(ms, longestWaitMs) : undefined;
}

const httpDate = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/;
