import http from 'node:http';
import type {AddressInfo} from 'node:net';
import {setTimeout} from 'node:timers/promises';
import {asUrl} from '../../text/url.js';
import type {Platform} from '../state.js';
import {applicationRoutes} from './applications-api.js';
import type {Access, Gate} from './auth.js';
import {conversationRoutes} from './conversation-api.js';
import {conversationWrites} from './conversation-writes.js';
import {conversationError, gatewayError, notFound, notJsonType, rateLimited, unauthorized} from './errors.js';
import type {ApiFate} from './fate.js';
import {legRoutes} from './legs-api.js';
import {numberRoutes, numbersPath, problem} from './numbers-api.js';
import {recordRoutes} from './record-api.js';
import {type Answer, type Ask, isVoice, type Route, versionOf} from './route.js';
import {userRoutes} from './users-api.js';
import {voiceRoutes} from './voice-api.js';

const routes: Route[] = [
  ...conversationRoutes,
  ...conversationWrites,
  ...recordRoutes,
  ...userRoutes,
  ...voiceRoutes,
  ...legRoutes,
  ...applicationRoutes,
  ...numberRoutes,
];

/** Bytes of a request that are read. */
const longestRequest = 2 ** 20;

export type Api = {url: string; close(): Promise<void>};

export type ServerOptions = {
  gate: Gate;
  port: number;
  /** Such as `us-3`. */
  region: string;
  /** False for a region in which this application's calls do not live: it answers 404. */
  knowsCalls: boolean;
  /** How far its clock is ahead of the real one, ms: answers say the time. */
  skewMs: number;
  /** Whether a request is one too many. */
  tooMany(method: string, path: string): boolean;
  /** What happens to a request instead of being answered, or after a while; see faults.ts. */
  tamper?(method: string, path: string): ApiFate;
};

