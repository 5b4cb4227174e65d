import {isUtf8} from 'node:buffer';
import type {IncomingMessage} from 'node:http';
import type {Headers, RawRequest, RawResponse} from '../call/observation.js';

/** A request with its body read: what the answering needs, and what the recording keeps. */
export type Received = {
  method: string;
  /** As it came, query included. */
  path: string;
  /** Names and values in turn, with their case, order and repetitions. */
  rawHeaders: string[];
  headers: Headers;
  body: Buffer;
  /** The address it came from, where that is known. */
  from?: string;
  /** Bytes announced or seen, when that is more than `body` holds. */
  cut?: number;
};

/**
 * Reads a request's body up to `limit` bytes and stops there: `cut` then says how many bytes were announced or seen.
 * Rejects when the sender goes away before the end.
 */
export function readBody(request: IncomingMessage, limit: number): Promise<Pick<Received, 'body' | 'cut'>> {
  const announced = Number(request.headers['content-length'] ?? 0);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let seen = 0;
    const done = (cut?: number): void => {
      request.off('data', onData).off('end', onEnd).off('error', reject).off('close', onClose);
      const [only = Buffer.alloc(0)] = chunks;
      const body = chunks.length <= 1 ? only : Buffer.concat(chunks);
      resolve(cut === undefined ? {body} : {body: body.subarray(0, limit), cut});
    };
    const onData = (chunk: Buffer): void => {
      chunks.push(chunk);
      seen += chunk.length;
      if (seen <= limit) return;
      request.pause();
      done(Math.max(seen, announced));
    };
    const onEnd = (): void => done();
    const onClose = (): void => reject(new Error('the sender went away before the end of the body'));
    request.on('data', onData).on('end', onEnd).on('error', reject).on('close', onClose);
  });
}

/** A response before it is sent. */
export type Reply = {
  status: number;
  statusText?: string;
  /** Names and values in turn. */
  rawHeaders: string[];
  body: Buffer;
};

const token = /^[\w!#$%&'*+.^`|~-]+$/;

/** Whether all have a name that can be written (RFC 9110, 5.6.2): Node 20.19.0 reads an empty one, too, and one with blanks. */
export function isNamed(rawHeaders: readonly string[]): boolean {
  return rawHeaders.every((name, index) => index % 2 === 1 || token.test(name));
}

/** Raw headers as a map: names in lower case, values of a repeated name joined by ", ". */
export function joinHeaders(rawHeaders: string[]): Headers {
  const headers: Headers = {};
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? '').toLowerCase();
    const next = rawHeaders[index + 1] ?? '';
    const value = Object.hasOwn(headers, name) ? `${headers[name]}, ${next}` : next;
    // Assigning to `__proto__` would set the prototype. (An object without one would be safe too, and twice as slow.)
    if (name === '__proto__') Object.defineProperty(headers, name, {value, ...ordinary});
    else headers[name] = value;
  }
  return headers;
}

const ordinary = {enumerable: true, writable: true, configurable: true};

/** Bytes as text when they are UTF-8 and as base64 when they are not, so that none is lost. */
function keptBody(body: Buffer): {body: string; encoding?: 'base64'} {
  return isUtf8(body) ? {body: body.toString('utf8')} : {body: body.toString('base64'), encoding: 'base64'};
}

/** A request as an observation keeps it. */
export function rawRequest({method, path, headers, body, cut}: Received): RawRequest {
  return {method, path, headers, ...keptBody(wholeCharacters(body, cut)), ...(cut !== undefined && {cut})};
}

/** Bytes of a reply's body that are kept in the recording. */
export const replyKept = 256 * 1024;

/** A reply as an observation keeps it: its status, headers and at most `limit` bytes of its body. */
export function rawResponse({status, rawHeaders, body}: Reply, limit: number): RawResponse {
  const cut = body.length > limit ? body.length : undefined;
  const kept = wholeCharacters(cut === undefined ? body : body.subarray(0, limit), cut);
  return {status, headers: joinHeaders(rawHeaders), ...keptBody(kept), ...(cut !== undefined && {cut})};
}

/** A cut may go through the middle of a character; the rest of it (3 bytes at most) is left out, not the whole text. */
function wholeCharacters(body: Buffer, cut: number | undefined): Buffer {
  if (cut === undefined || isUtf8(body)) return body;
  for (let less = 1; less <= 3 && less < body.length; less++) {
    const shorter = body.subarray(0, body.length - less);
    if (isUtf8(shorter)) return shorter;
  }
  return body;
}
