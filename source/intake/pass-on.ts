import {type IncomingMessage, type ServerResponse, STATUS_CODES} from 'node:http';
import type {Duplex} from 'node:stream';
import {pipeline} from 'node:stream';
import {type Application, endToEnd, requestHeaders} from './application.js';
import {failureOf} from './forward.js';
import type {Received} from './raw.js';

/** What is no webhook but the application's own business: its sound files, its pages, its WebSocket endpoint. Nothing is kept. */
export type PassOn = {
  /** Passes a request on, and the reply back as it comes. Resolves with its status once that is known. */
  request(received: Received, response: ServerResponse): Promise<number>;
  /** Passes a WebSocket handshake on, and then whatever either side sends. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): void;
};

/** At once, so that there is always room for webhooks: strangers come here too. */
const AT_ONCE = 64;

/** ms in which an application begins to answer; what it then sends may take its time. */
const PATIENCE = 30_000;

export function passOnTo(application: Application): PassOn {
  /** What ends each exchange that is under way. */
  const open = new Set<() => void>();
  const begin = (end: () => void) => {
    open.add(end);
    return () => void open.delete(end);
  };

  return {
    request(received, response) {
      if (open.size >= AT_ONCE) return Promise.resolve(refuse(response, 503, 'Too many requests are under way.'));
      return new Promise(resolve => {
        const {method, path, body, from} = received;
        const request = application.open({method, path, headers: requestHeaders(received), from});
        const done = begin(() => request.destroy());
        response.once('close', () => {
          done();
          request.destroy();
        });
        const timer = setTimeout(() => request.destroy(new Error(`no answer within ${PATIENCE} ms`)), PATIENCE);
        request.on('error', error => {
          clearTimeout(timer);
          if (response.headersSent || response.destroyed) resolve(response.statusCode);
          else resolve(refuse(response, 502, failureOf(error, application.place).text));
        });
        request.on('upgrade', (_, far) => far.destroy());
        request.on('response', reply => {
          clearTimeout(timer);
          response.sendDate = false;
          response.writeHead(reply.statusCode ?? 502, reply.statusMessage, endToEnd(reply.rawHeaders));
          // Either side may go away in the middle: then the other is let go of.
          pipeline(reply, response, () => undefined);
          resolve(response.statusCode);
        });
        request.end(body);
      });
    },

    upgrade({method = 'GET', url: path = '', rawHeaders: headers, socket: {remoteAddress: from}}, socket, head) {
      if (open.size >= AT_ONCE) return void socket.end(headOf(503, undefined, ['Connection', 'close']));
      const request = application.open({method, path, headers, from});
      const done = begin(() => socket.destroy());
      socket.on('error', () => socket.destroy());
      socket.once('close', () => {
        done();
        request.destroy();
      });
      request.setTimeout(PATIENCE, () => request.destroy());
      request.on('error', () => socket.end(headOf(502, undefined, ['Connection', 'close'])));
      request.on('response', reply => {
        const headers = [...endToEnd(reply.rawHeaders), 'Connection', 'close'];
        socket.write(headOf(reply.statusCode, reply.statusMessage, headers));
        pipeline(reply, socket, () => socket.destroy());
      });
      request.on('upgrade', (reply, far, farHead) => {
        far.setTimeout(0);
        socket.write(headOf(reply.statusCode, reply.statusMessage, reply.rawHeaders));
        socket.write(farHead);
        far.write(head);
        const over = () => {
          socket.destroy();
          far.destroy();
        };
        pipeline(far, socket, over);
        pipeline(socket, far, over);
      });
      request.end();
    },

    close() {
      for (const end of open) end();
    },
  };
}

function refuse(response: ServerResponse, status: number, text: string): number {
  const body = Buffer.from(`${text}\n`);
  response.writeHead(status, {'Content-Type': 'text/plain; charset=utf-8', 'Content-Length': body.length}).end(body);
  return status;
}

function headOf(status = 502, text = STATUS_CODES[status] ?? '', rawHeaders: string[]): Buffer {
  const lines = rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${rawHeaders[index + 1]}`] : []));
  return Buffer.from(`${[`HTTP/1.1 ${status} ${text}`, ...lines].join('\r\n')}\r\n\r\n`, 'latin1');
}
