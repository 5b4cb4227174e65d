import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Draft} from '../../source/call/observation.js';
import {memberOfLeg} from '../../source/world/fold/leg.js';
import {membersOf} from '../../source/world/fold/member.js';
import {endingOf} from '../../source/world/read/ending.js';
import {historyOf, legsOf} from '../../source/world/read/history.js';
import {problemsOf} from '../../source/world/read/problems.js';
import {callStatus, stateOf, typeOf} from '../../source/world/read/state.js';
import {timingsOf} from '../../source/world/read/timings.js';
import {emptyWorld, type World} from '../../source/world/world.js';
import {fold} from '../helpers/fold.js';
import {apiDraft, CALL, eventDraft, observe, rtcDraft} from '../helpers/seed.js';

const SUPPORT = 'CON-0f0f0f0f-0000-4000-8000-000000000001';
const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 12, 0, second)).toISOString();
const status = (leg: string, word: string, second: number, more: Record<string, unknown> = {}) =>
  eventDraft({
    uuid: leg,
    conversation_uuid: CALL,
    status: word,
    timestamp: at(second),
    direction: 'outbound',
    from: '447700000002',
    to: '447700000003',
    ...more,
  });

function call(drafts: Draft[], id = CALL) {
  const world = fold(emptyWorld(), observe(drafts));
  const conversation = world.conversations.get(id);
  if (!conversation) throw new Error(`${id} was not seen`);
  return {world, conversation, legs: legsOf(world, conversation)};
}

describe('who hung up', () => {
  it.each([
    ['platform', 'user', 'L2 (447700000003) hung up.'],
    ['user', 'user', 'Everybody hung up.'],
    ['platform', 'platform', 'Vonage ended it: the NCCO ran out, a limit, or the API.'],
    ['platform', undefined, 'Vonage ended L1; who ended L2 nobody has said.'],
    [undefined, undefined, 'Who hung up is not known: no disconnected_by came.'],
  ])('is said as far as it is known: %s, %s', (first, second, verdict) => {
    const ended = (leg: string, by: string | undefined) =>
      status(leg, 'completed', 9, by === undefined ? {} : {disconnected_by: by});
    const {world, conversation} = call([
      ...['a', 'b'].map((leg, i) => status(leg, 'answered', i + 1)),
      ended('a', first),
      ended('b', second),
    ]);
    expect(endingOf(world, conversation)).toBe(`Talked for 8 s. ${verdict}`);
  });
});

const states = (world: World) => [...world.conversations.values()].map(each => stateOf(each));

it('does not take a conversation without legs for one that went elsewhere', () => {
  const polls = [apiDraft('conversation', {id: CALL, name: 'NAM-a'}), apiDraft('conversation', {}, 404)];
  const {world, conversation} = call([eventDraft({what: 'belongs to no call'}), ...polls]);
  expect(world.conversations.has('')).toBe(true);
  expect(endingOf(world, conversation)).toBe('The conversation is over; no leg of it was seen.');
});

describe('a call that the Conversation API does not know', () => {
  it.each([
    ['waiting', 'not-found', []],
    ['failing', 'server-error', ['warning']],
    ['off', 'not-found', ['info']],
    ['off', 'over', []],
  ] as const)('is a problem when that is the last word: %s %s', (state, code, severities) => {
    const said = {source: 'health', part: 'poller', state, code, text: 'Why.', conversation: CALL} as const;
    const {world, conversation} = call([status('leg-1', 'started', 0), said]);
    expect(problemsOf(world, conversation).map(({severity}) => severity)).toEqual(severities);
  });
});

