import {request as httpRequest} from 'node:http';
import {request as httpsRequest} from 'node:https';
import {promisify} from 'node:util';
import {gzip} from 'node:zlib';
import {duration} from '../../call/duration.js';
import type {Signal} from '../../config/collectors.js';
import {printable} from '../../text/printable.js';
import {codeOf, messageOf} from '../../text/system-error.js';
import {version} from '../../version.js';
import {pathOf} from './collector.js';
import {type CollectorAnswer, partIn, reasonIn} from './collector-answer.js';

/** What became of something sent. `again`: it may be taken later, in `waitMs` where that was said. */
export type SendResult =
  | {ok: true; refused?: string}
  | {ok: false; again: boolean; code: string; text: string; waitMs?: number};

/** What the standard's environment variables say of how to send (`OTEL_EXPORTER_OTLP_…`). */
export type SendOptions = {
  /** The type of what is sent. */
  type: string;
  headers(): Promise<Record<string, string>>;
  /** Of the same way always the same. */
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
export async function send(
  url: string,
  signal: Signal,
  body: Uint8Array,
  way: SendOptions,
  ended: AbortSignal,
): Promise<SendResult> {
  const to = `${url}/${pathOf[signal]}`;
  try {
    const headers = await way.headers();
    const answer = await post(to, body, {...way, headers}, ended);
    const say = (text: string, length: number) => printable(withoutValues(text, headers), length);
    const isTaken = answer.status >= 200 && answer.status <= 299;
    return isTaken ? taken(to, answer, say) : refused(to, signal, answer, say);
  } catch (error) {
    return lost(to, error, way.timeoutMs);
  }
}

/** What a collector says, fit to be shown, cut to a length. */
type Say = (text: string, length: number) => string;

/** A collector may repeat what it was told, and that is a secret. */
function withoutValues(text: string, headers: Readonly<Record<string, string>>): string {
  return Object.values(headers)
    .flatMap(value => value.split(' '))
    .filter(({length}) => length > 3)
    .reduce((rest, value) => rest.replaceAll(value, '•••'), text);
}

type Sending = Omit<SendOptions, 'headers'> & {headers: Readonly<Record<string, string>>};

async function post(to: string, body: Uint8Array, way: Sending, ended: AbortSignal): Promise<CollectorAnswer> {
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
      'Content-Type': way.type,
      'Content-Length': bytes.length,
      ...encoding,
    },
    agent: agent as import('node:http').Agent,
    signal,
  };
  return new Promise<CollectorAnswer>((resolve, reject) => {
    const request = (protocol === 'https:' ? httpsRequest : httpRequest)(to, options, response => {
      const parts: Buffer[] = [];
      let left = MOST_READ;
      response.on('data', (more: Buffer) => {
        if (left > 0) parts.push(more.subarray(0, left));
        left -= more.length;
      });
      response.on('error', reject);
      response.on('end', () => {
        const {statusCode = 0, headers} = response;
        resolve({status: statusCode, headers, body: Buffer.concat(parts)});
      });
    });
    request.on('error', error => {
      // The collector gave up a connection that was kept, in the moment in which it was used again.
      if (request.reusedSocket && /^(ECONNRESET|EPIPE)$/.test(codeOf(error))) resolve(post(to, body, way, ended));
      else reject(signal.reason instanceof Error && signal.aborted ? signal.reason : error);
    });
    request.end(bytes);
  });
}

/** A collector may take a part, and say why it did not take the rest. */
function taken(to: string, answer: CollectorAnswer, say: Say): SendResult {
  const {rejected, why} = partIn(answer);
  if (rejected === 0) return {ok: true};
  const reason = why === '' ? '' : `: ${say(why, 200)}`;
  return {ok: true, refused: `${to} did not take ${rejected} of what was sent${reason}.`};
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
  415: {next: 'It wants the other encoding: OTEL_EXPORTER_OTLP_PROTOCOL can be http/protobuf or http/json.'},
  429: {next: `It has too much to do.${AGAIN}`, again: true},
  502: {next: `What is behind it does not answer.${AGAIN}`, again: true},
  503: {next: `It cannot take it now.${AGAIN}`, again: true},
  504: {next: `What is behind it does not answer.${AGAIN}`, again: true},
};

/** What takes one of the two alone, as Prometheus does, has no place for the other. */
const alone: Readonly<Record<Signal, string>> = {
  traces: 'Where it takes metrics alone, put metrics= in front of its URL.',
  metrics: 'Where it takes traces alone, put traces= in front of its URL.',
};

function refused(to: string, signal: Signal, answer: CollectorAnswer, say: Say): SendResult {
  const {status, headers} = answer;
  const {next, again = false} = statuses[status] ?? {next: status < 400 ? place : 'The collector’s log says more.'};
  const said = say(reasonIn(answer), 120);
  const advice = status === 404 ? `${next} ${alone[signal]}` : next;
  const text = `${to} answered ${status}${said === '' ? '' : ` (${said})`}. ${advice}`;
  const wait = waitIn(String(headers['retry-after']));
  return {
    ...{ok: false, again, code: `status-${status}`, text},
    ...(wait > 0 && {waitMs: Math.min(LONGEST_WAIT, wait)}),
  };
}

/** ms that `Retry-After` asks for, in seconds or until a date. */
function waitIn(text: string): number {
  const seconds = Number(text);
  return Number.isNaN(seconds) ? Date.parse(text) - Date.now() : seconds * 1000;
}

const untrusted =
  'Nobody who is trusted here vouches for its certificate. Name that of its authority (PEM) in OTEL_EXPORTER_OTLP_CERTIFICATE.';

const unreachable: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Nothing listens there. Start the collector, or correct --otlp.',
  ENOTFOUND: 'There is no machine of that name. Correct --otlp.',
  EAI_AGAIN: 'The name could not be looked up.',
  ECONNRESET: 'It hung up.',
  EPROTO: 'It speaks no https there, or none that is understood. Correct --otlp.',
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  HPE_INVALID_CONSTANT: `What answers speaks no http: port 4317 is gRPC’s. ${place}`,
  HPE_INVALID_VERSION: `What answers speaks no http: port 4317 is gRPC’s. ${place}`,
};

function lost(to: string, error: unknown, timeoutMs: number): SendResult {
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
