import {type ClientRequest, type IncomingMessage, type ServerResponse, STATUS_CODES} from 'node:http';
import type {Duplex} from 'node:stream';
import {pipeline} from 'node:stream';
import type {Failure} from '../call/observation.js';
import {type Application, endToEnd, requestHeaders} from './application.js';
import {flawOf} from './flaw.js';
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
  const {place} = application;
  /** What ends each exchange that is under way. */
  const open = new Set<() => void>();
  const begin = (end: () => void) => {
    open.add(end);
    return () => void open.delete(end);
  };

  return {
    async request(received, response) {
      if (open.size >= AT_ONCE) return refuse(response, 503, 'Too many requests are under way.');
      const {method, path, body, from} = received;
      const request = application.open({method, path, headers: requestHeaders(received), from});
      const done = begin(() => request.destroy());
      response.once('close', () => {
        done();
        request.destroy();
      });
      const begun = await beginningOf(request, body, application);
      if (response.destroyed) return response.statusCode;
      if ('failure' in begun) {
        request.destroy();
        return refuse(response, 502, begun.failure.text);
      }
      const {reply} = begun;
      response.sendDate = false;
      response.writeHead(reply.statusCode ?? 502, reply.statusMessage, endToEnd(reply.rawHeaders));
      // Either side may go away in the middle: then the other is let go of.
      pipeline(reply, response, () => undefined);
      return response.statusCode;
    },

    upgrade({method = 'GET', url: path = '', rawHeaders: headers, socket: {remoteAddress: from}}, socket, head) {
      const refuse = (status: number) => socket.end(headOf(status, undefined, ['Connection', 'close']));
      if (open.size >= AT_ONCE) return void refuse(503);
      const request = application.open({method, path, headers, from});
      const done = begin(() => socket.destroy());
      socket.once('close', () => {
        done();
        request.destroy();
      });
      request.setTimeout(PATIENCE, () => request.destroy());
      const unable = (): void => {
        request.destroy();
        refuse(502);
      };
      request.on('error', unable);
      request.on('response', reply => {
        if (flawOf(reply, place)) return unable();
        const headers = [...endToEnd(reply.rawHeaders), 'Connection', 'close'];
        socket.write(headOf(reply.statusCode, reply.statusMessage, headers));
        pipeline(reply, socket, () => socket.destroy());
      });
      request.on('upgrade', (reply, far, farHead) => {
        far.setTimeout(0);
        far.on('error', () => socket.destroy());
        const {statusMessage, headers} = reply;
        // Here 101 is what was asked for.
        if (flawOf({statusCode: 200, statusMessage, headers}, place)) {
          far.destroy();
          return unable();
        }
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

type Begun = {reply: IncomingMessage} | {failure: Failure};

/**
 * Sends a request, and waits until the body of its reply begins, or has ended: a head that came is worth nothing where what follows
 * is no HTTP, and nothing of it has been passed on yet.
 */
function beginningOf(request: ClientRequest, body: Buffer, application: Application): Promise<Begun> {
  return new Promise(resolve => {
    const settle = (begun: Begun): void => {
      clearTimeout(timer);
      resolve(begun);
    };
    const fail = (error: Error): void => settle({failure: failureOf(error, application)});
    const timer = setTimeout(() => request.destroy(new Error(`no answer within ${PATIENCE} ms`)), PATIENCE);
    const answered = (reply: IncomingMessage): void => {
      const failure = flawOf(reply, application.place);
      if (failure) settle({failure});
      else reply.once('readable', () => settle({reply})).on('error', fail);
    };
    request.on('error', fail);
    request.on('response', answered);
    request.on('upgrade', (reply, far) => {
      far.on('error', () => undefined).destroy();
      answered(reply);
    });
    request.end(body);
  });
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
