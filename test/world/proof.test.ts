import {describe, expect, it} from 'vitest';
import type {Draft} from '../../source/call/observation.js';
import {summaryOf} from '../../source/output/summary.js';
import {legsOf} from '../../source/world/read/history.js';
import {emptyWorld} from '../../source/world/world.js';
import {falseClaimsOfCuts} from '../helpers/cuts.js';
import {fold} from '../helpers/fold.js';
import {answerDraft, apiDraft, CALL, eventDraft, observe, rtcDraft, sample} from '../helpers/seed.js';

const LEG = '797168e24c19a3c45e74e05b10fef2b5';
const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 12, 0, second)).toISOString();

const webhook = (more: object) => eventDraft({uuid: LEG, conversation_uuid: CALL, timestamp: at(9), ...more});
const event = (type: string, body: object = {}) =>
  rtcDraft({type, conversation_id: CALL, timestamp: at(9), body: {channel: {id: LEG, type: 'phone'}, ...body}});
const call = (more: object) => apiDraft('calls', {_embedded: {calls: [{uuid: LEG, ...more}]}});

function known(...drafts: Draft[]) {
  const world = fold(emptyWorld(), observe(drafts));
  const conversation = world.conversations.get(CALL);
  if (!conversation) throw new Error('the call was not seen');
  const {verdict, talkMs, cost} = summaryOf(world, conversation);
  return {status: legsOf(world, conversation)[0]?.status, talkMs, cost, verdict};
}

const answered = 'In progress: 1 of 1 leg answered; when is not known.';
const unknown = 'The call is over; whether anybody answered is not known.';
const being = 'In progress: 1 leg; whether anybody answered is not known.';
const account = {price: '0.012', rate: '0.01', duration: '7', start_time: at(1), end_time: at(8)};

describe('what a leg is first known by proves its status, times and price, and nothing else', () => {
  it.each<[string, Draft, object]>([
    ['an input', webhook({dtmf: {digits: '1'}}), {status: 'answered', verdict: answered}],
    ['speech', webhook({speech: {results: [{text: 'yes'}]}}), {status: 'answered', verdict: answered}],
    ['a payment', webhook({type: 'payment', status: 'success'}), {status: 'answered', verdict: answered}],
    ['a digit by the API', event('audio:dtmf', {digit: '1'}), {status: 'answered', verdict: answered}],
    ['a recording of it', event('audio:record:done', {recording_id: 'r'}), {status: 'answered', verdict: answered}],
    [
      'a transfer',
      webhook({type: 'transfer', conversation_uuid: undefined, conversation_uuid_to: CALL}),
      {status: 'answered', verdict: answered},
    ],
    ['a machine', webhook({status: 'machine', call_uuid: LEG}), {status: 'machine', verdict: answered}],
    ['a WebSocket that was dropped', webhook({status: 'disconnected'}), {status: 'disconnected', verdict: answered}],
    ['its answer webhook', answerDraft, {status: undefined, verdict: being}],
    ['a member that was invited', event('member:invited'), {status: undefined, verdict: being}],
    ['a member that joined', event('member:joined'), {status: undefined, verdict: being}],
    [
      'an outbound member that joined',
      event('member:joined', {direction: 'outbound'}),
      {status: 'answered', verdict: answered},
    ],
    ['a member that left', event('member:left'), {status: 'completed', verdict: unknown}],
    ['completed without a duration', webhook({status: 'completed'}), {status: 'completed', verdict: unknown}],
    [
      'completed after no time',
      webhook({status: 'completed', duration: '0', price: '0'}),
      {cost: '0', verdict: 'The call is over; nobody was seen to answer.'},
    ],
    [
      'completed with a duration',
      webhook({status: 'completed', duration: '7', price: '0.012', disconnected_by: 'user'}),
      {talkMs: 7000, cost: '0.012', verdict: 'Talked for 7 s. L1 hung up.'},
    ],
    [
      'sip:status',
      event('sip:status', {...account, status: 'completed', direction: 'in'}),
      {status: 'completed', talkMs: 7000, cost: '0.012'},
    ],
    [
      'sip:status of a busy leg',
      event('sip:status', {status: 'busy'}),
      {status: 'busy', verdict: expect.stringMatching(/^L1 ended busy/)},
    ],
    ['rtc:status', event('rtc:status', account), {status: 'completed', talkMs: 7000, cost: '0.012'}],
    ['sip:hangup', event('sip:hangup'), {status: 'completed', verdict: unknown}],
    [
      'the list of calls, up',
      call({status: 'answered', start_time: at(1)}),
      {status: 'answered', verdict: 'In progress: 1 of 1 leg answered.'},
    ],
    [
      'the list of calls, over',
      call({status: 'completed', ...account}),
      {status: 'completed', talkMs: 7000, cost: '0.012'},
    ],
    [
      'the list of calls, without times',
      call({status: 'completed', start_time: ''}),
      {status: 'completed', verdict: unknown},
    ],
  ])('%s', (_, draft, facts) => {
    const nothing = {talkMs: undefined, cost: undefined};
    expect(known(draft)).toMatchObject({...nothing, ...facts});
  });

  it('says nothing of who was not heard of: a party that no report names is of no kind', () => {
    const world = fold(emptyWorld(), observe([webhook({dtmf: {digits: '1'}})]));
    expect(legsOf(world, world.conversations.get(CALL) as never)[0]).toMatchObject({
      direction: undefined,
      from: undefined,
    });
  });

  it('takes a departure for the end only where the leg went nowhere else', () => {
    const room = 'CON-0f0f0f0f-0000-4000-8000-000000000001';
    const joined = rtcDraft({
      type: 'member:joined',
      conversation_id: room,
      timestamp: at(9),
      body: {channel: {id: LEG}},
    });
    for (const drafts of [
      [event('member:left'), joined],
      [joined, event('member:left')],
    ])
      expect(known(...drafts)).toMatchObject({status: undefined, verdict: `Moved to ${room}: the call went on there.`});
  });
});

describe('a call of which only a part was seen', () => {
  const sequences = ['app-to-app', 'app-to-phone', 'out-of-order-busy', 'pstn-connect-pstn-seed-table'];

  it.each(sequences)('is told as its webhooks bear out, wherever it is cut: %s', name => {
    const bodies = (sample(`voice/sequence-${name}.json`) as Record<string, unknown>[]).map(body => ({
      uuid: `leg-${body.direction ?? 1}`,
      conversation_uuid: CALL,
      ...body,
    }));
    expect(falseClaimsOfCuts(bodies, eventDraft)).toEqual([]);
  });

  it.each(['conversation/seed-events.json', 'conversation/rtc-webhook-sequence.json'])(
    'and so are events: %s',
    file => {
      const bodies = (sample(file) as Record<string, unknown>[]).map(body => ({conversation_id: CALL, ...body}));
      expect(falseClaimsOfCuts(bodies, rtcDraft)).toEqual([]);
    },
  );
});
