import type {ClientRequest, IncomingMessage} from 'node:http';
import {duration} from '../call/duration.js';
import type {Failure} from '../call/observation.js';
import {type Application, endToEnd, requestHeaders} from './application.js';
import {flawOf} from './flaw.js';
import type {Received, Reply} from './raw.js';

type Place = Pick<Application, 'place' | 'flag'>;

type Forwarded = {reply: Reply} | {failure: Failure};

type Forward = {
  /** Passes a webhook on and resolves with the application's reply, or with why there is none. Never rejects. */
  send(request: Received, deadlineMs: number): Promise<Forwarded>;
};

/** Bytes of an application's reply; an NCCO is a few kB. */
const replyLimit = 1024 * 1024;

/**
 * Passes webhooks to the developer's application: method, path and query, headers and raw body, so that a signature over the
 * body still holds. Each is sent once, whatever becomes of it: to repeat it is Vonage's decision, and a GET does things too.
 */
export function forwardTo(application: Application): Forward {
  return {
    async send(received, deadlineMs) {
      const {method, path, from} = received;
      try {
        const request = application.open({method, path, headers: requestHeaders(received), from});
        return await replyOf(request, received, deadlineMs, application);
      } catch (error) {
        return {failure: failureOf(error as NodeJS.ErrnoException, application)};
      }
    },
  };
}

function replyOf(
  request: ClientRequest,
  received: Received,
  deadlineMs: number,
  application: Place,
): Promise<Forwarded> {
  return new Promise(resolve => {
    const deadline = setTimeout(() => {
      const text = `The application at ${application.place} did not answer within ${duration(deadlineMs)}, and Vonage waits only a little longer. Make its handler faster.`;
      resolve({failure: {code: 'timeout', detail: duration(deadlineMs), text}});
      request.destroy();
    }, deadlineMs);
    const done = (result: Forwarded): void => {
      clearTimeout(deadline);
      resolve(result);
    };
    request.on('error', error => done({failure: failureOf(error, application)}));
    const answered = (response: IncomingMessage): void => {
      collect(response, application).then(done, error => done({failure: failureOf(error, application)}));
    };
    request.on('response', answered);
    // No answer to a webhook; without a listener nobody would notice.
    request.on('upgrade', (response, socket) => {
      socket.on('error', () => undefined).destroy();
      answered(response);
    });
    request.end(received.body);
  });
}

async function collect(response: IncomingMessage, application: Place): Promise<Forwarded> {
  const {place} = application;
  const flaw = flawOf(response, place);
  if (flaw) {
    response.destroy();
    return {failure: flaw};
  }
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > replyLimit) {
        const text = `The application at ${place} answered with more than ${replyLimit} bytes. An NCCO has a few kB.`;
        return {failure: {code: 'too-large', text}};
      }
    }
  } catch (error) {
    return {failure: failureOf(error as NodeJS.ErrnoException, application)};
  }
  const body = Buffer.concat(chunks);
  const rawHeaders = endToEnd(response.rawHeaders);
  const status = response.statusCode ?? 0;
  const bodiless = status === 204 || status === 304;
  if (!('content-length' in response.headers) && !bodiless) rawHeaders.push('Content-Length', String(body.length));
  return {reply: {status, statusText: response.statusMessage, rawHeaders, body}};
}

const failures: Record<string, {code: string; text: (place: string, flag: string) => string}> = {
  ECONNREFUSED: {
    code: 'refused',
    text: (place, flag) => `Nothing listens at ${place}. Start the application, or correct ${flag}.`,
  },
  ECONNRESET: {
    code: 'reset',
    text: place => `The application at ${place} closed the connection without an answer. Look into its log.`,
  },
  EPIPE: {
    code: 'reset',
    text: place => `The application at ${place} closed the connection without an answer. Look into its log.`,
  },
  ENOTFOUND: {code: 'dns', text: (place, flag) => `The host of ${place} was not found. Correct ${flag}.`},
  EAI_AGAIN: {
    code: 'dns',
    text: (place, flag) => `The host of ${place} could not be looked up. Check the network, or correct ${flag}.`,
  },
  EPROTO: {code: 'tls', text: (place, flag) => `${place} does not speak TLS. Try http:// in ${flag}.`},
};

/** Whether what came begins as a server of HTTP/2 does that was asked nothing: with its settings (RFC 9113, 3.4 and 6.5). */
function isHttp2(error: Error & {rawPacket?: unknown}): boolean {
  const {rawPacket} = error;
  return Buffer.isBuffer(rawPacket) && /^\0\0.\x04\0\0\0\0\0/s.test(rawPacket.toString('latin1'));
}

/** What went wrong on the way to the application, in words. */
export function failureOf(error: NodeJS.ErrnoException, {place, flag}: Place): Failure {
  const code = error.code ?? '';
  const known = Object.hasOwn(failures, code) ? failures[code] : undefined;
  if (known) return {code: known.code, text: known.text(place, flag)};
  if (/^(CERT|DEPTH|SELF|UNABLE|ERR_TLS|ERR_SSL)/.test(code)) {
    return {
      code: 'tls',
      text: `The certificate of ${place} was not accepted (${code}). Use http:// or a valid certificate.`,
    };
  }
  if (code.startsWith('HPE_')) {
    if (isHttp2(error))
      return {
        code: 'http2',
        text: `What listens at ${place} answers in HTTP/2 alone. Let it take HTTP/1.1 as well, or correct ${flag}.`,
      };
    return {code: 'not-http', text: `What listens at ${place} does not answer in HTTP (${code}). Correct ${flag}.`};
  }
  return {code: 'failed', text: `Passing the webhook to ${place} failed: ${error.message}.`};
}