describe('calls that do not come about', () => {
  it.each([
    [
      'busy',
      {sip_code: 486},
      'L1 to 447700000003 ended busy (SIP 486): The called party is on another call. Try again later.',
    ],
    [
      'busy',
      {sip_code: 200},
      'L1 to 447700000003 ended busy: The called party was busy. Offer to call back later. If it is busy at every call, check the number: some carriers say busy for a wrong one.',
    ],
    [
      'rejected',
      {detail: 'invalid_number', sip_code: 603},
      'L1 to 447700000003 ended rejected (invalid_number, SIP 603): The from or the to number is not valid. Write both in E.164 digits without +: the country code first. from must be a number of your account.',
    ],
    [
      'timeout',
      {},
      'L1 to 447700000003 ended timeout: It rang until the ringing timer ran out. Raise timeout on the connect action (ringing_timer on a created call), or answer with eventType synchronous and a fallback NCCO.',
    ],
    [
      'cancelled',
      {},
      'L1 to 447700000003 ended cancelled: The caller gave up before anybody answered. Nothing is wrong with the application; a shorter ringing time or a greeting keeps callers on the line.',
    ],
  ])('%s: the verdict says why and what now', (word, more, verdict) => {
    const {world, conversation, legs} = call([
      status('a', 'started', 1),
      status('a', 'ringing', 1),
      status('a', word, 9, more),
    ]);
    expect(stateOf(conversation)).toBe('ended');
    expect(callStatus(world, conversation)).toBe(word);
    expect(endingOf(world, conversation)).toBe(verdict);
    expect(legs[0] && timingsOf(world, legs[0])).toMatchObject({ringMs: 8000});
  });

  it.each([
    [
      'timeout',
      {sip_code: 480},
      {sip_code: 480},
      /^L1 .* ended timeout \(SIP 480\): It rang until the ringing timer ran out\./,
    ],
    ['busy', {}, {sip_code: 480}, /ended busy \(SIP 480\): The called party was busy\./],
    ['cancelled', {}, {sip_code: 500}, /ended cancelled \(SIP 500\): The caller gave up before anybody answered\./],
    ['failed', {sip_code: 404}, {sip_code: 487}, /ended failed \(SIP 404\): The number or user does not exist there\./],
    ['failed', {sip_code: 404}, {sip_code: 200}, /ended failed \(SIP 404\): The number or user does not exist there\./],
    ['unanswered', {sip_code: 480}, {}, /ended unanswered \(SIP 480\): The called party is temporarily unavailable\./],
    ['rejected', {sip_code: 603, detail: 'restricted'}, {}, /\(restricted, SIP 603\): The carrier refused the call\./],
  ])('%s %j, then completed %j: no SIP code speaks over the status', (word, first, later, verdict) => {
    const drafts = [status('a', 'ringing', 1), status('a', word, 9, first), status('a', 'completed', 9, later)];
    for (const order of [drafts, drafts.toReversed()]) {
      const {world, conversation} = call(order);
      expect(endingOf(world, conversation)).toMatch(verdict);
    }
  });

  it('keep it also where nothing but a member is told of another leg', () => {
    const told = (type: string, body: object) => rtcDraft({type, conversation_id: CALL, timestamp: at(1), ...body});
    const {world, conversation, legs} = call([
      told('member:left', {from: 'MEM-2', body: {channel: {id: 'b', type: 'phone'}}}),
      status('a', 'completed', 9),
      told('conversation:deleted', {body: {}}),
    ]);
    expect(legs.map(leg => leg.status)).toEqual(['completed', 'completed']);
    expect(callStatus(world, conversation)).toBe('completed');
  });

  it('keep their outcome when completed follows, whichever came first', () => {
    const drafts = [status('a', 'busy', 5), status('a', 'completed', 5)];
    for (const order of [drafts, drafts.toReversed()]) {
      const {world, conversation, legs} = call(order);
      expect(legs[0]).toMatchObject({status: 'completed', failure: 'busy'});
      expect(callStatus(world, conversation)).toBe('busy');
    }
  });

  it('miss their completed after 6 s, when a tick says so; rejected never has one', () => {
    const missing = (word: string) => {
      const observations = observe([status('a', 'started', 1), status('a', word, 5)]);
      let world = fold(emptyWorld(), observations);
      const due = world.due;
      world = fold(world, [{source: 'tick', seq: 3, at: due ?? (observations.at(-1)?.at ?? 0) + 7000}]);
      const conversation = world.conversations.get(CALL);
      return conversation && problemsOf(world, conversation).some(({code}) => code === 'completed-missing');
    };
    expect(missing('busy')).toBe(true);
    expect(missing('rejected')).toBe(false);
  });
});