/** Serves the REST side on the loopback. @throws when the port is taken. */
export async function serve(platform: Platform, options: ServerOptions): Promise<Api> {
  /** Errors of the stand-in itself. */
  let faults = 0;
  const server = http.createServer((request, response) => {
    const {method = '', url = ''} = request;
    const release = platform.clock.hold();
    let why = '';
    answer(platform, options, request)
      .catch((error: Error): Answer => {
        why = `: error ${++faults} of the stand-in itself, please report it (${error.message})`;
        return conversationError('v1', 'system:error:internal-error', newInstance());
      })
      .then(answered => {
        if (answered === cutOff) return void request.socket.destroy();
        send(answered, response, options);
        platform.act({at: platform.clock.now(), kind: 'api', text: `${method} ${url} ${answered.status}${why}`});
      })
      // Who is told of what happens may fail over it; the others are answered all the same.
      .catch(() => response.writableEnded || request.socket.destroy())
      .finally(release);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', () => resolve());
  });
  // Such as too many open files: one connection is lost, not the server.
  server.on('error', () => undefined);
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function send({status, body}: Answer, response: http.ServerResponse, {region, skewMs}: ServerOptions): void {
  const text = body === undefined ? '' : JSON.stringify(body);
  response.writeHead(status, {
    ...(text && {'Content-Type': 'application/json'}),
    // A 204 has no body, and so no length.
    ...(status !== 204 && {'Content-Length': Buffer.byteLength(text)}),
    Date: new Date(Date.now() + skewMs).toUTCString(),
    'x-nexmo-trace-id': newInstance(),
    'x-vonage-region': region,
  });
  response.end(text);
}

const cutOff = Symbol('cut off');

/** What the paths of requests are relative to. */
const ROOT = 'http://simulator';

/** How deep a body may nest: no documented one needs a tenth, and what reads it goes down level by level. */
const DEEPEST = 100;

async function answer(
  platform: Platform,
  options: ServerOptions,
  request: http.IncomingMessage,
): Promise<Answer | typeof cutOff> {
  const url = asUrl(request.url ?? '/', ROOT);
  if (!url) return conversationError('v1', 'http:error:validation-fail', newInstance());
  const fate = options.tamper?.(request.method ?? 'GET', url.pathname) ?? {};
  if (fate.delayMs) await setTimeout(fate.delayMs, undefined, {ref: false});
  if (fate.cut) return cutOff;
  return fate.error ?? reply(platform, options, request, url);
}

async function reply(
  platform: Platform,
  options: ServerOptions,
  request: http.IncomingMessage,
  url: URL,
): Promise<Answer> {
  const path = url.pathname;
  const method = request.method ?? 'GET';
  const instance = newInstance();
  const prefix = path.split('/')[1] ?? '';
  const version = versionOf(prefix);
  const {verdict, user} = await options.gate(request.headers.authorization, method, path);
  if (verdict !== 'granted')
    return numbersPath.test(path) ? problem(401, 'authentication failed') : refusal(verdict, version, instance);
  if (options.tooMany(method, path)) return rateLimited(instance);
  if (!options.knowsCalls) return elsewhere(path, version, instance);
  const matching = routes.filter(route => route.path.test(path));
  const route = matching.find(candidate => candidate.method === method);
  if (!route) return unrouted(matching.length > 0, method, path, version, instance);
  const [, , ...ids] = route.path.exec(path) ?? [];
  const read = await readBody(request);
  const {refused} = read;
  if (refused === 'type') {
    if (isVoice(path)) return gatewayError('content-type-header', method, instance);
    return notJsonType(path, version, request.headers['content-type'] ?? '', instance);
  }
  if (refused) {
    if (isVoice(path)) return gatewayError('invalid-json', method, instance);
    return conversationError(version, 'http:error:validation-fail', instance);
  }
  const ask: Ask = {
    ...{platform, method, prefix, version, instance, user},
    ids: ids.map(decoded),
    query: url.searchParams,
    body: read.body,
  };
  return route.handle(ask);
}

/** What no route takes: there is none of that path, or none of that method. */
function unrouted(isPath: boolean, method: string, path: string, version: string, instance: string): Answer {
  if (!isVoice(path)) {
    return conversationError(version, isPath ? 'http:error:method-not-allowed' : 'http:error:not-found', instance);
  }
  return isPath ? gatewayError('wrong-verb', method, instance) : notFound(instance);
}

/** A part of a path that cannot be decoded is nobody's id. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function refusal(verdict: Exclude<Access['verdict'], 'granted'>, version: string, instance: string): Answer {
  if (verdict === 'forbidden') return conversationError(version, 'system:error:permission', instance);
  if (version === 'v1' || version === 'v2') return unauthorized(instance);
  const code = verdict === 'expired' ? 'system:error:expired-token' : 'system:error:invalid-token';
  return conversationError(version, code, instance);
}

/** A region knows only its own calls, and says 404 of all others. */
function elsewhere(path: string, version: string, instance: string): Answer {
  if (isVoice(path)) return notFound(instance);
  return conversationError(version, 'conversation:error:not-found', instance);
}

type Body = {body: unknown; refused?: undefined} | {refused: 'type' | 'json'; body?: undefined};

/** Reads a request's body, which must be JSON and say so; what has none needs no type. */
async function readBody(request: http.IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > longestRequest) return {refused: 'json'};
    chunks.push(chunk);
  }
  if (size === 0) return {body: undefined};
  const type = request.headers['content-type'];
  if (type !== undefined && !/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(type)) return {refused: 'type'};
  try {
    const text = Buffer.concat(chunks).toString('utf8');
    return isDeeper(text, DEEPEST) ? {refused: 'json'} : {body: JSON.parse(text)};
  } catch {
    return {refused: 'json'};
  }
}

/** Whether JSON text nests deeper than that, read once from its beginning to its end. */
function isDeeper(text: string, most: number): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length && depth <= most; at += 1) {
    const char = text[at];
    if (char === '\\') at += 1;
    else if (char === '"') inString = !inString;
    else if (!inString && (char === '[' || char === '{')) depth += 1;
    else if (!inString && (char === ']' || char === '}')) depth -= 1;
  }
  return depth > most;
}

function newInstance(): string {
  return crypto.randomUUID().replaceAll('-', '');
}
