import {readFileSync} from 'node:fs';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {
  readCalls,
  readConversation,
  readEvent,
  readEvents,
  readLegs,
  readMember,
  readMembers,
} from '../../source/vonage/api.js';
import {readApiError} from '../../source/vonage/api-error.js';
import {sample, sampleNames} from './api-sample.js';

const ms = (iso: string) => Date.parse(iso);

const alice = 'MEM-f44c872e-cba9-444f-88ae-0bfa630865a6';
const bob = 'MEM-25ccda92-839d-4ac6-a7b2-de310224878b';
const aliceLeg = '797168e24c19a3c45e74e05b10fef2b5';
const bobLeg = '30cecc87-7ac9-4d03-910a-e9d69558263c';

describe('a conversation', () => {
  const chat = {
    id: 'CON-d66d47de-5bcb-4300-94f0-0c9d4b948e9a',
    name: 'customer_chat',
    displayName: 'Customer Chat',
    state: 'ACTIVE',
    sequenceNumber: 0,
    createdAt: ms('2019-09-03T18:40:24.324Z'),
    ttl: 60,
  };

  it.each([
    ['spec-v0.3-conversation', chat],
    ['v1-php-conversation', chat],
    [
      'v1-dotnet-conversation-minimal',
      {
        id: 'CON-dd7ca47d-0e2f-4118-adc4-905e96431459',
        name: 'NAM-ba3a9bc0-9f7c-4d12-9dca-129cec0fad30',
        state: 'ACTIVE',
        sequenceNumber: 0,
        createdAt: ms('2023-12-06T06:45:10.390Z'),
      },
    ],
  ])('%s is read, and has no members', (name, expected) => {
    expect(readConversation(sample(name))).toEqual(expected);
  });

  it.each(['seed-conversation-v0.3', 'v0.1-conversation-original'])('%s is read with its embedded members', name => {
    expect(readConversation(sample(name))).toEqual({
      id: 'CON-bc643220-2542-499a-892e-c982c4150c06',
      name: 'NAM-1b2c4274-e3f2-494e-89c4-46856ee84a8b',
      createdAt: ms('2018-10-25T09:26:18.999Z'),
      sequenceNumber: 8,
      ttl: 172_800,
      members: [
        {
          id: alice,
          state: 'JOINED',
          user: {id: 'USR-33a51f4d-d06b-42f6-a525-90d2859ab9f6', name: 'USR-33a51f4d-d06b-42f6-a525-90d2859ab9f6'},
          joinedAt: ms('2018-10-25T09:26:30.334Z'),
          channel: {
            type: 'phone',
            leg: aliceLeg,
            legs: [aliceLeg],
            from: '447700000001',
            to: '447700000002',
          },
        },
        {
          id: bob,
          state: 'JOINED',
          user: {id: 'USR-b9948493-be4a-4b36-bb4d-c96bcc2af85b', name: 'vapi-user-f59c1ff26c0543fdb6c02fd30617a1c0'},
          invitedAt: ms('2018-10-25T09:26:19.385Z'),
          joinedAt: ms('2018-10-25T09:26:30.270Z'),
          invitedBy: 'USR-b9948493-be4a-4b36-bb4d-c96bcc2af85b',
          channel: {
            type: 'phone',
            leg: bobLeg,
            legs: [bobLeg],
            from: 'Unknown',
            to: '447700000001',
            maxLengthMs: 7_200_000,
          },
        },
      ],
    });
  });

  it.each([
    ['a state in lower case', {id: 'CON-1', state: 'inactive'}, {id: 'CON-1', state: 'INACTIVE'}],
    ['a sequence number as text', {id: 'CON-1', sequence_number: '12'}, {id: 'CON-1', sequenceNumber: 12}],
    ['null for what is not set', {id: 'CON-1', display_name: null, properties: null, members: null}, {id: 'CON-1'}],
    ['a name only', {name: 'support'}, {name: 'support'}],
  ])('is read with %s', (_what, json, expected) => {
    expect(readConversation(json)).toEqual(expected);
  });

  it.each([
    [null],
    ['CON-1'],
    [[]],
    [{}],
    [{id: ''}],
    [{code: 'conversation:error:not-found', description: 'Conversation does not exist'}],
  ])('is not %j', json => {
    expect(readConversation(json)).toBeUndefined();
  });
});