describe('legs that move and multiply', () => {
  const transfer = eventDraft({
    type: 'transfer',
    uuid: 'a',
    conversation_uuid_from: CALL,
    conversation_uuid_to: SUPPORT,
    timestamp: at(5),
  });
  const drafts = [
    status('a', 'started', 1),
    status('a', 'answered', 3),
    status('b', 'answered', 4, {conversation_uuid: SUPPORT}),
    transfer,
    status('a', 'completed', 9, {conversation_uuid: SUPPORT}),
  ];

  it('a transfer moves the leg: the first conversation ends, the second goes on', () => {
    const seen: string[][] = [];
    let world = emptyWorld();
    for (const observation of observe(drafts)) {
      world = fold(world, [observation]);
      seen.push(states(world));
    }
    expect(seen).toEqual([['active'], ['active'], ['active', 'active'], ['ended', 'active'], ['ended', 'active']]);
    expect(world.legs.get('a')?.conversation).toBe(SUPPORT);
    expect(call(drafts).legs.map(({id}) => id)).toEqual(['a']);
    expect(call(drafts, SUPPORT).legs.map(({id}) => id)).toEqual(['a', 'b']);
  });

  it('of one stamp, the transfer’s word counts more; a departure never brings the leg back; whatever comes first', () => {
    const member = (type: string, conversation: string, id: string, second: number) =>
      rtcDraft({
        type,
        conversation_id: conversation,
        from: id,
        body: {channel: {type: 'phone', id: 'a', leg_ids: ['a']}},
        timestamp: at(second),
      });
    const all = [
      status('a', 'answered', 5),
      transfer,
      member('member:joined', CALL, 'MEM-1', 5),
      member('member:left', CALL, 'MEM-1', 6),
      member('member:joined', SUPPORT, 'MEM-9', 5),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(all, {minLength: all.length}), drafts => {
        const {world, conversation} = call(drafts);
        expect(world.legs.get('a')?.conversation).toBe(SUPPORT);
        expect(membersOf(world, conversation)).toMatchObject([{id: 'MEM-1', state: 'LEFT'}]);
        expect(endingOf(world, conversation)).toBe(`Moved to ${SUPPORT}: the call went on there.`);
      }),
    );
  });

  it('a member may speak through two legs', () => {
    const member = {id: 'MEM-1', state: 'JOINED', channel: {type: 'phone', id: 'a', leg_ids: ['a', 'b']}};
    const {world, conversation} = call([
      status('a', 'answered', 1),
      status('b', 'answered', 2),
      apiDraft('member', member),
    ]);
    expect(membersOf(world, conversation)).toMatchObject([{id: 'MEM-1', legs: ['a', 'b']}]);
    expect(memberOfLeg(world.legs.get('b'), conversation.id)).toBe('MEM-1');
  });
});

