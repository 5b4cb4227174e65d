import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';

/** What a server says instead of what it should; undefined for what it should. */
export type Said = {status?: number; headers?: Record<string, string>; body?: string; hangs?: true} | undefined;

export async function listen(server: Server, port = 0): Promise<[port: number, close: () => Promise<void>]> {
  await new Promise<void>((done, failed) => server.once('error', failed).listen(port, '127.0.0.1', done));
  const close = () =>
    new Promise<void>(done => {
      server.close(() => done());
      server.closeAllConnections();
    });
  return [(server.address() as AddressInfo).port, close];
}

/** A server in front of another one that says something else where it is told to: a proxy before the API, a tunnel, an agent. */
export async function inFront(to: () => string | undefined, say: (path: string, method: string) => Said) {
  const server = createServer((request, response) => {
    const said = say(request.url ?? '', request.method ?? '');
    if (said?.hangs) return;
    if (said) return void response.writeHead(said.status ?? 200, said.headers).end(said.body);
    pass(to(), request, response).catch(() => response.writeHead(502).end());
  });
  const [port, close] = await listen(server);
  return {url: `http://127.0.0.1:${port}`, close};
}

async function pass(to: string | undefined, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const {method = 'GET', url = '', headers} = request;
  const {authorization, 'content-type': type} = headers;
  const answer = await fetch(`${to}${url}`, {
    method,
    headers: {connection: 'close', ...(authorization && {authorization}), ...(type && {'content-type': type})},
    ...(chunks.length > 0 && {body: Buffer.concat(chunks)}),
  });
  const region = answer.headers.get('x-vonage-region');
  const date = answer.headers.get('date') ?? new Date().toUTCString();
  const said = {'Content-Type': answer.headers.get('content-type') ?? 'text/plain', Date: date};
  response.writeHead(answer.status, {...said, ...(region && {'x-vonage-region': region})}).end(await answer.text());
}
