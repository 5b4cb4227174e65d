import {createServer} from 'node:http';
import {describe, expect, it, onTestFinished} from 'vitest';
import type {Draft, Observation} from '../../source/call/observation.js';
import type {Config} from '../../source/config/resolve.js';
import {redactDraft} from '../../source/recording/redact.js';
import {asObservation} from '../../source/recording/schema.js';
import {resendOf} from '../../source/run/resend.js';
import {emptyWorld} from '../../source/world/world.js';
import {busy} from '../helpers/calls.js';
import {fold} from '../helpers/fold.js';

/** The developer's application: what it gets, and the status that it answers. */
async function application(status: number) {
  const seen: {method?: string; url?: string; headers: Record<string, unknown>; body: string}[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const {method, url, headers} = request;
    seen.push({method, url, headers, body});
    response.writeHead(status).end('{}');
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return {seen, url: `http://127.0.0.1:${(server.address() as {port: number}).port}/app`};
}

function resender(url: string, observations: readonly Observation[], more: Partial<Config['settings']> = {}) {
  const emitted: Draft[] = [];
  const config = {settings: {forward: {value: url}, ...more}} as unknown as Config;
  const resend = resendOf(config, {
    archive: {payload: async (seq: number) => observations.find(each => each.seq === seq)} as never,
    async emit(draft) {
      emitted.push(draft);
      return {...draft, seq: observations.length + 1, at: 0} as Observation;
    },
  });
  return {
    emitted,
    resend: async (...seqs: number[]) => resend?.resend(seqs.map(seq => ({seq, at: 0, reply: seq + 1}))),
  };
}

const raw = {
  method: 'POST',
  path: '/webhooks/event?x=1',
  headers: {
    host: 'monitor.example',
    'content-type': 'application/json',
    'content-length': '999',
    connection: 'keep-alive',
    authorization: 'Bearer •••',
    'x-own': 'kept',
  },
  body: '{"status":"busy"}',
};
const webhook: Observation = {seq: 1, at: 0, source: 'event', raw};
const poll: Observation = {
  seq: 2,
  at: 0,
  source: 'api',
  ms: 1,
  request: {kind: 'events', conversation: 'CON-1', path: '/'},
};

describe('sending a webhook to the application again', () => {
  it('sends what was passed on, without what is never recorded, and tells how it went', async () => {
    const {seen, url} = await application(200);
    const {resend, emitted} = resender(url, [poll, webhook]);
    const outcome = await resend(2, 1);
    expect(outcome?.tone).toBe('good');
    expect(outcome?.text).toMatch(
      /^Sent again: POST \/webhooks\/event busy → 200 in \d+ ms\. It went without its signature, which is never recorded\.$/,
    );
    expect(seen).toMatchObject([{method: 'POST', url: '/app/webhooks/event?x=1', body: raw.body}]);
    const headers = {'content-type': 'application/json', 'content-length': '17', 'x-own': 'kept'};
    expect(seen[0]?.headers).toMatchObject({...headers, host: 'monitor.example', 'x-forwarded-proto': 'http'});
    expect(seen[0]?.headers).not.toHaveProperty('authorization');
    expect(emitted).toMatchObject([{source: 'control', action: 'resend', resent: {to: 1, status: 200}}]);
  });

  it('goes with the Host of the application where webhooks do', async () => {
    const {seen, url} = await application(200);
    const {resend} = resender(url, [webhook], {
      forwardHost: {value: 'rewrite', origin: 'flag --forward-host', layer: 'flag'},
    });
    await resend(1);
    expect(seen[0]?.headers.host).toBe(new URL(url).host);
  });

  it.each([
    ['an error of the application', 500, / → 500 in /],
    ['its redirection', 302, / → 302 in /],
  ])('says of %s what it is', async (_, status, text) => {
    const {url} = await application(status);
    expect((await resender(url, [webhook]).resend(1))?.text).toMatch(text);
  });

  it('says why there was no answer, and keeps that too', async () => {
    const {resend, emitted} = resender('http://127.0.0.1:9', [webhook]);
    expect(await resend(1)).toMatchObject({tone: 'bad', text: expect.stringMatching(/^Nothing listens at .*9/)});
    expect(emitted).toMatchObject([{resent: {to: 1, failure: {code: 'refused'}}}]);
  });

  it.each<[string, Observation, RegExp]>([
    ['came from the API', {...poll, seq: 1}, /^Only webhooks can be sent again/],
    ['was refused', {...webhook, refused: true}, /never passed on/],
    ['was cut', {...webhook, raw: {...raw, cut: 9_000_000}}, /too long to be kept whole/],
  ])('does not send what %s', async (_, observation, text) => {
    const {url, seen} = await application(200);
    const {resend, emitted} = resender(url, [observation]);
    expect((await resend(1))?.text).toMatch(text);
    expect([seen, emitted]).toEqual([[], []]);
  });

  it('is nothing that can be done where nothing is passed on', () => {
    expect(resendOf({settings: {}} as Config, {} as never)).toBeUndefined();
  });

  it('never looks like news of the call', () => {
    const draft = {source: 'control', action: 'resend', resent: {to: 1, ms: 3, status: 200}} as const;
    const kept = {...redactDraft(draft), seq: busy.length + 1, at: busy.at(-1)?.at ?? 0};
    expect(asObservation(kept)).toEqual(kept);
    const [before, after] = [fold(emptyWorld(), busy), fold(emptyWorld(), [...busy, kept as Observation])];
    expect([after.log.length, after.setup]).toEqual([before.log.length, before.setup]);
    expect([...after.conversations]).toEqual([...before.conversations]);
    expect([...after.legs]).toEqual([...before.legs]);
  });
});
