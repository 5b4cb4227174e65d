import {describe, expect, it} from 'vitest';
import type {Draft, Intervened} from '../../source/call/observation.js';
import {endingOf} from '../../source/world/read/ending.js';
import {eventView} from '../../source/world/read/event-view.js';
import {nccoRuns} from '../../source/world/read/ncco-progress.js';
import {problemsOf} from '../../source/world/read/problems.js';
import type {World} from '../../source/world/world.js';
import {emptyWorld} from '../../source/world/world.js';
import {fold} from '../helpers/fold.js';
import {observe} from '../helpers/seed.js';

const leg = '63f61863-4a51-4f6b-86e1-46edebcf9356';
const conversation = 'CON-f972836a-550f-45fa-956c-12a2ab5b7d22';
const ncco = '[{"action":"talk","text":"Hello"}]';

const dialled: Intervened = {
  kind: 'dial',
  by: 'screen',
  leg,
  conversation,
  to: '447700900001',
  request: {
    method: 'POST',
    path: '/v1/calls',
    body: `{"to":[{"type":"phone","number":"447700900001"}],"ncco":${ncco}}`,
  },
  ms: 40,
  raw: {status: 201, headers: {}, body: '{}'},
};

const intervened = (more: Partial<Intervened>): Draft => ({
  source: 'control',
  action: 'intervene',
  intervened: {...dialled, ...more},
});

function webhook(status: string, at: string): Draft {
  const body = JSON.stringify({
    uuid: leg,
    conversation_uuid: conversation,
    status,
    direction: 'outbound',
    from: '447700900000',
    to: '447700900001',
    timestamp: at,
  });
  return {source: 'event', raw: {method: 'POST', path: '/webhooks/event', headers: {}, body}};
}

/** Type and note of each row of the call, in order. */
function rowsOf(world: World, id = conversation): string[] {
  const call = world.conversations.get(id);
  return (call?.rows ?? []).map(row => {
    const {type, note, witnesses} = eventView(world, call as NonNullable<typeof call>, row);
    return [type, note, witnesses.join('+')].filter(Boolean).join(' ');
  });
}

const folded = (...drafts: Draft[]): World => fold(emptyWorld(), observe(drafts));

describe('a call that was placed from here', () => {
  it('is there at once, with its leg, and its webhooks find it by the id of that', () => {
    const world = folded(
      intervened({}),
      webhook('started', '2026-11-27T20:00:01Z'),
      webhook('answered', '2026-11-27T20:00:05Z'),
    );
    expect([...world.conversations.keys()]).toEqual([conversation]);
    expect(world.legs.get(leg)).toMatchObject({
      direction: 'outbound',
      to: '447700900001',
      from: '447700900000',
      status: 'answered',
    });
    expect(world.placed).toEqual([leg]);
    expect(rowsOf(world).sort()).toEqual([
      'answered webhook',
      'control:dial → 201 to 447700900001 api',
      'started webhook',
    ]);
  });

  it('is nobody’s to hang up any more once it was, though its last event is on its way', () => {
    const hungUp = intervened({kind: 'hangup', to: undefined, raw: {status: 204, headers: {}, body: ''}});
    expect(folded(intervened({}), hungUp).placed).toEqual([]);
    const failure = {code: 'refused', text: 'too young'};
    const refused = intervened({kind: 'hangup', to: undefined, failure});
    expect(folded(intervened({}), refused).placed).toEqual([leg]);
  });

  it('is the same call where a webhook was quicker than the answer', () => {
    const world = folded(webhook('started', '2026-11-27T20:00:01Z'), intervened({}));
    expect([...world.conversations.keys()]).toEqual([conversation]);
    expect(world.legs.size).toBe(1);
  });

  it.each<[string, Draft[], string]>([
    ['waits before it is answered', [], 'next'],
    ['runs from then on', [webhook('answered', '2026-11-27T20:00:05Z')], 'running'],
    ['never ran where nobody answered', [webhook('unanswered', '2026-11-27T20:00:50Z')], 'skipped'],
  ])('has its NCCO, which %s', (_, drafts, state) => {
    const world = folded(intervened({}), ...drafts);
    const call = world.conversations.get(conversation);
    const runs = call ? nccoRuns(world, call) : [];
    expect(runs.map(({actions}) => actions.map(each => [each.name, each.state]))).toEqual([[['talk', state]]]);
  });
});

