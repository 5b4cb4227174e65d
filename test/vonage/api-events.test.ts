import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {readEvent, readEvents} from '../../source/vonage/api.js';
import {sample} from './api-sample.js';

const ms = (iso: string) => Date.parse(iso);

const alice = 'MEM-f44c872e-cba9-444f-88ae-0bfa630865a6';
const bob = 'MEM-25ccda92-839d-4ac6-a7b2-de310224878b';
const aliceLeg = '797168e24c19a3c45e74e05b10fef2b5';
const bobLeg = '30cecc87-7ac9-4d03-910a-e9d69558263c';

/** Id, type, leg, direction and time of the eight events of Alice's call to Bob. */
const table = [
  [1, 'member:joined', aliceLeg, undefined, '09:26:19.207'],
  [2, 'sip:ringing', bobLeg, undefined, '09:26:24.384'],
  [3, 'sip:answered', bobLeg, 'outbound', '09:26:30.277'],
  [4, 'member:joined', bobLeg, undefined, '09:26:30.273'],
  [5, 'member:media', bobLeg, undefined, '09:26:30.274'],
  [6, 'sip:answered', aliceLeg, 'inbound', '09:26:30.340'],
  [7, 'member:joined', aliceLeg, undefined, '09:26:30.337'],
  [8, 'member:media', aliceLeg, undefined, '09:26:30.337'],
] as const;

describe('the events of a conversation', () => {
  it.each([
    ['seed-events', [alice, alice, alice, alice, alice, alice, alice, alice]],
    ['v0.1-events-original', [alice, bob, bob, bob, bob, alice, alice, alice]],
  ])('%s are about the legs that they name, whatever their `from` says', (name, from) => {
    const {items, cursor} = readEvents(sample(name));
    const rows = items.map(event => [event.id, event.type, event.leg, event.direction, event.at]);
    expect(rows).toEqual(table.map(row => [...row.slice(0, 4), ms(`2018-10-25T${row[4]}Z`)]));
    expect(items.map(event => event.from)).toEqual(from);
    expect(cursor).toBeUndefined();
  });

  it('say when a member was invited and joined, and with which media', () => {
    const {items} = readEvents(sample('seed-events'));
    expect(items[3]).toMatchObject({
      times: {invited: ms('2018-10-25T09:26:19.385Z'), joined: ms('2018-10-25T09:26:30.270Z')},
      user: {id: 'USR-b9948493-be4a-4b36-bb4d-c96bcc2af85b'},
      channel: {type: 'phone', leg: bobLeg, legs: [bobLeg], from: 'Unknown', to: '447700000003'},
    });
    expect(items[4]?.media).toEqual({audio: true, muted: false, earmuffed: false});
  });

  it.each([
    ['spec-v0.1-events-list', [5], undefined],
    ['spec-v0.3-events-list', [5], '4db03d9254d1cdaecc7b1fc15b6bf1a81f3d3151191d784f1327893f8dc96416'],
    ['v1-dotnet-events-list', [100], undefined],
    ['v1-php-events-list-page1', [0, 1], '94f0'],
    ['v1-php-events-list-page2', [3, 4], undefined],
    ['beta-ios-events', [1, 2, 3, 7, 8], undefined],
  ])('%s are found, with their cursor', (name, ids, cursor) => {
    const page = readEvents(sample(name));
    expect(page.items.map(event => event.id)).toEqual(ids);
    expect(page.cursor).toBe(cursor);
  });

  it('may have text where booleans and numbers belong', () => {
    const {items} = readEvents(sample('beta-ios-events'));
    expect(items[1]?.media).toEqual({audio: true, muted: false, earmuffed: false});
    expect(items[3]).toMatchObject({
      id: 7,
      type: 'member:invited',
      member: 'MEM-7fb399f3-36fb-4805-9e35-30f6d5cbdadf',
      conversation: 'CON-25b41186-51ab-442f-a846-248ba075889c',
      leg: 'f39c379d-8524-4882-a68f-2e7bf2bc3055',
    });
    expect(items[4]).toMatchObject({
      leg: 'f39c379d-8524-4882-a68f-2e7bf2bc3055',
      direction: 'outbound',
      status: 'ringing',
      statusHistory: [
        {status: 'started', at: ms('2020-01-29T15:29:48.091Z')},
        {status: 'ringing', at: ms('2020-01-29T15:29:53.761Z')},
      ],
    });
  });
});

