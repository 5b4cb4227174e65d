import {request as httpRequest} from 'node:http';
import {request as httpsRequest} from 'node:https';
import {promisify} from 'node:util';
import {gzip} from 'node:zlib';
import * as z from 'zod';
import {duration} from '../../call/duration.js';
import {jsonIn} from '../../text/json-in.js';
import {printable} from '../../text/printable.js';
import {codeOf, messageOf} from '../../text/system-error.js';
import {version} from '../../version.js';
import {pathOf, type Signal} from './collector.js';

/** What became of something sent. `again`: it may be taken later, in `waitMs` where that was said. */
export type Sent =
  | {ok: true; refused?: string}
  | {ok: false; again: boolean; code: string; text: string; waitMs?: number};

/** What the standard's environment variables say of how to send (`OTEL_EXPORTER_OTLP_…`). */
export type Way = {
  headers(): Promise<Record<string, string>>;
  agent(protocol: string): unknown;
  compress: boolean;
  /** ms that a collector has. */
  timeoutMs: number;
};

/** What a sentence ends in where nobody has to do anything. */
export const AGAIN = ' It is tried again.';

/** Bytes of an answer that are read. */
const MOST_READ = 64 * 1024;

/** ms that a collector may ask for before it is tried again. */
const LONGEST_WAIT = 60_000;

/** Sends one request. Never rejects; the signal ends it. */
export async function send(url: string, signal: Signal, body: Uint8Array, way: Way, ended: AbortSignal): Promise<Sent> {
  const to = `${url}/${pathOf[signal]}`;
  try {
    const headers = await way.headers();
    const answer = await post(to, body, {...way, headers}, ended);
    const said = {...answer, body: withoutValues(answer.body, headers)};
    return answer.status >= 200 && answer.status <= 299 ? taken(to, said) : refused(to, said);
  } catch (error) {
    return lost(to, error, way.timeoutMs);
  }
}

type Answer = {status: number; headers: NodeJS.Dict<string | string[]>; body: string};

/** A collector may repeat what it was told, and that is a secret. */
function withoutValues(text: string, headers: Readonly<Record<string, string>>): string {
  return Object.values(headers)
    .flatMap(value => value.split(' '))
    .filter(({length}) => length > 3)
    .reduce((rest, value) => rest.replaceAll(value, '•••'), text);
}

type Sending = Omit<Way, 'headers'> & {headers: Readonly<Record<string, string>>};

async function post(to: string, body: Uint8Array, way: Sending, ended: AbortSignal): Promise<Answer> {
  const {protocol} = new URL(to);
  const {headers} = way;
  const agent = await way.agent(protocol);
  const bytes = way.compress ? await promisify(gzip)(body) : body;
  const signal = AbortSignal.any([ended, AbortSignal.timeout(way.timeoutMs)]);
  const encoding = way.compress ? {'Content-Encoding': 'gzip'} : {};
  const options = {
    method: 'POST',
    headers: {
      'User-Agent': `convo-monitor/${version}`,
      ...headers,
      'Content-Type': 'application/json',
      'Content-Length': bytes.length,
      ...encoding,
    },
    agent: agent as import('node:http').Agent,
    signal,
  };
  return new Promise<Answer>((resolve, reject) => {
    const request = (protocol === 'https:' ? httpsRequest : httpRequest)(to, options, response => {
      let text = '';
      response.setEncoding('utf8').on('data', (more: string) => {
        text += more.slice(0, MOST_READ - text.length);
      });
      response.on('error', reject);
      response.on('end', () => resolve({status: response.statusCode ?? 0, headers: response.headers, body: text}));
    });
    request.on('error', error => reject(signal.reason instanceof Error && signal.aborted ? signal.reason : error));
    request.end(bytes);
  });
}

const partly = z.object({
  partialSuccess: z.object({
    rejectedSpans: z.coerce.number().optional(),
    rejectedDataPoints: z.coerce.number().optional(),
    errorMessage: z.string().optional(),
  }),
});

/** A collector may take a part, and say why it did not take the rest. */
function taken(to: string, {body}: Answer): Sent {
  const {
    rejectedSpans = 0,
    rejectedDataPoints = 0,
    errorMessage = '',
  } = partly.safeParse(jsonIn(body)).data?.partialSuccess ?? {};
  const count = rejectedSpans + rejectedDataPoints;
  if (count === 0) return {ok: true};
  const why = errorMessage === '' ? '' : `: ${printable(errorMessage, 200)}`;
  return {ok: true, refused: `${to} did not take ${count} of what was sent${why}.`};
}

const credentials =
  'It wants other headers. Give them as OTEL_EXPORTER_OTLP_HEADERS, such as authorization=Bearer%20….';
const place = 'Give the URL of a collector that takes OTLP by http, without /v1/…; by itself it listens on port 4318.';

/** What a status is to say, and whether it is worth another try (OTLP's specification names those). */
const statuses: Readonly<Record<number, {next: string; again?: true}>> = {
  401: {next: credentials},
  403: {next: credentials},
  404: {next: place},
  405: {next: place},
  413: {next: 'It takes no more at a time: raise its limit.'},
  429: {next: `It has too much to do.${AGAIN}`, again: true},
  502: {next: `What is behind it does not answer.${AGAIN}`, again: true},
  503: {next: `It cannot take it now.${AGAIN}`, again: true},
  504: {next: `What is behind it does not answer.${AGAIN}`, again: true},
};

function refused(to: string, {status, headers, body}: Answer): Sent {
  const {next, again = false} = statuses[status] ?? {next: status < 400 ? place : 'The collector’s log says more.'};
  const said = printable(reasonIn(body), 120);
  const text = `${to} answered ${status}${said === '' ? '' : ` (${said})`}. ${next}`;
  const seconds = Number(headers['retry-after']);
  return {
    ...{ok: false, again, code: `status-${status}`, text},
    ...(seconds > 0 && {waitMs: Math.min(LONGEST_WAIT, seconds * 1000)}),
  };
}

/** What a collector gives as its reason: `message` of a status as JSON, else the text; nothing where that is empty. */
function reasonIn(body: string): string {
  const {message} = z.object({message: z.string()}).safeParse(jsonIn(body)).data ?? {};
  const text = message ?? body.replace(/\s+/g, ' ').trim();
  return text === '{}' ? '' : text;
}

const unreachable: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Nothing listens there. Start the collector, or correct --otlp.',
  ENOTFOUND: 'There is no machine of that name. Correct --otlp.',
  EAI_AGAIN: 'The name could not be looked up.',
  ECONNRESET: 'It hung up.',
  HPE_INVALID_CONSTANT: `What answers speaks no http: port 4317 is gRPC’s. ${place}`,
  HPE_INVALID_VERSION: `What answers speaks no http: port 4317 is gRPC’s. ${place}`,
};

function lost(to: string, error: unknown, timeoutMs: number): Sent {
  const name = error instanceof Error ? error.name : '';
  if (name === 'AbortError')
    return {ok: false, again: true, code: 'timeout', text: `${to} took nothing. It did not answer in time.`};
  const code = name === 'TimeoutError' ? 'timeout' : codeOf(error);
  const why =
    code === 'timeout'
      ? `It did not answer within ${duration(timeoutMs)}.`
      : (unreachable[code] ?? `${printable(messageOf(error), 200)}.`);
  return {ok: false, again: true, code: code || 'unreachable', text: `${to} took nothing. ${why}${AGAIN}`};
}
