import {createHash} from 'node:crypto';
import {decodeJwt} from 'jose';
import {describe, expect, it, onTestFinished} from 'vitest';
import type {WebhookObservation} from '../../../source/call/observation.js';
import {targetAt} from '../../../source/run/replay/target.js';
import {signatureCheck} from '../../../source/vonage/signature.js';
import {application, reply} from './application.js';

const secret = 's'.repeat(40);
const raw = {
  method: 'POST',
  path: '/webhooks/event?x=1',
  headers: {
    host: 'monitor.example',
    'content-type': 'application/json',
    'content-length': '999',
    authorization: 'Bearer •••',
    'x-own': 'kept',
  },
  body: '{"status":"busy","text":"ü"}',
};
const webhook: WebhookObservation = {seq: 1, at: 0, source: 'event', raw};
const answerWebhook: WebhookObservation = {
  seq: 2,
  at: 0,
  source: 'answer',
  raw: {method: 'GET', path: '/answer?to=447700900000&from=1%202&uuid=a', headers: {}, body: ''},
};

async function target(url: string, secrets: {secret: string; apiKey?: string}[] = []) {
  const opened = await targetAt({url, flag: '--to', secrets});
  onTestFinished(() => opened.close());
  return opened;
}

type Strict = {startStrictApplication: (secret: string) => Promise<{url: string; close: () => void}>};
const {startStrictApplication} = (await import(new URL('./strict-application.mjs', import.meta.url).href)) as Strict;

describe('a webhook that is sent again', () => {
  it('has the method, path, headers and bytes that it had, behind the path of the URL', async () => {
    const {seen, url} = await application((_, response) => reply(response));
    await (await target(`${url}/app`)).send(webhook);
    expect(seen).toMatchObject([{method: 'POST', url: '/app/webhooks/event?x=1', body: raw.body}]);
    expect(seen[0]?.headers).toMatchObject({
      host: 'monitor.example',
      'x-own': 'kept',
      'content-length': String(Buffer.byteLength(raw.body)),
    });
    expect(seen[0]?.headers).not.toHaveProperty('authorization');
  });

  it('can have another body, with the length of that', async () => {
    const {seen, url} = await application((_, response) => reply(response));
    await (await target(url)).send(webhook, {body: '{"status":"ünanswered"}'});
    expect(seen).toMatchObject([{body: '{"status":"ünanswered"}', headers: {'content-length': '24'}}]);
  });

  it('is refused by an application that checks signatures, and taken when it is signed again', async () => {
    const {url, close} = await startStrictApplication(secret);
    onTestFinished(close);
    const [unsigned, signed] = [await target(url), await target(url, [{secret}])];
    for (const each of [webhook, answerWebhook]) {
      expect((await unsigned.send(each)).raw?.status).toBe(401);
      expect((await signed.send(each)).raw?.status).toBe(200);
    }
    const wrong = await target(url, [{secret: 'x'.repeat(40)}]);
    expect((await wrong.send(webhook)).raw?.status).toBe(401);
  });

  it('is signed as Vonage does it: fresh each time, over the raw body, for the account and the application', async () => {
    const {seen, url} = await application((_, response) => reply(response));
    const signed = await target(url, [{secret, apiKey: 'abcd1234'}]);
    await signed.send(webhook, {applicationId: 'app-1'});
    await signed.send(webhook, {applicationId: 'app-1'});
    await signed.send(answerWebhook, {applicationId: 'app-1'});
    const claims = seen.map(({headers}) => decodeJwt(headers.authorization?.slice('Bearer '.length) ?? ''));
    expect(claims[0]).toMatchObject({
      iss: 'Vonage',
      api_key: 'abcd1234',
      application_id: 'app-1',
      payload_hash: createHash('sha256').update(raw.body).digest('hex'),
    });
    expect(new Set(claims.map(({jti}) => jti)).size).toBe(3);
    const check = signatureCheck({secrets: [{secret, apiKey: 'abcd1234'}], applicationId: 'app-1'});
    for (const {method, url: path, headers, body} of seen) {
      const checked = check({method, path, authorization: headers.authorization, body: Buffer.from(body)});
      expect(checked).toEqual({accepted: true, result: {state: 'signed'}});
    }
  });

  it('comes back with the answer as a recording keeps it: secrets hidden, the rest as it came', async () => {
    const {url} = await application((_, response) => reply(response, {password: 'hunter2hunter2', digits: 1}));
    const {raw: kept, failure} = await (await target(url)).send(webhook);
    expect([failure, kept?.status, kept?.body]).toEqual([undefined, 200, '{"password":"•••","digits":1}']);
  });

  it('says why nothing came back, with the flag to correct', async () => {
    const {failure} = await (await target('http://127.0.0.1:9')).send(webhook);
    expect(failure).toMatchObject({code: 'refused', text: expect.stringContaining('correct --to')});
  });

  it('is let go of when the target is closed', async () => {
    const {url} = await application(() => undefined);
    const silent = await target(url);
    const sent = silent.send(webhook);
    setImmediate(silent.close);
    expect((await sent).failure).toBeDefined();
  });
});