describe('one event', () => {
  const user = {id: 'USR-82e028d9-5201-4f1e-8188-604b2d3471ec', name: 'my_user_name', displayName: 'My User Name'};
  const year2020 = ms('2020-01-01T14:00:00.000Z');

  it.each([
    [
      'spec-v0.3-event',
      {
        id: 5,
        type: 'text',
        at: year2020,
        from: 'MEM-63f61863-4a51-4f6b-86e1-46edebio0391',
        to: 'MEM-63f61863-4a51-4f6b-86e1-46edebio0391',
        body: {text: 'My Text'},
      },
    ],
    [
      'v1-real-event-message',
      {
        id: 3,
        type: 'message',
        at: ms('2024-07-04T15:32:44.303Z'),
        from: 'MEM-0052a62c-d0ca-4237-8c59-1fed1edf0e15',
        fromMember: 'MEM-0052a62c-d0ca-4237-8c59-1fed1edf0e15',
        user: {id: 'USR-5b39d44a-5023-4cad-b0fc-aaf0b9f9f9dc', name: 'user9'},
        body: {message_type: 'text', text: 'hello!'},
      },
    ],
    ['v1-dotnet-event', {id: 100, type: 'message', at: year2020, from: 'string', fromMember: 'string', user}],
    ['v1-dotnet-event-create', {id: 100, type: 'message', at: year2020, from: 'string', fromMember: 'string', user}],
    ['v1-java-event-audio-dtmf', {type: 'audio:dtmf', digits: '123p4#'}],
    ['v1-java-event-audio-play', {type: 'audio:play'}],
    ['v1-java-event-audio-record', {type: 'audio:record'}],
    ['v1-java-event-audio-record-stop', {type: 'audio:record:stop', recording: '3b0d8d6e-0000-4000-8000-000000000000'}],
    ['v1-java-event-audio-say', {type: 'audio:say'}],
    ['v1-java-event-audio-say-done', {type: 'audio:say:done'}],
    [
      'v1-java-event-conversation-updated',
      {type: 'conversation:updated', conversation: 'CON-d66d47de-5bcb-4300-94f0-0c9d4b948e9a'},
    ],
    ['v1-java-event-event-delete', {type: 'event:delete'}],
    ['v1-java-event-member-media', {type: 'member:media', media: {audio: false, muted: true, earmuffed: false}}],
    ['v1-java-event-rtc-answer', {type: 'rtc:answer'}],
    [
      'v1-java-event-rtc-hangup',
      {
        id: 27,
        type: 'rtc:hangup',
        at: year2020,
        from: 'string',
        fromMember: 'string',
        user,
        direction: 'inbound',
        leg: 'string',
        channel: {type: 'app', leg: 'string', legs: ['string'], from: '447700900001', to: '447700900000'},
        reason: {text: 'A good one', code: 'ID10T'},
        traffic: {bytesIn: 1234, bytesOut: 56_789},
      },
    ],
    ['v1-java-event-rtc-transfer', {type: 'rtc:transfer', user: {id: 'USR-3b0d8d6e-0000-4000-8000-000000000000'}}],
    [
      'rtc-webhook-app-knocking',
      {
        type: 'app:knocking',
        at: ms('2020-11-02T08:56:08.390Z'),
        from: 'knocker:568e4e01-d423-459b-9556-7d1b0a674edc',
        leg: 'f3c45be8289974a086340e4cda9711d8',
        user: {id: 'USR-4a7e5271-e249-45d5-8de4-3780c6ed485a'},
        channel: {
          type: 'phone',
          leg: 'f3c45be8289974a086340e4cda9711d8',
          legs: ['f3c45be8289974a086340e4cda9711d8'],
          from: '447479199288',
          to: '447418397039',
        },
      },
    ],
    [
      'rtc-webhook-conversation-created',
      {
        type: 'conversation:created',
        at: ms('2020-11-02T08:33:45.497Z'),
        conversation: 'CON-2b49b74a-9520-4503-aed6-0b3167915c83',
      },
    ],
    [
      'rtc-webhook-sip-ringing-inbound-knocker',
      {
        type: 'sip:ringing',
        at: ms('2020-11-02T08:56:08.401Z'),
        from: 'knocker:568e4e01-d423-459b-9556-7d1b0a674edc',
        direction: 'inbound',
        leg: 'f3c45be8289974a086340e4cda9711d8',
        channel: {
          type: 'phone',
          leg: 'f3c45be8289974a086340e4cda9711d8',
          legs: ['f3c45be8289974a086340e4cda9711d8'],
          from: '447479199288',
          to: '447418397039',
        },
      },
    ],
    [
      'rtc-webhook-sip-ringing-outbound',
      {
        id: 3,
        type: 'sip:ringing',
        at: ms('2020-11-02T08:33:50.711Z'),
        conversation: 'CON-2b49b74a-9520-4503-aed6-0b3167915c83',
        from: 'MEM-81421163-d02a-4a14-a9b4-45fa602349cb',
        direction: 'outbound',
        leg: '330542ee-6caa-41af-a3b2-95a27517c1e7',
        channel: {
          type: 'phone',
          leg: '330542ee-6caa-41af-a3b2-95a27517c1e7',
          legs: ['330542ee-6caa-41af-a3b2-95a27517c1e7'],
          from: '447479199288',
          to: '447418397039',
        },
      },
    ],
  ])('%s is read', (name, expected) => {
    const json = sample(name);
    expect(readEvent(json)).toEqual({body: (json as {body: unknown}).body, ...expected});
  });

  it('of the real RTC log keeps ids as they came: 1, 3, 2', () => {
    const events = (sample('rtc-webhook-sequence') as unknown[]).map(readEvent);
    expect(events.map(event => [event?.type, event?.id])).toEqual([
      ['app:knocking', undefined],
      ['sip:ringing', undefined],
      ['conversation:created', undefined],
      ['member:invited', 1],
      ['sip:ringing', 3],
      ['leg:status:update', 2],
    ]);
    expect(events[3]?.member).toBe('MEM-81421163-d02a-4a14-a9b4-45fa602349cb');
    expect(events[5]?.statusHistory).toEqual([
      {
        status: 'started',
        at: ms('2020-11-02T08:33:49.571Z'),
        member: 'MEM-81421163-d02a-4a14-a9b4-45fa602349cb',
        conversation: 'CON-2b49b74a-9520-4503-aed6-0b3167915c83',
      },
      {
        status: 'ringing',
        at: ms('2020-11-02T08:33:50.676Z'),
        member: 'MEM-81421163-d02a-4a14-a9b4-45fa602349cb',
        conversation: 'CON-2b49b74a-9520-4503-aed6-0b3167915c83',
      },
    ]);
  });

  it('among the Voice samples is read too', () => {
    const voice = (name: string): unknown =>
      JSON.parse(readFileSync(new URL(`../samples/voice/${name}.json`, import.meta.url), 'utf8'));
    expect(readEvent(voice('capi-event-member-invited'))).toMatchObject({
      id: 1,
      type: 'member:invited',
      member: 'MEM-002f67df-885b-4df6-b807-006e923e9693',
      conversation: 'CON-a75de643-8b0d-419b-8a69-e21e17fbebde',
      leg: '34eb880a-03ac-44fc-a084-5a9d1c0f2e3b',
      times: {invited: ms('2019-09-18T22:14:24.334Z')},
    });
    expect(readEvent(voice('rtc-event-audio-dtmf'))).toMatchObject({digits: '1', leg: 'ch1'});
  });

  it.each([
    ['cid for conversation_id', {cid: 'CON-1'}, {conversation: 'CON-1'}],
    ['body.id of conversation:deleted', {type: 'conversation:deleted', body: {id: 'CON-1'}}, {conversation: 'CON-1'}],
    ['body.id of another type', {body: {id: 'CON-1'}}, {conversation: undefined}],
    ['member_id before user.member_id', {body: {member_id: 'MEM-1', user: {member_id: 'MEM-2'}}}, {member: 'MEM-1'}],
    ['user.member_id', {body: {user: {member_id: 'MEM-2'}}}, {member: 'MEM-2'}],
    ['a reason that is a text', {body: {reason: 'ttl'}}, {reason: {text: 'ttl'}}],
    ['sip_code as text', {body: {reason: {sip_code: '486'}}}, {reason: {sipCode: 486}}],
    ['sip_code as a number', {body: {reason: {sip_code: 486}}}, {reason: {sipCode: 486}}],
    ['bytes_in', {body: {bandwidth: {bytes_in: 1, bytes_out: 2}}}, {traffic: {bytesIn: 1, bytesOut: 2}}],
    ['digit', {body: {digit: '7'}}, {digits: '7'}],
    ['recording_id', {body: {recording_id: 'r'}}, {recording: 'r'}],
    ['direction in', {body: {direction: 'in'}}, {direction: 'inbound'}],
    ['direction out', {body: {direction: 'out'}}, {direction: 'outbound'}],
    ['leg_id of the body', {body: {leg_id: 'a'}}, {leg: 'a'}],
    ['a history in snake case', {body: {status_history: [{status: 'Busy'}]}}, {statusHistory: [{status: 'busy'}]}],
    [
      'a history that is an object',
      {body: {statusHistory: {status: 'ringing'}}},
      {statusHistory: [{status: 'ringing'}]},
    ],
    ['a history with nothing in it', {body: {statusHistory: [{}, null, 'x']}}, {statusHistory: undefined}],
    ['from null', {from: null, to: ''}, {from: undefined, to: undefined}],
    ['a deleted body', {body: {timestamp: {deleted: '2020-01-01T14:00:00Z'}}}, {times: undefined}],
    ['no body', {body: null}, {body: {}}],
    ['a time out of this world', {timestamp: '+275760-09-13T00:00:00Z'}, {at: undefined}],
  ])('is read with %s', (_what, json, expected) => {
    const event = {type: 'x', body: {}, ...json};
    expect(readEvent(event)).toEqual({type: event.type, body: event.body ?? {}, ...expected});
  });

  it.each([[null], [[]], ['member:joined'], [{}], [{type: ''}], [{id: 5, body: {}}]])('is not %j', json => {
    expect(readEvent(json)).toBeUndefined();
  });
});