describe('the verdict of a call that was hung up from here', () => {
  const hungUp = intervened({kind: 'hangup', to: undefined, raw: {status: 204, headers: {}, body: ''}});
  const refused = intervened({kind: 'hangup', to: undefined, failure: {code: 'refused', text: 'too young'}});
  const [ringing, answered, completed] = ['ringing', 'answered', 'completed'].map((status, i) =>
    webhook(status, `2026-11-27T20:00:0${i + 1}Z`),
  ) as [Draft, Draft, Draft];

  it.each<[string, Draft[], RegExp]>([
    ['says so', [ringing, answered, hungUp, completed], /L1 was hung up from here\.$/],
    [
      'is no failure before the answer',
      [ringing, hungUp, completed],
      /^It was hung up from here before anybody answered\.$/,
    ],
    ['is another where that was refused', [ringing, refused, completed], /never came up/],
  ])('%s', (_, drafts, verdict) => {
    const world = folded(intervened({}), ...drafts);
    const call = world.conversations.get(conversation);
    expect(call && endingOf(world, call)).toMatch(verdict);
    expect(call && problemsOf(world, call).map(({code}) => code)).toEqual(drafts.includes(refused) ? ['never-up'] : []);
  });
});

describe('what was done to a leg', () => {
  const put = (kind: Intervened['kind'], body: object, status = 204) =>
    intervened({
      kind,
      to: undefined,
      conversation: undefined,
      request: {method: 'PUT', path: `/v1/calls/${leg}`, body: JSON.stringify(body)},
      raw: {status, headers: {}, body: ''},
    });

  it.each<[Draft, string]>([
    [put('hangup', {action: 'hangup'}), 'control:hangup → 204 api'],
    [put('send-dtmf', {digits: '12p#'}, 200), 'control:send-dtmf → 200 12p# api'],
    [put('talk', {text: 'Hello'}, 200), 'control:talk → 200 Hello api'],
    [put('transfer', {destination: {ncco: JSON.parse(ncco)}}), 'control:transfer → 204 1 action api'],
    [
      put('transfer', {destination: {url: ['https://example.com/a']}}),
      'control:transfer → 204 https://example.com/a api',
    ],
  ])('is an event of the call that the leg is in: $1', (draft, row) => {
    expect(rowsOf(folded(intervened({}), draft))).toContain(row);
  });

  it('is no call where none was placed, and makes no leg', () => {
    const failure = {code: 'unauthorized', text: 'refused'};
    const world = folded(
      intervened({leg: undefined, conversation: undefined, failure, raw: {status: 401, headers: {}, body: ''}}),
    );
    expect([world.legs.size, rowsOf(world, '')]).toEqual([0, ['control:dial → 401 to 447700900001 api']]);
  });
});

describe('an NCCO that is armed', () => {
  const armed = (state: 'on' | 'off' | 'used', more: object = {}): Draft => ({
    source: 'control',
    action: 'arm',
    armed: {state, what: 'a.json', ...more},
  });

  it.each<[string, Draft[], string | undefined]>([
    ['waits for a call', [armed('on')], 'a.json'],
    ['is taken back', [armed('on'), armed('off')], undefined],
    ['is gone when a call got it', [armed('on'), armed('used')], undefined],
  ])('%s', (_, drafts, what) => {
    expect(folded(...drafts).armed).toBe(what);
  });

  it('is an event of the call that got it, which says whose place it took', () => {
    const world = folded(intervened({}), armed('used', {leg, conversation, instead: true}));
    expect(rowsOf(world)).toContain('control:arm a.json, in the place of the application api');
  });
});
