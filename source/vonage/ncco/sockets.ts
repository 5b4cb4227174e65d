import {jsonIn} from '../../text/json-in.js';
import {asUrl} from '../../text/url.js';
import {asList, asRecord, asText} from '../loose.js';

/** The WebSocket of an endpoint of an NCCO. */
export type NccoSocket = {
  /** Path and query of its `uri`, which is what comes with the handshake. */
  path: string;
  contentType?: string;
};

const MOST_ENDPOINTS = 50;
const MOST_CHARACTERS = 256_000;

/** The WebSockets that an NCCO connects to; none for any other body. */
export function socketsOfNcco(body: string): NccoSocket[] {
  if (body.length > MOST_CHARACTERS || !body.includes('websocket')) return [];
  return recordsIn(jsonIn(body))
    .flatMap(action => (action.action === 'connect' ? recordsIn(action.endpoint) : []))
    .slice(0, MOST_ENDPOINTS)
    .flatMap(endpoint => {
      const path = endpoint.type === 'websocket' ? pathOfSocket(asText(endpoint.uri)) : undefined;
      return path === undefined ? [] : [{path, contentType: asText(endpoint['content-type'])}];
    });
}

/** Path and query of a ws or wss URL; undefined for anything else. */
export function pathOfSocket(uri: string | undefined): string | undefined {
  if (uri === undefined || !/^wss?:/i.test(uri)) return undefined;
  const url = asUrl(uri);
  return url && `${url.pathname}${url.search}`;
}

function recordsIn(value: unknown): Record<string, unknown>[] {
  return asList(value)
    .map(asRecord)
    .filter(each => each !== undefined);
}
