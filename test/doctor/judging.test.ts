import {describe, expect, it} from 'vitest';
import type {Evidence} from '../../source/doctor/evidence.js';
import {skewOf} from '../../source/doctor/hops/api.js';
import {hops} from '../../source/doctor/hops.js';
import type {Plan} from '../../source/doctor/plan.js';
import {publicUrlsOf} from '../../source/doctor/public-url.js';
import type {HttpAnswer} from '../../source/tunnel/ask.js';
import {pageIn} from '../../source/tunnel/pages.js';

const answer = (change: Partial<HttpAnswer>): HttpAnswer => ({
  ...{status: 200, headers: {}, text: '', json: undefined, sentAt: 0, ms: 0},
  ...change,
});

describe('the clock of an answer', () => {
  const noon = Date.UTC(2026, 0, 1, 12);
  const date = new Date(noon).toUTCString();

  it.each([
    ['in the same second', noon + 300, 100, 0],
    ['while the answer was on its way', noon - 800, 1500, 0],
    ['ahead', noon + 61_000, 100, 60_000],
    ['behind', noon - 60_100, 100, -60_000],
  ])('%s', (_, sentAt, ms, due) => {
    expect(skewOf({headers: {date}, sentAt, ms})).toBe(due);
  });

  it.each<Record<string, string>>([{}, {date: 'soon'}])('is not told by %j', headers => {
    expect(skewOf({headers, sentAt: 0, ms: 0})).toBeUndefined();
  });
});

describe('a region', () => {
  const judge = (apiUrl: string, voice: {region?: string}, regionUrl?: string) => {
    const application = {asked: '', answer: answer({json: {id: 'a', capabilities: {voice}}})};
    const conversations = {asked: '', hasToken: true, answer: answer({headers: {'x-vonage-region': 'eu-3'}})};
    const evidence = {application, conversations, webhooks: {routes: {}, ...(regionUrl && {regionUrl})}};
    return hops.find(({id}) => id === 'region')?.judge({apiUrl} as Plan, evidence as unknown as Evidence);
  };

  it.each([
    ['https://api.nexmo.com', {}, undefined, 'ok', /finds the application’s own; eu-3 answered/],
    ['https://api-us-3.vonage.com', {region: 'na-east'}, undefined, 'ok', /where the application’s calls live/],
    ['https://api-us-3.vonage.com', {region: 'eu-west'}, undefined, 'broken', /the application’s live in eu-3/],
    ['https://api-us-3.vonage.com', {}, 'https://api-ap-3.vonage.com', 'broken', /the application’s live in ap-3/],
    ['https://api-us-3.vonage.com', {}, undefined, 'odd', /knows the calls of us-3 alone/],
    ['http://127.0.0.1:8020', {}, undefined, 'unused', /stand-in/],
  ])('of %s with %j and a webhook’s %s', (apiUrl, voice, regionUrl, verdict, seen) => {
    expect(judge(apiUrl, voice, regionUrl)).toMatchObject({verdict, seen: expect.stringMatching(seen)});
  });
});

describe('what comes instead of the listener', () => {
  it.each([
    [
      'Cloudflare without a tunnel',
      {status: 530, headers: {'cf-ray': 'x'}, text: 'error code: 1033'},
      /cloudflared tunnel --url http:\/\/localhost:3000/,
    ],
    ['Cloudflare without a listener', {status: 502, headers: {'cf-ray': 'x'}}, /lead to port 3000/],
    ['localtunnel without a tunnel', {status: 503, text: '503 - Tunnel Unavailable'}, /npx localtunnel --port 3000/],
    ['a login', {status: 302, headers: {location: 'https://github.example/login'}}, /public/],
    ['ngrok’s limit', {status: 402, headers: {'ngrok-error-code': 'ERR_NGROK_725'}}, /--tunnel URL/],
  ])('%s is known', (_, said, advice) => {
    expect(pageIn(answer(said), 3000)?.advice).toMatch(advice);
  });

  it('is not known where nothing says who it is', () => {
    expect(pageIn(answer({status: 404, text: 'Cannot GET /'}), 3000)).toBeUndefined();
  });
});

describe('the public URLs', () => {
  const application = {voice: {answer: {address: 'https://b.example/webhooks/answer'}}};
  const [a, b, c] = [
    {url: 'https://a.example', port: 3000},
    {url: 'https://b.example', port: 3000},
    {url: 'https://c.example', port: 8080},
  ];
  const quick = ['https://q.example', 'https://b.example'];

  it.each([
    ['what is given, alone', {tunnel: 'https://d.example', port: 3000}, {tunnels: [a], application}, ['given d']],
    [
      'tunnels that lead here, the application’s first',
      {port: 3000},
      {tunnels: [a, b, c], application},
      ['ngrok b', 'ngrok a'],
    ],
    [
      'what the application has, before one of cloudflared',
      {port: 3000},
      {quick: ['https://q.example'], application},
      ['application b', 'cloudflared q'],
    ],
    [
      'one of cloudflared that the application has',
      {port: 3000},
      {quick, application},
      ['cloudflared b', 'cloudflared q'],
    ],
    ['none where nobody says it', {port: 9000}, {tunnels: [a, b, c]}, []],
  ])('are %s', (_, plan, known, due) => {
    const found = publicUrlsOf(plan, known).map(({url, by}) => `${by} ${/\w+/.exec(url.slice(8))?.[0]}`);
    expect(found).toEqual(due);
  });
});

describe('a tunnel of cloudflared', () => {
  const listener = '11111111-2222-4333-8444-555555555555';
  const judge = (arrivedAt: string) => {
    const to = {url: 'https://q.example', by: 'cloudflared'};
    const probe = {asked: '', answer: answer({}), to, arrived: {probe: '', listener: arrivedAt, at: 0}};
    const evidence = {probe, port: {state: 'monitor', port: 3000, listener}};
    return hops
      .find(({id}) => id === 'tunnel')
      ?.judge({port: 3000, faults: []} as unknown as Plan, evidence as unknown as Evidence);
  };

  it('is well where a probe arrives, and broken where it does not', () => {
    expect(judge(listener)).toMatchObject({verdict: 'ok', seen: 'cloudflared’s https://q.example leads here'});
    const advice = expect.stringMatching(/^Run: cloudflared tunnel --url http:\/\/localhost:3000/);
    expect(judge('another')).toMatchObject({verdict: 'broken', advice});
  });
});
