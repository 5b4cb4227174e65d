import http from 'node:http';
import type {AddressInfo} from 'node:net';

/** A webhook as the application under test got it. */
export type Got = {
  method: string;
  path: string;
  query: Record<string, string>;
  headers: http.IncomingHttpHeaders;
  rawBody: string;
  /** The JSON body of a POST, the parameters of a GET. */
  fields: Record<string, unknown>;
};

export type Answering = (got: Got) => Reply | undefined | Promise<Reply | undefined>;
export type Reply = {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
  raw?: string;
  destroy?: boolean;
};

/** A plain `node:http` application: nothing of ours is in it. */
export async function startApplication(answering: Answering, port = 0) {
  const got: Got[] = [];
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk);
    } catch {
      return;
    }
    const rawBody = Buffer.concat(chunks).toString('utf8');
    const url = new URL(request.url ?? '/', 'http://application');
    const query = Object.fromEntries(url.searchParams);
    const {method = '', headers} = request;
    const one: Got = {method, path: url.pathname, query, headers, rawBody, fields: query};
    try {
      if (method === 'POST') one.fields = JSON.parse(rawBody);
    } catch {
      one.fields = {};
    }
    got.push(one);
    const reply = (await answering(one)) ?? {};
    if (reply.destroy) return void request.socket.destroy();
    const text = reply.raw ?? (reply.body === undefined ? '' : JSON.stringify(reply.body));
    response.writeHead(reply.status ?? 200, {'content-type': 'application/json', ...reply.headers});
    response.end(text);
  });
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    got,
    /** The event webhooks so far, and of them the statuses with their direction. */
    events: () => got.filter(({path}) => path === '/event').map(({fields}) => fields),
    statuses: () =>
      got.filter(({path, fields}) => path === '/event' && fields.status).map(({fields}) => statusOf(fields)),
    urls: {answerUrl: `${url}/answer`, eventUrl: `${url}/event`},
    close: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function statusOf(fields: Record<string, unknown>): string {
  return `${fields.direction ?? '-'} ${fields.status}`;
}