describe('conversations of every kind', () => {
  it('an app leg is answered without ringing', () => {
    const {world, legs} = call([
      status('a', 'started', 1, {direction: 'inbound', from: null, to: 'Alice'}),
      status('a', 'answered', 1, {direction: 'inbound', from: null, to: 'Alice'}),
    ]);
    expect(legs[0] && typeOf(legs[0])).toBe('app');
    expect(legs[0] && timingsOf(world, legs[0])).toMatchObject({postDialMs: 0, ringMs: undefined});
  });

  it.each([
    ['wss://example.com/socket', 'websocket'],
    ['sip:anna@example.com', 'sip'],
    ['447700000003', 'phone'],
    ['anna', 'app'],
  ])('a leg to %s is of kind %s', (to, kind) => {
    const {legs} = call([status('a', 'started', 1, {to})]);
    expect(legs[0] && typeOf(legs[0])).toBe(kind);
  });

  it('a named one with fifty members is active again when somebody calls again', () => {
    const legs = Array.from({length: 50}, (_, i) => `leg-${i}`);
    const drafts = legs.flatMap((leg, i) => [status(leg, 'answered', i), status(leg, 'completed', i + 5)]);
    const members = legs.map((leg, i) => ({id: `MEM-${i}`, state: 'JOINED', channel: {type: 'phone', id: leg}}));
    const {world, conversation} = call([...drafts, apiDraft('members', {_embedded: {members}})]);
    expect(conversation.legs).toHaveLength(50);
    expect(membersOf(world, conversation)).toHaveLength(50);
    expect(stateOf(conversation)).toBe('ended');
    expect(states(fold(world, observe([status('late', 'answered', 200)])))).toEqual(['active']);
  });

  it('several calls at once keep apart', () => {
    const world = fold(
      emptyWorld(),
      observe([
        status('a', 'answered', 1),
        status('b', 'answered', 1, {conversation_uuid: SUPPORT}),
        status('a', 'completed', 2),
      ]),
    );
    expect(states(world)).toEqual(['ended', 'active']);
  });

  it('messages and custom events are rows like any other', () => {
    const {world, conversation} = call([
      apiDraft('events', [
        {id: 1, type: 'message', timestamp: at(1), body: {text: 'hello'}},
        {id: 2, type: 'custom:survey', timestamp: at(2), body: {}},
      ]),
    ]);
    expect(conversation.rows.map(row => [world.log.typeOf(row), world.log.noteOf(row)])).toEqual([
      ['message', 'hello'],
      ['custom:survey', undefined],
    ]);
  });

  it('a leg:status:update alone rebuilds when a leg rang and was answered', () => {
    const update = rtcDraft({
      type: 'leg:status:update',
      conversation_id: CALL,
      timestamp: at(9),
      body: {
        leg_id: 'a',
        status: 'completed',
        statusHistory: [
          {status: 'started', date: at(1)},
          {status: 'ringing', date: at(2)},
          {status: 'answered', date: at(6)},
        ],
      },
    });
    const {world, conversation, legs} = call([update]);
    expect(conversation.rows).toHaveLength(1);
    expect(legs[0] && historyOf(world, legs[0]).map(({status: word, witnesses}) => [word, witnesses])).toEqual([
      ['started', ['rtc']],
      ['ringing', ['rtc']],
      ['answered', ['rtc']],
      ['completed', ['rtc']],
    ]);
    expect(legs[0] && timingsOf(world, legs[0])).toMatchObject({postDialMs: 1000, ringMs: 4000});
  });

  it('what a vanished call cost is learnt from the Voice API afterwards', () => {
    const calls = {
      _embedded: {
        calls: [
          {
            uuid: 'a',
            status: 'completed',
            direction: 'outbound',
            price: '0.0150',
            duration: '8',
            start_time: at(3),
            end_time: at(11),
            to: {type: 'phone', number: '447700000003'},
          },
        ],
      },
    };
    const {conversation, legs} = call([status('a', 'answered', 3), apiDraft('calls', calls)]);
    expect(legs[0]).toMatchObject({status: 'completed', price: '0.0150', durationMs: 8000});
    expect(stateOf(conversation)).toBe('ended');
  });
});

describe('what has no stamp', () => {
  it('is in the order in which it came, whatever it is', () => {
    const bare = (word: string) => eventDraft({uuid: 'a', conversation_uuid: CALL, status: word});
    const words = ['completed', 'ringing', 'answered', 'started'];
    const all = [...words.map(bare), eventDraft({conversation_uuid: CALL, payload: {}})];
    const sameMoment = observe(all).map(each => ({...each, at: 1000}));
    for (const observations of [observe(all), sameMoment]) {
      const world = fold(emptyWorld(), observations);
      const rows = world.conversations.get(CALL)?.rows ?? [];
      expect(rows.map(row => world.log.statusOf(row) ?? world.log.typeOf(row))).toEqual([...words, 'notify']);
    }
  });

  it('is behind what came before it in the same moment', () => {
    const observations = observe([status('a', 'started', 1), eventDraft({conversation_uuid: CALL, payload: {}})]);
    const world = fold(
      emptyWorld(),
      observations.map(each => ({...each, at: 1000})),
    );
    const rows = world.conversations.get(CALL)?.rows ?? [];
    expect(rows.map(row => world.log.typeOf(row))).toEqual(['started', 'notify']);
  });
});