describe('a member', () => {
  const user = {id: 'USR-82e028d9-5201-4f1e-8188-604b2d3471ec', name: 'my_user_name', displayName: 'My User Name'};
  const year2020 = ms('2020-01-01T14:00:00.000Z');
  const fixture = {
    id: 'MEM-63f61863-4a51-4f6b-86e1-46edebio0391',
    conversation: 'CON-d66d47de-5bcb-4300-94f0-0c9d4b948e9a',
    state: 'JOINED',
    user,
    invitedAt: year2020,
    joinedAt: year2020,
    leftAt: year2020,
  };
  const v1 = {
    ...fixture,
    media: {audio: true, muted: true, earmuffed: true},
    knockingId: 'string',
    invitedBy: 'MEM-63f61863-4a51-4f6b-86e1-46edebio0378',
  };

  it.each([
    [
      'seed-member-1',
      {
        id: alice,
        conversation: 'CON-d66d47de-5bcb-4300-94f0-0c9d4b948e9a',
        state: 'JOINED',
        user: {id: 'USR-33a51f4d-d06b-42f6-a525-90d2859ab9f6', name: 'USR-33a51f4d-d06b-42f6-a525-90d2859ab9f6'},
        joinedAt: ms('2018-10-25T09:26:30.334Z'),
        channel: {type: 'phone', leg: aliceLeg, legs: [aliceLeg], from: '447700000001', to: '447700000002'},
        media: {muted: false, earmuffed: false},
      },
    ],
    [
      'seed-member-2',
      {
        id: bob,
        conversation: 'CON-d66d47de-5bcb-4300-94f0-0c9d4b948e9a',
        state: 'JOINED',
        user: {id: 'USR-b9948493-be4a-4b36-bb4d-c96bcc2af85b', name: 'vapi-user-f59c1ff26c0543fdb6c02fd30617a1c0'},
        invitedAt: ms('2018-10-25T09:26:19.385Z'),
        joinedAt: ms('2018-10-25T09:26:30.270Z'),
        channel: {
          type: 'phone',
          leg: bobLeg,
          legs: [bobLeg],
          from: 'Unknown',
          to: '447700000003',
          maxLengthMs: 7_200_000,
        },
        media: {muted: false, earmuffed: false},
      },
    ],
    [
      'spec-v0.3-member',
      {
        ...fixture,
        channel: {type: 'phone', leg: 'a595959595959595995', legs: ['a595959595959595995']},
        media: {muted: false, earmuffed: false},
      },
    ],
    ['v1-php-member', {...v1, channel: {type: 'app', legs: [], to: 'string'}}],
    ['v1-php-member-create', {...v1, channel: {type: 'app', legs: [], to: 'string'}}],
    ['v1-php-member-update', {...v1, channel: {type: 'app', legs: [], to: 'string'}}],
    ['v1-dotnet-member-app', {...v1, channel: {type: 'app', legs: [], to: 'string'}}],
    ['v1-dotnet-member-phone', {...v1, channel: {type: 'phone', legs: [], to: 'string'}}],
    ['v1-dotnet-member-sms', {...v1, channel: {type: 'sms', legs: [], to: 'string'}}],
    ['v1-dotnet-member-viber', {...v1, channel: {type: 'viber', legs: [], to: 'app'}}],
    ['v1-dotnet-member-messenger', {...v1, channel: {type: 'messenger', legs: [], to: 'app'}}],
  ])('%s is read', (name, expected) => {
    expect(readMember(sample(name))).toEqual(expected);
  });

  it.each([
    ['id', {channel: {id: 'a'}}, 'a', ['a']],
    ['leg_id', {channel: {leg_id: 'a'}}, 'a', ['a']],
    ['legs', {channel: {legs: [{leg_id: 'a', status: 'started'}, {leg_id: 'b'}]}}, 'a', ['a', 'b']],
    ['leg_ids of text', {channel: {leg_ids: ['a', 'b', 'a']}}, 'a', ['a', 'b']],
    ['leg_ids of objects', {channel: {leg_ids: [{leg_id: 'a'}]}}, 'a', ['a']],
    [
      'all of them',
      {channel: {id: 'a', leg_id: 'b', legs: [{leg_id: 'c'}], leg_ids: ['d']}},
      'a',
      ['a', 'b', 'c', 'd'],
    ],
  ])('has its leg from %s', (_where, json, leg, legs) => {
    expect(readMember({id: 'MEM-1', ...json})?.channel).toEqual({leg, legs});
  });

  it.each([
    [
      {type: 'PSTN', from: {number: '441'}},
      {type: 'phone', from: '441'},
    ],
    [
      {type: 'sip', to: {type: 'sip', uri: 'sip:a@b.c'}},
      {type: 'sip', to: 'sip:a@b.c'},
    ],
    [
      {type: 'vbc', to: {extension: 4711}},
      {type: 'vbc', to: '4711'},
    ],
    [
      {type: 'websocket', to: {uri: 'wss://a.b'}, from: null},
      {type: 'websocket', to: 'wss://a.b'},
    ],
  ])('has its ends from %j', (channel, expected) => {
    expect(readMember({id: 'MEM-1', channel})?.channel).toEqual({...expected, legs: []});
  });

  it.each([
    ['joined', 'JOINED'],
    ['Left', 'LEFT'],
    ['INVITED', 'INVITED'],
    ['constructor', 'UNKNOWN'],
    [undefined, 'UNKNOWN'],
    [7, 'UNKNOWN'],
  ])('in state %s is %s', (state, expected) => {
    expect(readMember({id: 'MEM-1', state})?.state).toBe(expected);
  });

  it('has its user on the member itself in the oldest version', () => {
    const json = {member_id: 'MEM-1', user_id: 'USR-1', user_name: 'Ann', name: 'other', knocking_id: 'knocker:k1'};
    expect(readMember(json)).toEqual({
      id: 'MEM-1',
      state: 'UNKNOWN',
      user: {id: 'USR-1', name: 'Ann'},
      knockingId: 'k1',
    });
  });
});

