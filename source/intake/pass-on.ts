import type {ClientRequest, IncomingMessage, ServerResponse} from 'node:http';
import {pipeline} from 'node:stream';
import type {Failure} from '../call/observation.js';
import {type Application, endToEnd, requestHeaders} from './application.js';
import {flawOf} from './flaw.js';
import {failureOf} from './forward.js';
import type {Received} from './raw.js';

/** What is no webhook but the application's own business: its sound files, its pages. Nothing is kept. */
export type PassOn = {
  /** Passes a request on, and the reply back as it comes. Resolves with its status once that is known. */
  request(received: Received, response: ServerResponse): Promise<number>;
  close(): void;
};

/** Requests at once, so that there is always room for webhooks: strangers come here too. */
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
