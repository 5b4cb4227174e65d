import {readdirSync, readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import type {Route} from '../../source/call/observation.js';
import {exchange, listening} from './exchange.js';

const folder = new URL('../samples/', import.meta.url);
const read = (file: string) => JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
const index: {file: string; area: string; kind: string}[] = read('index.json');

type Sent = {route: Route; method: string; query: string; headers: string[]; body: string};

/** Vonage writes objects into a query as JSON text and leaves null out. */
function asQuery(params: Record<string, unknown>): string {
  const fields = Object.entries(params).filter(([, value]) => value !== null && value !== undefined);
  const texts = fields.map(([name, value]): [string, string] => [
    name,
    typeof value === 'object' ? JSON.stringify(value) : String(value),
  ]);
  return `?${new URLSearchParams(texts)}`;
}

const post = (route: Route, body: unknown): Sent => ({
  route,
  method: 'POST',
  query: '',
  headers: ['Content-Type', 'application/json'],
  body: JSON.stringify(body),
});
const get = (route: Route, params: Record<string, unknown>): Sent => ({
  route,
  method: 'GET',
  query: asQuery(params),
  headers: [],
  body: '',
});
const both = (route: Route) => (content: Record<string, unknown>) => [post(route, content), get(route, content)];

/** Which samples are webhooks, and how each of them may arrive. The first pattern that fits decides. */
const kinds: [pattern: RegExp, sent: (content: never) => Sent[]][] = [
  [
    /^voice\/http-/,
    ({method, target, headers, rawBody}: {method: string; target: string; headers: object; rawBody: string}) => [
      {
        route: /answer(?!.*timestamp)/.test(target) ? 'answer' : 'event',
        method,
        query: target.slice(target.indexOf('?') >>> 0),
        // The length is that of the original capture's line ends; the client counts for itself.
        headers: Object.entries(headers)
          .filter(([name]) => !/^(content-length|host)$/i.test(name))
          .flat(),
        body: rawBody,
      },
    ],
  ],
  [/^voice\/answer-fallback/, both('fallback')],
  [/^(voice\/answer-|conversation\/(seed-answer|voice-answer))/, both('answer')],
  [/^voice\/event-/, both('event')],
  [/^voice\/sequence-/, (events: unknown[]) => events.map(event => post('event', event))],
  [/^conversation\/rtc-webhook-sequence/, (events: unknown[]) => events.map(event => post('rtc', event))],
  [/^(conversation\/rtc-webhook-(?!schemas)|voice\/(rtc-event|capi-event))/, both('rtc')],
];

const webhooks = index.flatMap(({file, area}) => {
  const name = `${area}/${file}`;
  const kind = kinds.find(([pattern]) => pattern.test(name));
  return kind ? [{name, sent: kind[1](read(name) as never)}] : [];
});

describe('every sample of a webhook', () => {
  it('is here', () => {
    const files = readdirSync(new URL('voice/', folder)).filter(file => /^(http|answer|event|sequence)-/.test(file));
    expect(files.length).toBeGreaterThan(50);
    expect(webhooks.map(({name}) => name)).toEqual(expect.arrayContaining(files.map(file => `voice/${file}`)));
  });

  it.each(webhooks)('$name is answered and kept byte for byte', async ({sent}) => {
    const {url, observations} = await listening();
    for (const {route, method, query, headers, body} of sent) {
      const answer = await exchange(`${url}/webhooks/${route}${query}`, {method, headers, body});
      expect(answer.status).toBe(200);
      if (route === 'answer' || route === 'fallback') expect(JSON.parse(answer.body.toString())).toBeInstanceOf(Array);
      else expect(answer.body.length).toBe(0);
      const [webhook, reply, ...more] = observations.splice(0);
      expect(more).toEqual([]);
      expect(webhook).toMatchObject({source: route, raw: {method, path: `/webhooks/${route}${query}`, body}});
      expect(reply).toMatchObject({source: 'reply', to: webhook?.seq, by: 'monitor', raw: {status: 200}});
    }
  });
});
