import {readdirSync, readFileSync} from 'node:fs';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {ApiRequest, Draft, Observation, RawRequest, Route} from '../../source/call/observation.js';
import {createPlan} from '../../source/poller/plan.js';
import {readNcco} from '../../source/simulator/ncco/schema.js';
import {checkNcco, isError} from '../../source/vonage/ncco/check.js';
import {describeNcco} from '../../source/vonage/ncco/describe.js';
import {emptyWorld} from '../../source/world/world.js';
import {everyForm} from '../helpers/every-form.js';
import {fold} from '../helpers/fold.js';
import {brokenOf, mutantsOf, tries} from '../helpers/mutants.js';
import {CALL} from '../helpers/seed.js';
import {arrive} from '../output/seed-call.js';

const samples = new URL('../samples/', import.meta.url);
/** What Vonage, its SDKs and applications have sent. */
const payloads = ['conversation', 'voice'].flatMap(folder => {
  const files = readdirSync(new URL(`${folder}/`, samples)).filter(name => name.endsWith('.json'));
  return files.map(name => readFileSync(new URL(`${folder}/${name}`, samples), 'utf8'));
});

const kinds: readonly ApiRequest['kind'][] = ['conversation', 'members', 'member', 'events', 'calls', 'legs'];
const routes: readonly Route[] = ['answer', 'event', 'fallback', 'rtc'];

describe('what Vonage or an application sends, changed by somebody', () => {
  it.each([
    [{action: 'wait', timeout: {toString: 1}}],
    [{action: 'connect', endpoint: [{type: {toString: 1}, number: '447700900000'}]}],
    [{action: 'input', type: [{toString: 1}], dtmf: {}}],
    [
      {action: 'talk', text: 'x', loop: {valueOf: 1, toString: 1}},
      {action: 'talk', text: 'y'},
    ],
    [{action: 'record', channels: {valueOf: 1, toString: 1}}],
  ])('is checked and described where no word can be made of a value: %j', (...actions) => {
    checkNcco(JSON.stringify(actions));
    describeNcco(JSON.stringify(actions));
  });

  it('is read as far as it can be, whatever it is taken for', () => {
    const changed = fc.constantFrom(...payloads).chain(text => mutantsOf([text]));
    fc.assert(
      fc.property(changed, ([body = '']) => {
        const raw: RawRequest = {method: 'POST', path: '/webhooks/event', headers: {}, body};
        const drafts: Draft[] = [
          ...kinds.map(kind => {
            const request = {kind, conversation: CALL, path: `/v1/conversations/${CALL}`};
            return {source: 'api', request, ms: 5, raw: {status: 200, headers: {}, body}} as const;
          }),
          ...routes.map(source => ({source, raw})),
          {source: 'reply', to: 7, by: 'application', ms: 1, raw: {status: 200, headers: {}, body}},
        ];
        fold(
          emptyWorld(),
          drafts.map((draft, i) => ({...draft, seq: i + 1, at: 1e12 + i}) as Observation),
        );
        checkNcco(body, 'application/json');
        describeNcco(body);
        ask(body);
      }),
      tries(1500),
    );
  });
});

describe('the query of a webhook that somebody changed', () => {
  const queries = payloads.flatMap(text => /"target": *"[^?"]*(\?[^"]*)"/.exec(text)?.[1] ?? []);
  const pieces = [
    '&',
    '=',
    '?',
    '#',
    '%',
    '%00',
    '%E0%A4%A',
    '%5B',
    '+',
    '[]',
    '__proto__=1&',
    'uuid=2&',
    '\ud800',
    ';',
  ];

  it('is read as far as it can be, in a path and as a form', async () => {
    expect(queries.length).toBeGreaterThan(4);
    await fc.assert(
      fc.asyncProperty(brokenOf(queries, pieces), async query => {
        const headers = {'content-type': 'application/x-www-form-urlencoded'};
        const drafts = routes.flatMap((source): Draft[] => [
          {source, raw: {method: 'GET', path: `/webhooks/${source}${query}`, headers: {}, body: ''}},
          {source, raw: {method: 'POST', path: `/webhooks/${source}`, headers, body: query.slice(1)}},
        ]);
        await everyForm(arrive(drafts));
      }),
      tries(60),
    );
  });
});

describe('an NCCO that somebody changed', () => {
  const nccos = payloads.filter(text => /"action":/.test(text));
  const pieces = [
    '"',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '//',
    "'",
    '\\u12',
    '\\',
    '\uFEFF',
    '\ud800',
    '1e999',
    '-',
    'null',
    '['.repeat(9000),
  ];

  const changed = fc
    .constantFrom(...nccos)
    .chain(text => fc.oneof(mutantsOf([text]), fc.tuple(brokenOf([text], pieces))));

  it('has findings that point into it, and the stand-in for Vonage refuses it where one is an error', () => {
    fc.assert(
      fc.property(changed, ([text = '']) => {
        const findings = checkNcco(text, 'application/json');
        const lines = text.split('\n');
        for (const {line = 1, column = 1} of findings)
          expect(column - 1).toBeLessThanOrEqual(lines[line - 1]?.length ?? -1);
        expect(readNcco(text, 'application/json').reason !== undefined, text).toBe(findings.some(isError));
        describeNcco(text);
      }),
      tries(300),
    );
  });
});

/** What the poller makes of it, whatever it asked for. */
function ask(body: string): void {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return;
  }
  const plan = createPlan(CALL, `/v1/conversations/${CALL}`);
  const first = plan.begin({nudged: true, thorough: true});
  for (const kind of kinds) plan.answered({...first, kind}, json, 0);
}
