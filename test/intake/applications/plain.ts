import {createServer, type IncomingMessage, type RequestListener, type Server} from 'node:http';
import {WebSocketServer} from 'ws';

type Fields = Record<string, unknown>;
/** What an application answers to the JSON that it got: an NCCO, or undefined for an empty reply; a number is a bare status. */
type Handler = (request: IncomingMessage, fields: Fields) => unknown;

const talk = (text: string) => ({action: 'talk', text});

/** An application of plain node:http: handlers by path. */
function application(handlers: Record<string, Handler>): RequestListener {
  return async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const handler = handlers[request.url?.split('?')[0] ?? ''];
    const reply = handler?.(request, body ? JSON.parse(body) : {}) ?? (handler ? '' : 404);
    if (typeof reply === 'number') response.writeHead(reply).end();
    else response.setHeader('Content-Type', 'application/json').end(reply === '' ? '' : JSON.stringify(reply));
  };
}

const received: Handler = () => undefined;
const base = ({headers}: IncomingMessage) => `https://${headers.host}`;

/** Asks for a key, then for a word, and says how the call goes on in its replies; without an eventUrl, both come to the event URL. */
export const synchronousInputs = application({
  '/webhooks/answer': () => [talk('How old are you?'), {action: 'input', type: ['dtmf'], dtmf: {maxDigits: 2}}],
  '/webhooks/event'(_request, {dtmf, speech}) {
    if ((speech as Fields)?.results) return [talk('Goodbye.')];
    if ((dtmf as Fields)?.digits) return [talk('And your name?'), {action: 'input', type: ['speech'], speech: {}}];
    return undefined;
  },
});

/** Records a message, and is told when the caller has heard that it was. */
export const recordAndNotify = application({
  '/webhooks/answer': request => [
    talk('Leave a message after the tone.'),
    {action: 'record', endOnSilence: 3, beepStart: true, eventUrl: [`${base(request)}/recordings`]},
    talk('Thank you.'),
    {action: 'notify', payload: {step: 'recorded'}, eventUrl: [`${base(request)}/notify?of=message`]},
  ],
  '/webhooks/event': received,
  '/recordings': received,
  '/notify': () => [talk('Goodbye.')],
});

/** Connects the caller to somebody who is busy, has the events of that leg on a path of its own, and says there what to do then. */
export const connectWithEvents = application({
  '/webhooks/answer': request => [
    {
      action: 'connect',
      from: '447700900000',
      endpoint: [{type: 'phone', number: '447700900001'}],
      eventType: 'synchronous',
      eventUrl: [`${base(request)}/outbound/status`],
    },
    talk('Nobody is there.'),
  ],
  '/webhooks/event': received,
  '/outbound/status': (_request, {status}) => (status === 'busy' ? [talk('The line is busy.')] : undefined),
});

/** Connects the caller to a WebSocket of its own, which says back what it hears. `heard` is the text of all sockets. */
export function webSocketBridge(heard: string[]): Server {
  const server = createServer(
    application({
      '/webhooks/answer': ({headers}) => [
        {
          action: 'connect',
          endpoint: [
            {
              type: 'websocket',
              uri: `wss://${headers.host}/socket`,
              'content-type': 'audio/l16;rate=16000',
              headers: {},
            },
          ],
        },
      ],
      '/webhooks/event': received,
    }),
  );
  new WebSocketServer({server, path: '/socket'}).on('connection', (socket, request) => {
    heard.push(`Host: ${request.headers.host}`);
    socket.on('message', (data, isBinary) => {
      if (isBinary) socket.send(data);
      else heard.push(String(data));
    });
  });
  return server;
}

/** Digits by an address that the application makes of a request. */
const digitsTo = (address: (request: IncomingMessage) => string): Record<string, Handler> => ({
  '/webhooks/answer': request => [
    talk('Enter a digit.'),
    {action: 'input', type: ['dtmf'], dtmf: {maxDigits: 1}, eventUrl: [`${address(request)}/webhooks/dtmf`]},
  ],
  '/webhooks/dtmf': () => [talk('Thank you.')],
  '/webhooks/event': received,
});

const header = ({headers}: IncomingMessage, name: string) => String(headers[name] ?? '');

/** As FastAPI behind `uvicorn --proxy-headers`: `request.base_url` has the Host, and the scheme that a proxy tells. */
export const likeFastApi = application(
  digitsTo(request => `${header(request, 'x-forwarded-proto') || 'http'}://${header(request, 'host')}`),
);

/** As Django: `build_absolute_uri`, with a host that is in ALLOWED_HOSTS or answered 400, whichever header it is taken from. */
export function likeDjango({
  allowed,
  useForwardedHost,
}: {
  allowed: string[];
  useForwardedHost: boolean;
}): RequestListener {
  const hostOf = (request: IncomingMessage) =>
    (useForwardedHost && header(request, 'x-forwarded-host')) || header(request, 'host');
  const scheme = (request: IncomingMessage) => (header(request, 'x-forwarded-proto') === 'https' ? 'https' : 'http');
  const allowing = application(digitsTo(request => `${scheme(request)}://${hostOf(request)}`));
  return (request, response) => {
    const name = hostOf(request).replace(/:\d+$/, '');
    if (allowed.includes(name)) return allowing(request, response);
    request.resume();
    const text = `DisallowedHost: Invalid HTTP_HOST header: '${name}'. You may need to add '${name}' to ALLOWED_HOSTS.`;
    response.writeHead(400, {'Content-Type': 'text/html'}).end(`<h1>${text}</h1>`);
  };
}
