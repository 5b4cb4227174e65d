import {createHash, createHmac, randomUUID} from 'node:crypto';

export const secret = 's'.repeat(40);

type Event = {status?: string; leg?: string};

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The body of an event webhook. */
export function eventBody({status = 'started', leg = 'leg-1'}: Event = {}): string {
  return JSON.stringify({
    from: '447700900000',
    to: '447700900001',
    uuid: leg,
    conversation_uuid: 'CON-aaaaaaaa-bbbb-4ccc-8ddd-000000000001',
    status,
    direction: 'outbound',
    timestamp: new Date().toISOString(),
  });
}

type Token = {
  /** What the hash in the token is over. */
  body: string;
  key?: string;
  apiKey?: string;
  /** s before now. */
  age?: number;
};

/** A token as Vonage signs it for a webhook. */
export function webhookToken({body, key = secret, apiKey = 'abcd1234', age = 0}: Token): string {
  const claims = {
    iat: Math.floor(Date.now() / 1000) - age,
    jti: randomUUID(),
    iss: 'Vonage',
    payload_hash: createHash('sha256').update(body).digest('hex'),
    api_key: apiKey,
    application_id: 'aaaaaaaa-bbbb-cccc-dddd-0123456789ab',
  };
  const signed = `${base64({alg: 'HS256', typ: 'JWT'})}.${base64(claims)}`;
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
}

/** Sends an event webhook, with or without a token; gives the status of the reply. */
export async function send(url: string, body = eventBody(), token?: string): Promise<number> {
  const headers = {'content-type': 'application/json', ...(token !== undefined && {authorization: `Bearer ${token}`})};
  return (await fetch(`${url}/webhooks/event`, {method: 'POST', headers, body})).status;
}

/** Sends an event webhook with a token that is good, but for what is said. */
export function sendSigned(url: string, but: Partial<Token> & {event?: Event} = {}): Promise<number> {
  const body = eventBody(but.event);
  return send(url, body, webhookToken({body, ...but}));
}
