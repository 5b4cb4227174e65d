import http from 'node:http';
import type {AddressInfo} from 'node:net';
import type {Platform} from '../state.js';
import type {Access, Gate} from './auth.js';
import {conversationRoutes} from './conversation-api.js';
import {conversationError, unauthorized} from './errors.js';
import type {Answer, Ask, Route} from './route.js';

const routes: Route[] = [...conversationRoutes];

/** Bytes of a request that are read. */
const longestRequest = 2 ** 20;

export type Api = {url: string; close(): Promise<void>};

/** Serves the REST side on the loopback. @throws when the port is taken. */
export async function serve(platform: Platform, gate: Gate, port: number): Promise<Api> {
  const server = http.createServer((request, response) => {
    const release = platform.clock.hold();
    reply(platform, gate, request)
      .catch((): Answer => conversationError('v1', 'system:error:internal-error', newInstance()))
      .then(answer => {
        platform.act({
          at: platform.clock.now(),
          kind: 'api',
          text: `${request.method} ${request.url} ${answer.status}`,
        });
        const body = answer.body === undefined ? '' : JSON.stringify(answer.body);
        response.writeHead(answer.status, {
          ...(body && {'Content-Type': 'application/json'}),
          'Content-Length': Buffer.byteLength(body),
          'x-nexmo-trace-id': newInstance(),
          'x-vonage-region': 'us-3',
        });
        response.end(body);
      })
      .finally(release);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
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

async function reply(platform: Platform, gate: Gate, request: http.IncomingMessage): Promise<Answer> {
  const url = new URL(request.url ?? '/', 'http://simulator');
  const method = request.method ?? 'GET';
  const instance = newInstance();
  const version = url.pathname.split('/')[1] ?? '';
  const access = await gate(request.headers.authorization, method, url.pathname);
  if (access !== 'granted') return refusal(access, version, instance);
  const matching = routes.filter(route => route.path.test(url.pathname));
  const route = matching.find(candidate => candidate.method === method);
  if (!route) {
    const code = matching.length > 0 ? 'http:error:method-not-allowed' : 'http:error:not-found';
    return conversationError(version, code, instance);
  }
  const [, , ...ids] = route.path.exec(url.pathname) ?? [];
  const body = await readJson(request);
  if (body === notJson) return conversationError(version, 'http:error:validation-fail', instance);
  const ask: Ask = {
    platform,
    method,
    version,
    ids: ids.map(decodeURIComponent),
    query: url.searchParams,
    body,
    instance,
  };
  return route.handle(ask);
}

function refusal(access: Exclude<Access, 'granted'>, version: string, instance: string): Answer {
  if (access === 'forbidden') return conversationError(version, 'system:error:permission', instance);
  if (version === 'v1' || version === 'v2') return unauthorized(instance);
  const code = access === 'expired' ? 'system:error:expired-token' : 'system:error:invalid-token';
  return conversationError(version, code, instance);
}

const notJson = Symbol('not JSON');

async function readJson(request: http.IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > longestRequest) return notJson;
    chunks.push(chunk);
  }
  if (size === 0) return undefined;
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    return notJson;
  }
}

function newInstance(): string {
  return crypto.randomUUID().replaceAll('-', '');
}
