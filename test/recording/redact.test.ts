import {describe, expect, it} from 'vitest';
import type {Draft} from '../../source/call/observation.js';
import {openJournal} from '../../source/recording/journal.js';
import {redactDraft} from '../../source/recording/redact.js';

const canary = 'CANARY7f3a';
const jwt = `eyJhbGciOiJIUzI1NiJ9.eyJqdGkiOiJ4In0.${canary}${canary}`;
const pem = `-----BEGIN RSA PRIVATE KEY-----\nMIIE${canary}\n-----END RSA PRIVATE KEY-----`;

const webhook = (raw: Partial<{path: string; headers: Record<string, string>; body: string}>): Draft => ({
  source: 'event',
  raw: {method: 'POST', path: '/webhooks/event', headers: {}, body: '', ...raw},
});
const reply = (body: string, headers: Record<string, string> = {}): Draft => ({
  source: 'reply',
  to: 1,
  by: 'application',
  ms: 1,
  raw: {status: 200, headers, body},
});
const api = (path: string, headers: Record<string, string>, text: string): Draft => ({
  source: 'api',
  request: {kind: 'events', conversation: 'CON-1', path},
  ms: 1,
  raw: {status: 200, headers, body: ''},
  failure: {code: 'status', text},
});

/** A call that is transferred from here: what was asked, and what the API answered. */
const transferred = (url: string, more: {body?: string; text?: string} = {}): Draft => ({
  source: 'control',
  action: 'intervene',
  intervened: {
    kind: 'transfer',
    by: 'screen',
    leg: 'a',
    request: {method: 'PUT', path: '/v1/calls/a', body: JSON.stringify({destination: {type: 'ncco', url: [url]}})},
    ms: 1,
    raw: {status: 400, headers: {'set-cookie': `a=${canary}`}, body: more.body ?? ''},
    failure: {code: 'refused', text: more.text ?? ''},
  },
});

/** Where a secret may come in. */
const places: [string, Draft][] = [
  ...['authorization', 'proxy-authorization', 'cookie', 'set-cookie', 'x-api-key', 'x-vonage-webhook-auth-token'].map(
    (name): [string, Draft] => [`the header ${name}`, webhook({headers: {[name]: canary}})],
  ),
  ['a URL that a call is transferred to', transferred(`https://example.com/?api_secret=${canary}`)],
  ['an answer to what was done', transferred('https://example.com/', {body: `{"token":"${canary}"}`})],
  ['a sentence about what was not done', transferred('https://example.com/', {text: `Bearer ${canary}`})],
  ['a bearer token', webhook({headers: {authorization: `Bearer ${canary}`}})],
  ['two authorizations', webhook({headers: {authorization: `Bearer ${canary}, Basic ${canary}`}})],
  ['a token in any other header', webhook({headers: {'x-forwarded-authorization': `Bearer ${jwt}`}})],
  ...['api_key', 'api_secret', 'apiSecret', 'token', 'access_token', 'sig', 'key', 'client-secret', 'jwt', 'TOKEN'].map(
    (name): [string, Draft] => [
      `the query parameter ${name}`,
      webhook({path: `/webhooks/event?a=1&${name}=${canary}&b=2`}),
    ],
  ),
  ['a token as part of a path', webhook({path: `/webhooks/event/${jwt}`})],
  ['a token in a body', webhook({body: `{"text":"line\\n${jwt}"}`})],
  ['a private key in a body', webhook({body: JSON.stringify({key: pem})})],
  ['a private key that was cut', webhook({body: pem.slice(0, -20)})],
  [
    'the authorization of a WebSocket endpoint',
    reply(`[{"authorization": {"type":"custom", "value":"x\\"${canary}"}}]`),
  ],
  ['a cookie that an application sets', reply('', {'set-cookie': `session=${canary}`})],
  ['a poll', api(`/v1/calls?api_secret=${canary}`, {cookie: canary}, `refused: ${jwt}`)],
  ['a sentence for people', {source: 'health', part: 'credentials', state: 'failing', code: 'x', text: pem}],
];

describe('a recording', () => {
  it.each(places)('does not hold %s', (_place, draft) => {
    expect(JSON.stringify(redactDraft(draft))).not.toContain(canary);
  });

  it('hides them before a line is written or handed on', async () => {
    const blocks: string[] = [];
    const journal = openJournal({onWritten: block => blocks.push(Buffer.from(block).toString())});
    const kept = places.map(([, draft]) => journal.emit(draft));
    await journal.close();
    expect(blocks.join('').split('\n')).toHaveLength(places.length + 1);
    expect(blocks.join('') + JSON.stringify(kept)).not.toContain(canary);
  });

  it('keeps the kind of authorization, and every other header, parameter and text', () => {
    const kept = redactDraft(
      webhook({
        path: '/webhooks/answer?to=1&token=x&uuid=2',
        headers: {authorization: 'Bearer x', 'user-agent': 'y'},
        body: '{"from":"eyJ","to":"a PRIVATE KEY-----"}',
      }),
    );
    expect(kept).toMatchObject({
      raw: {
        path: '/webhooks/answer?to=1&token=•••&uuid=2',
        headers: {authorization: 'Bearer •••', 'user-agent': 'y'},
        body: '{"from":"eyJ","to":"a PRIVATE KEY-----"}',
      },
    });
  });

  it('keeps a header that is named like a property of every object', () => {
    const headers = JSON.parse('{"__proto__":"a","constructor":"b"}');
    expect(JSON.stringify(redactDraft(webhook({headers})))).toContain('"headers":{"__proto__":"a","constructor":"b"}');
  });

  it.each([
    ['starts of tokens', 'eyJ'.repeat(80_000)],
    ['starts of tokens with a dot', `${'eyJ'.repeat(40_000)}.${'eyJ'.repeat(40_000)}`],
    ['starts of keys', '-----BEGIN PRIVATE KEY-----'.repeat(9000)],
    ['authorizations', '"authorization":{"value":"'.repeat(9000)],
  ])('is not slowed down by a body full of %s', (_what, body) => {
    // A quadratic pattern takes minutes on these; the limit of the test would end it.
    expect(redactDraft(webhook({body}))).toBeDefined();
  });
});
