import {createHash, createHmac} from 'node:crypto';
import type {Payload, Target} from '../types.js';
import type {Outgoing} from './send.js';

/** Who a webhook is signed for; the secret is the account's signature secret, used as plain text. */
export type Signing = {secret: string; apiKey: string; applicationId: string};

/** Per webhook: the JWT's id and its time, s since the epoch; `secret` to sign wrongly on purpose. */
export type Seal = {jti: string; iat: number; secret?: string};

const userAgent = 'Apache-HttpAsyncClient/4.1 (Java/1.8.0_66)';

/**
 * A webhook as Vonage writes it: JSON body for POST; for GET, parameters added to the URL's own query, nested objects as
 * JSON strings, nulls left out. Headers are those of captured webhooks, less what the capture's tunnel added.
 * @throws TypeError when the target's URL does not parse.
 */
export function encode(target: Target, payload: Payload, signing?: Signing, seal?: Seal): Outgoing {
  const url = new URL(target.url);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new TypeError(`Not an HTTP URL: ${target.url}`);
  const headers: Record<string, string> = {'User-Agent': userAgent};
  let body: string | undefined;
  if (target.method === 'GET') {
    for (const [name, value] of parametersOf(payload)) url.searchParams.append(name, value);
  } else {
    body = JSON.stringify(payload);
    headers['Content-Type'] = 'application/json';
    headers['Content-Length'] = String(Buffer.byteLength(body));
  }
  if (signing && seal) {
    // The rule for GET is that of Vonage's support article on payload hashes: compact JSON of the query, in URL order.
    const hashed = body ?? JSON.stringify(Object.fromEntries(url.searchParams));
    headers.Authorization = `Bearer ${signatureOf(hashed, signing, seal)}`;
  }
  return {url, method: target.method, headers, body};
}

function parametersOf(payload: Payload): [string, string][] {
  return Object.entries(payload)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)]);
}

/** The JWT over a text, as Vonage signs with it. */
export function signatureOf(hashed: string, signing: Signing, seal: Seal): string {
  const claims = {
    iat: seal.iat,
    jti: seal.jti,
    iss: 'Vonage',
    payload_hash: createHash('sha256').update(hashed).digest('hex'),
    api_key: signing.apiKey,
    application_id: signing.applicationId,
  };
  const parts = [{alg: 'HS256', typ: 'JWT'}, claims];
  const signed = parts.map(part => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const signature = createHmac('sha256', seal.secret ?? signing.secret)
    .update(signed)
    .digest('base64url');
  return `${signed}.${signature}`;
}