describe('the list of members', () => {
  const cursor =
    '88b395c167da4d94e929705cbd63b829a650e69a39197bfd4c949f4243f60dc4babb696afa404d2f44e7775e32b967f2a1a0bb8fb259c0999ba5a4e501eaab55';

  it.each([
    ['seed-members-list', [alice, bob], cursor],
    ['spec-v0.2-members-list', ['MEM-afe887d8-d587-4280-9aae-dfa4c9227d5e'], cursor],
    ['spec-v0.3-members-list', ['MEM-63f61863-4a51-4f6b-86e1-46edebio0391'], cursor],
    ['v1-php-members-list-page1', ['MEM-63f61863-4a51-4f6b-86e1-46edebio0391'], cursor],
    ['v1-php-members-list-page2', ['MEM-63f61863-4a51-4f6b-86e1-46edebio0392'], undefined],
    [
      'v1-java-members-list-sparse',
      ['MEM-df8e57d8-1c8e-4573-bf4d-29d5414dcb42', 'MEM-7b941a4a-122e-4d9a-868c-d641d185f98c'],
      undefined,
    ],
  ])('%s has its members and its cursor', (name, ids, next) => {
    const page = readMembers(sample(name));
    expect(page.items.map(member => member.id)).toEqual(ids);
    expect(page.cursor).toBe(next);
  });

  it('names users where v0.2 puts them', () => {
    expect(readMembers(sample('spec-v0.2-members-list')).items[0]?.user).toEqual({
      id: 'USR-2c52f0ec-7a48-4b52-9d47-df47482b2b7e',
      name: 'ashley',
      displayName: 'Ashley Arthur',
    });
  });

  const one = {id: 'MEM-1'};
  it.each([
    ['the root', [one], 1],
    ['_embedded', {_embedded: [one]}, 1],
    ['_embedded.members', {_embedded: {members: [one]}}, 1],
    ['_embedded.data.members', {_embedded: {data: {members: [one]}}}, 1],
    ['nowhere: an empty account has no _embedded', {page_size: 10}, 0],
    ['nowhere: null', null, 0],
    ['nowhere: an object where the list should be', {_embedded: {members: {0: one}}}, 0],
  ])('is found in %s', (_where, json, count) => {
    expect(readMembers(json).items).toHaveLength(count);
  });

  it.each([
    ['a link', {_links: {next: {href: 'https://api.nexmo.com/v1/x?cursor=a1'}}}, 'a1'],
    ['a link as text', {_links: {next: 'https://api.nexmo.com/v1/x?page_size=10&cursor=a1'}}, 'a1'],
    ['a link without a host', {_links: {next: {href: '/v1/x?cursor=a1'}}}, 'a1'],
    ['an escaped link', {_links: {next: {href: 'https://a.b/?cursor=9z%2B6q%2F7%3D'}}}, '9z+6q/7='],
    ['an unescaped plus', {_links: {next: {href: 'https://a.b/?cursor=9z+6q'}}}, '9z+6q'],
    ['v0.2', {cursor: 'a1'}, 'a1'],
    ['an empty next', {_links: {next: {}}}, undefined],
    ['a next without a cursor', {_links: {next: {href: 'https://a.b/?page_size=10'}}}, undefined],
    ['a link that is none', {_links: {next: {href: 'http://[bad'}}}, undefined],
    ['a cursor with a control character', {_links: {next: {href: 'https://a.b/?cursor=a%0d%0aX'}}}, undefined],
    ['a cursor too long', {cursor: 'a'.repeat(1025)}, undefined],
    ['a cursor that is an object', {cursor: {}}, undefined],
  ])('takes the cursor of %s', (_what, json, cursor) => {
    expect(readMembers(json).cursor).toBe(cursor);
  });
});

