import {createHash, createHmac, randomUUID} from 'node:crypto';
import {compactJson, type SignatureSecret, type SignedParts} from './signature.js';

/** With what webhooks are signed, and for which application; `now` in ms since the epoch. */
export type Signer = {secret: SignatureSecret; applicationId?: string; now?: () => number};

/**
 * A token as Vonage puts it into `Authorization: Bearer` (page "Signed webhooks"): HS256 over the account signature secret taken as plain text,
 * with the SHA-256 of the raw body, or of a GET's query as compact JSON. Each has an id and a time of its own, so that whoever takes no
 * token twice, and none that is old, takes it.
 */
export function signatureToken(
  {method, path, body}: Omit<SignedParts, 'authorization'>,
  {secret: {secret, apiKey}, applicationId, now = Date.now}: Signer,
): string {
  const query = path.includes('?') ? path.slice(path.indexOf('?') + 1) : '';
  const hashed = method === 'GET' && body.length === 0 ? compactJson(query, false) : body;
  const claims = {
    iat: Math.floor(now() / 1000),
    jti: randomUUID(),
    iss: 'Vonage',
    payload_hash: createHash('sha256').update(hashed).digest('hex'),
    ...(apiKey !== undefined && {api_key: apiKey}),
    ...(applicationId !== undefined && {application_id: applicationId}),
  };
  const signed = [{typ: 'JWT', alg: 'HS256'}, claims]
    .map(part => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}
