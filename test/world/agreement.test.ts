import {describe, expect, it} from 'vitest';
import type {Draft} from '../../source/call/observation.js';
import {agreementOf} from '../../source/world/read/agreement.js';
import {eventView} from '../../source/world/read/event-view.js';
import {isOfCall, problemsOf} from '../../source/world/read/problems.js';
import {emptyWorld} from '../../source/world/world.js';
import {fold} from '../helpers/fold.js';
import {linesFrom} from '../helpers/lines.js';
import {apiDraft, BOB, CALL, eventDraft, observe, rtcDraft} from '../helpers/seed.js';

const webhook = (status: string, time: string, to = '447700000003') =>
  eventDraft({
    uuid: BOB.leg,
    conversation_uuid: CALL,
    status,
    direction: 'outbound',
    from: '447700000002',
    to,
    timestamp: `2018-10-25T09:${time}Z`,
  });

const event = (id: number, type: string, time: string, to = '447700000003') => ({
  id,
  type,
  timestamp: `2018-10-25T09:${time}Z`,
  conversation_id: CALL,
  body: {direction: 'outbound', channel: {type: 'phone', id: BOB.leg, from: {number: 'Unknown'}, to: {number: to}}},
});

function views(drafts: Draft[]) {
  const world = fold(emptyWorld(), observe(drafts));
  const conversation = world.conversations.get(CALL);
  return conversation
    ? conversation.rows.map(row => ({...eventView(world, conversation, row), ...agreementOf(world, conversation, row)}))
    : [];
}

describe('a disagreement of witnesses', () => {
  const drafts = [
    webhook('ringing', '26:24.384'),
    apiDraft('events', [event(2, 'sip:ringing', '26:24.390', '447700000009')]),
  ];

  it('is a problem, and does not make the call one that went wrong', () => {
    for (const order of [drafts, drafts.toReversed()]) {
      const world = fold(emptyWorld(), observe(order));
      const conversation = world.conversations.get(CALL);
      const problems = conversation ? problemsOf(world, conversation) : [];
      expect(problems.map(({code, text}) => [code, text])).toEqual([
        [
          'witnesses',
          expect.stringMatching(/^≠ The witnesses of ringing disagree about to: .*447700000003 \(webhook\)/),
        ],
      ]);
      expect(problems.filter(isOfCall)).toEqual([]);
    }
  });

  it('is one problem of an event, whatever they disagree about', () => {
    const late = apiDraft('events', [event(2, 'sip:ringing', '26:28.000', '447700000009')]);
    const {out} = linesFrom({format: 'text'}).take(observe([webhook('ringing', '26:24.384'), late]));
    expect(out.filter(line => line.includes('PROBLEM'))).toEqual([
      expect.stringMatching(/disagree about to: 447700000003 \(webhook\), .* \(api\); about the time: .* \(api\)\./),
    ]);
  });

  it('is a word in lines, where the later witness is named', () => {
    const {out} = linesFrom({format: 'text'}).take(observe(drafts));
    expect(out.filter(line => line.includes('also'))).toEqual([expect.stringContaining('L1 ringing ≠to')]);
    expect(out.filter(line => line.includes('PROBLEM witnesses'))).toHaveLength(1);
  });
});

describe('witnesses of one event', () => {
  it('agree when they differ by milliseconds, and when one does not know the caller', () => {
    const [ringing] = views([
      webhook('ringing', '26:24.384'),
      apiDraft('events', [event(2, 'sip:ringing', '26:24.390')]),
    ]);
    expect(ringing).toMatchObject({
      type: 'ringing',
      apiType: 'sip:ringing',
      id: 2,
      witnesses: ['webhook', 'api'],
      differences: [],
    });
  });

  it('differ (≠) with both values, whoever came first', () => {
    const drafts = [
      webhook('ringing', '26:24.384'),
      apiDraft('events', [event(2, 'sip:ringing', '26:27.000', '447700000001')]),
    ];
    for (const order of [drafts, drafts.toReversed()]) {
      expect(views(order)[0]?.differences).toEqual([
        {
          field: 'to',
          values: [
            {witness: 'webhook', value: '447700000003'},
            {witness: 'api', value: '447700000001'},
          ],
        },
        {
          field: 'at',
          values: [
            {witness: 'webhook', value: '2018-10-25T09:26:24.384Z'},
            {witness: 'api', value: '2018-10-25T09:26:27.000Z'},
          ],
        },
      ]);
    }
  });

  it.each<[string, Draft[], string[]]>([
    ['nobody, while nothing newer was said', [webhook('answered', '26:30.277')], []],
    [
      'the API, once it has reported what came later',
      [webhook('answered', '26:30.277'), apiDraft('events', [event(8, 'member:media', '26:40.000')])],
      ['api'],
    ],
    [
      'the webhook, once a later one has come',
      [apiDraft('events', [event(3, 'sip:answered', '26:30.277')]), webhook('completed', '31:30.000')],
      ['webhook'],
    ],
    [
      'nobody, where the later report came at the same second',
      [webhook('answered', '26:30.277'), apiDraft('events', [event(8, 'member:media', '26:31.000')])],
      [],
    ],
    [
      'the RTC webhook, where that channel is in use',
      [webhook('answered', '26:30.277'), rtcDraft(event(8, 'member:media', '26:40.000'))],
      ['rtc'],
    ],
  ])('are missed (∅): %s', (_, drafts, absent) => {
    const answered = views(drafts).find(({status}) => status === 'answered');
    expect(answered?.absent).toEqual(absent);
  });
});
