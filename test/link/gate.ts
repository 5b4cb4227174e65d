import {createServer, type IncomingMessage} from 'node:http';
import {listen} from '../doctor/servers.js';

/** Where a request is stopped: before it gets to the API, or on the answer's way back. */
export type Stop = {method: 'GET' | 'PUT'; when: 'before' | 'after'};

/** A request that was stopped: it goes on where somebody lets it. */
type Stopped = {goOn: () => Promise<unknown>};

/** A server in front of an API that stops a request where it is told to, so that a test can do something at that very moment. */
export async function startGate(to: () => string) {
  let stop: (Stop & {reached: (stopped: Stopped) => void}) | undefined;
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const {method = '', url = '', headers} = request;
    const pass = () =>
      fetch(`${to()}${url}`, {
        method,
        headers: {authorization: headers.authorization ?? '', 'content-type': 'application/json'},
        ...(body !== '' && {body}),
      });
    const held = stop?.method === method ? stop : undefined;
    if (held) stop = undefined;
    if (held?.when === 'before') {
      held.reached({goOn: pass});
      return;
    }
    const answer = await pass();
    const text = await answer.text();
    const send = async () => void response.writeHead(answer.status, {'content-type': 'application/json'}).end(text);
    if (held) held.reached({goOn: send});
    else await send();
  });
  const [port, close] = await listen(server);
  return {
    url: `http://127.0.0.1:${port}`,
    close,
    /** Stops the next request of that kind; resolves when it is there. */
    stopAt: (where: Stop) =>
      new Promise<Stopped>(reached => {
        stop = {...where, reached};
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  return body;
}