describe('a knocking leg', () => {
  const ring = (second: number, more: object, body: object = {}) =>
    rtcDraft({
      type: 'sip:ringing',
      timestamp: at(second),
      body: {direction: 'inbound', channel: {id: 'a'}, ...body},
      ...more,
    });
  const update = rtcDraft({
    type: 'leg:status:update',
    conversation_id: CALL,
    id: 4,
    timestamp: at(4),
    body: {
      leg_id: 'a',
      status: 'ringing',
      statusHistory: [
        {status: 'ringing', date: at(1), knocker_id: 'k'},
        {status: 'ringing', date: at(3), conversation_id: CALL},
      ],
    },
  });
  const all = [
    ring(1, {from: 'knocker:568e4e01-d423-459b-9556-7d1b0a674edc'}),
    ring(3, {conversation_id: CALL, id: 3}),
    ring(5, {conversation_id: CALL, id: 5}),
    update,
    status('a', 'ringing', 2, {direction: 'inbound'}),
  ];

  it.each([
    ['without the Voice webhook', all.slice(0, -1)],
    ['with it', all],
  ])('rings once, though it is told of again when it has a conversation, %s', (_, drafts) => {
    fc.assert(
      fc.property(fc.shuffledSubarray(drafts, {minLength: drafts.length}), order => {
        const {world, conversation, legs} = call(order);
        expect(legs.flatMap(leg => historyOf(world, leg))).toHaveLength(1);
        expect(conversation.rows).toHaveLength(1);
      }),
      {numRuns: 50},
    );
  });
});

describe('an error of a conversation of which no leg was seen', () => {
  const problem = (code: string, title: string, detail: string) => ({
    type: `https://developer.vonage.com/api-errors#${code}`,
    title,
    detail,
    instance: 'bf0ca0bf927b3b52e3cb03217e1a1ddf',
  });

  it.each([
    [
      {reason: 'Syntax error in NCCO. Invalid value type or action.'},
      'Vonage could not use the NCCO that your application returned.',
      'Syntax error in NCCO. Invalid value type or action.',
    ],
    [{reason: 'Rate limit exceeded'}, 'The account’s limit of new calls a second was reached.', 'Rate limit exceeded.'],
    [
      problem(
        'low-balance',
        'Low balance',
        'This request could not be performed due to your account balance being low.',
      ),
      'The account has too little credit for this call.',
      'Low balance: This request could not be performed due to your account balance being low. (low-balance).',
    ],
    [
      problem('unprovisioned', 'Authentication failure', 'The credentials do not have access to the requested product'),
      'The account or the application may not do this.',
      'Authentication failure: The credentials do not have access to the requested product (unprovisioned).',
    ],
    [
      problem('rate-limit', 'Rate Limit Hit', 'Please wait, then retry your request'),
      'The account’s limit of new calls a second was reached.',
      'Rate Limit Hit: Please wait, then retry your request (rate-limit).',
    ],
    [
      {type: 'BAD_REQUEST', error_title: 'Bad Request', invalid_parameters: {from: 'Is required'}},
      'A field of a request or of the NCCO is missing or has a value that is not allowed.',
      'Bad Request: from: Is required (BAD_REQUEST).',
    ],
    [{reason: 'Regenerated soon'}, 'Vonage reports an error.', 'Regenerated soon.'],
  ])('has a verdict of its own, in Vonage’s words: %j', (body, meaning, reason) => {
    const {world, conversation} = call([eventDraft({...body, conversation_uuid: CALL})]);
    expect(endingOf(world, conversation)).toBe(`${meaning} Reason: ${reason}`);
    const [told] = problemsOf(world, conversation);
    expect(told).toMatchObject({code: 'ncco-error', advice: expect.any(String)});
  });
});

describe('repeats', () => {
  it('are deliveries that came twice, not histories that are told again with every step', () => {
    const step = (word: string, second: number, past: string[]) =>
      rtcDraft({
        type: 'leg:status:update',
        conversation_id: CALL,
        timestamp: at(second),
        body: {leg_id: 'a', status: word, statusHistory: past.map((each, i) => ({status: each, date: at(i)}))},
      });
    const steps = [
      step('started', 0, []),
      step('ringing', 1, ['started']),
      step('answered', 2, ['started', 'ringing']),
    ];
    expect(call(steps).world.counts.duplicates).toBe(0);
    expect(call([...steps, ...steps]).world.counts.duplicates).toBe(3);
  });
});