describe('legs after the call', () => {
  const voice = (name: string): unknown =>
    JSON.parse(readFileSync(new URL(`../samples/voice/${name}.json`, import.meta.url), 'utf8'));

  it('come from the Voice API with their money as it was written', () => {
    expect(readCalls(voice('rest-list-calls')).items[0]).toEqual({
      id: 'e154eb57-2962-41e7-baf4-90f63e25e439',
      conversation: 'CON-d4e1389a-b2c8-4621-97eb-c6f3a2b51c72',
      direction: 'outbound',
      type: 'phone',
      from: '9876543210',
      to: '1234567890',
      status: 'completed',
      startTime: ms('2024-04-19T01:34:18.000Z'),
      endTime: ms('2024-04-19T01:34:20.000Z'),
      durationMs: 2000,
      rate: '0.10000000',
      price: '0.00333333',
      network: '23420',
    });
    expect(readCalls(voice('rest-list-calls')).items).toHaveLength(3);
    expect(readCalls(voice('rest-list-calls-page-filter')).items).toHaveLength(1);
  });

  it("may have the documentation's times with a space", () => {
    expect(readCalls(voice('rest-list-calls-docs')).items[0]).toMatchObject({
      startTime: ms('2020-01-01T12:00:00.000Z'),
      durationMs: 60_000,
      price: '23.40',
    });
  });

  it('come from the Conversation API with empty times', () => {
    expect(readLegs(sample('spec-v0.3-legs-list')).items).toEqual([
      {
        id: '2a71f8a1-b6f1-42b3-9eef-c69729e17513',
        conversation: 'CON-511d076b-9d39-498c-baa7-b7a4bfbd6e32',
        type: 'app',
        status: 'completed',
      },
    ]);
  });

  it('may say state for status, id for uuid, and have arrays for ends', () => {
    const leg = {id: 'a', conversation_id: 'CON-1', state: 'ANSWERED', to: [{type: 'pstn', number: 441}], price: 0.5};
    expect(readLegs({_embedded: {legs: [leg]}}).items).toEqual([
      {id: 'a', conversation: 'CON-1', status: 'answered', type: 'phone', to: '441', price: '0.5'},
    ]);
  });
});

describe('whatever comes', () => {
  const readers = {readConversation, readMember, readMembers, readEvent, readEvents, readCalls, readLegs};
  const names = 'id uuid type _embedded data members events body channel legs leg_ids user timestamp _links next href';
  const odd = fc.object({
    key: fc.constantFrom(...names.split(' '), '__proto__', 'constructor', 'statusHistory', 'reason', 'from', 'cursor'),
    maxDepth: 5,
    values: [fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.constantFrom('CON-1', '2020-01-01', '5')],
  });

  it.each(Object.entries(readers))('%s does not throw', (_name, read) => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.jsonValue(), odd, fc.array(odd)), json => {
        read(json);
        readApiError(500, {'retry-after': json}, String(JSON.stringify(json) ?? ''), 0);
      }),
      {numRuns: 500},
    );
  });

  it.each(Object.entries(readers))('%s survives nesting that JSON.stringify does not', (_name, read) => {
    for (const key of ['_embedded', 'body', 'channel', 'user', 'data']) {
      const json: unknown = JSON.parse(['{"KEY":'.replace('KEY', key).repeat(5000), 1, '}'.repeat(5000)].join(''));
      expect(() => read(json)).not.toThrow();
      expect(() => read([json])).not.toThrow();
    }
  });

  it('does not let a body reach a prototype', () => {
    const json = JSON.parse('{"type":"custom:x","__proto__":{"id":7},"body":{"__proto__":{"leg_id":"evil"}}}');
    expect(readEvent(json)?.id).toBeUndefined();
    expect(readEvent(json)?.leg).toBeUndefined();
    expect(Object.getPrototypeOf({}).leg_id).toBeUndefined();
  });

  it('goes through every sample', () => {
    for (const name of sampleNames) for (const read of Object.values(readers)) read(sample(name));
  });
});
