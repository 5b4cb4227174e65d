import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Evidence} from '../../source/doctor/evidence.js';
import {hops} from '../../source/doctor/hops.js';
import type {Plan} from '../../source/doctor/plan.js';
import type {HttpAnswer, Inquiry} from '../../source/tunnel/ask.js';

const id = 'aaaaaaaa-bbbb-cccc-dddd-0123456789ab';
const plan: Plan = {
  machine: {node: '24.0.0', system: 'linux x64'},
  ...{faults: [], warnings: [], port: 3000, host: '127.0.0.1', applicationId: id, privateKey: 'x'},
  ...{apiKey: 'a1b2c3d4', apiSecret: 's', apiUrl: 'https://api.nexmo.com', signature: {isRequired: true}},
  routes: {answer: '/a', event: '/e', fallback: '/f', rtc: '/r'},
  answering: {kind: 'forward', url: 'http://localhost:4000'},
  ...{cloudflared: [], recordings: {folder: ''}},
};

/** JSON as an API may send it: what it should be, with parts of it replaced by anything. */
const any = fc.jsonValue();
const url = fc.oneof(fc.webUrl(), fc.string(), any);
const webhook = fc.oneof(fc.record({address: url, http_method: any}), any);
const application = fc.record({
  ...{id: fc.constant(id), name: any, keys: fc.oneof(fc.record({public_key: any}), any)},
  capabilities: fc.record({
    voice: fc.record({
      webhooks: fc.record({answer_url: webhook, event_url: webhook, fallback_answer_url: webhook}),
      signed_callbacks: any,
      region: any,
    }),
    rtc: fc.oneof(fc.record({webhooks: fc.record({event_url: webhook})}), any),
  }),
});
const number = fc.record({msisdn: any, features: any, voiceCallbackType: any, voiceCallbackValue: any});
const numbers = fc.record({count: any, numbers: fc.oneof(fc.array(number), any)});

const status = fc.oneof(fc.constant(200), fc.integer({min: 100, max: 599}));
const answer = (json: fc.Arbitrary<unknown>): fc.Arbitrary<HttpAnswer> =>
  fc.record({
    ...{status, headers: fc.dictionary(fc.string(), fc.string()), text: fc.string()},
    ...{json: fc.oneof(json, any), sentAt: fc.nat(), ms: fc.nat(5000)},
  });
const asked = (json: fc.Arbitrary<unknown>): fc.Arbitrary<Inquiry> =>
  fc.oneof(
    answer(json).map(answer => ({asked: 'GET x', answer})),
    fc.string().map(failure => ({asked: 'GET x', failure})),
  );
const listener = '11111111-2222-4333-8444-555555555555';

const evidence: fc.Arbitrary<Evidence> = fc.record({
  port: fc.constantFrom<Evidence['port'][]>(
    {state: 'unset'},
    {state: 'refused', text: 'No.'},
    {state: 'taken', port: 3000, url: 'http://127.0.0.1:3000'},
    {state: 'monitor', port: 3000, url: 'http://127.0.0.1:3000', listener},
  ),
  conversations: asked(any).map(each => ({...each, hasToken: true})),
  application: fc.option(asked(application), {nil: undefined}),
  numbers: fc.option(fc.record({linked: asked(numbers), all: asked(numbers)}), {nil: undefined}),
  answering: fc.record({
    answer: fc.record({asked: fc.string(), ms: fc.nat(), findings: fc.constant([])}),
  }),
  tunnels: fc.option(fc.array(fc.record({url: fc.webUrl(), port: fc.nat(65_535)})), {nil: undefined}),
  probe: fc.option(
    asked(any).map(each => ({
      ...each,
      to: {url: 'https://a.example', by: 'application' as const},
      arrived: {probe: 'x', listener, at: 5},
    })),
    {nil: undefined},
  ),
  webhooks: fc.record({routes: fc.constant({event: {at: 5, signature: 'unsigned' as const}})}),
});

describe('whatever is answered', () => {
  it('every hop is judged, and what is broken has its advice', () => {
    fc.assert(
      fc.property(evidence, seen => {
        for (const {judge} of hops) {
          const {verdict, seen: said, advice} = judge(plan, seen);
          expect(typeof said).toBe('string');
          expect(advice !== undefined || verdict === 'ok' || verdict === 'unused').toBe(true);
        }
      }),
    );
  });
});
