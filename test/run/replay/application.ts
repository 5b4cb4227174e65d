import {createServer, type IncomingHttpHeaders, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {onTestFinished} from 'vitest';

export type Seen = {method: string; url: string; headers: IncomingHttpHeaders; body: string};

/** A developer's application on a port of its own: what it has seen, and what it answers to each. */
export async function application(answer: (seen: Seen, response: ServerResponse) => void) {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const {method = '', url = '', headers} = request;
    const asked = {method, url, headers, body};
    seen.push(asked);
    answer(asked, response);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {seen, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`};
}

/** Answers with JSON, or with nothing. */
export function reply(response: ServerResponse, ncco?: unknown, status = 200): void {
  response.writeHead(status, ncco === undefined ? {} : {'content-type': 'application/json'});
  response.end(ncco === undefined ? '' : JSON.stringify(ncco));
}
