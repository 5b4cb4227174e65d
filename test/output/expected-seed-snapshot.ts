import type {Snapshot} from '../../source/output/snapshot-schema.js';

/**
 * The snapshot of the concept page's call, written by hand from test/samples/conversation/seed-*.json: the timeline of the
 * webhooks, the eight events, the two members. What depends on when things arrived is left out.
 */

const alice = '797168e24c19a3c45e74e05b10fef2b5';
const bob = '30cecc87-7ac9-4d03-910a-e9d69558263c';
const aliceMember = 'MEM-f44c872e-cba9-444f-88ae-0bfa630865a6';
const bobMember = 'MEM-25ccda92-839d-4ac6-a7b2-de310224878b';

const aliceSpeaks = {leg: alice, member: aliceMember};
const bobSpeaks = {leg: bob, member: bobMember};

/** By the Voice webhook alone, by the Conversation API alone, by both. */
const webhook = {id: null, apiType: null, witnesses: ['webhook']};
const api = (id: number) => ({id, apiType: null, status: null, witnesses: ['api']});
const both = (id: number, apiType: string) => ({id, apiType, witnesses: ['webhook', 'api']});

const plain = {
  stamped: true,
  note: null,
  comment: null,
  deliveries: 1,
  outOfOrder: false,
  signature: null,
  reply: null,
};

const nothingBilled = {
  startTime: null,
  endTime: null,
  durationMs: null,
  price: null,
  rate: null,
  network: null,
  detail: null,
  sipCode: null,
  disconnectedBy: null,
};

export const expectedSeedConversation = {
  id: 'CON-bc643220-2542-499a-892e-c982c4150c06',
  name: 'NAM-1b2c4274-e3f2-494e-89c4-46856ee84a8b',
  displayName: null,
  state: 'ended',
  createdAt: '2018-10-25T09:26:18.999Z',
  sequenceNumber: 8,
  cost: null,
  members: [
    {
      id: aliceMember,
      state: 'JOINED',
      user: {
        id: 'USR-33a51f4d-d06b-42f6-a525-90d2859ab9f6',
        name: 'USR-33a51f4d-d06b-42f6-a525-90d2859ab9f6',
        displayName: null,
      },
      invitedAt: null,
      joinedAt: '2018-10-25T09:26:30.334Z',
      leftAt: null,
      channel: {type: 'phone', from: '447700000001', to: '447700000002'},
      legs: [alice],
      media: {audio: true, muted: false, earmuffed: false},
    },
    {
      id: bobMember,
      state: 'JOINED',
      user: {
        id: 'USR-b9948493-be4a-4b36-bb4d-c96bcc2af85b',
        name: 'vapi-user-f59c1ff26c0543fdb6c02fd30617a1c0',
        displayName: null,
      },
      invitedAt: '2018-10-25T09:26:19.385Z',
      joinedAt: '2018-10-25T09:26:30.270Z',
      leftAt: null,
      // The conversation says that Bob is called on Alice's number; his own GET and all his events say 447700000003.
      channel: {type: 'phone', from: 'Unknown', to: '447700000003'},
      legs: [bob],
      media: {audio: true, muted: false, earmuffed: false},
    },
  ],
  legs: [
    {
      id: alice,
      label: 'L1',
      direction: 'inbound',
      type: 'phone',
      from: '447700000001',
      to: '447700000002',
      status: 'completed',
      failure: null,
      member: aliceMember,
      history: [
        {status: 'started', at: '2018-10-25T09:26:18.991Z', witnesses: ['webhook']},
        {status: 'ringing', at: '2018-10-25T09:26:18.991Z', witnesses: ['webhook']},
        {status: 'answered', at: '2018-10-25T09:26:30.340Z', witnesses: ['webhook', 'api']},
        {status: 'completed', at: '2018-10-25T09:31:30.179Z', witnesses: ['webhook']},
      ],
      ...nothingBilled,
      timings: {postDialMs: 0, ringMs: 11_349, talkMs: 299_839},
    },
    {
      id: bob,
      label: 'L2',
      direction: 'outbound',
      type: 'phone',
      from: 'Unknown',
      to: '447700000003',
      status: 'completed',
      failure: null,
      member: bobMember,
      history: [
        {status: 'started', at: '2018-10-25T09:26:24.384Z', witnesses: ['webhook']},
        {status: 'ringing', at: '2018-10-25T09:26:24.384Z', witnesses: ['webhook', 'api']},
        {status: 'answered', at: '2018-10-25T09:26:30.277Z', witnesses: ['webhook', 'api']},
        {status: 'completed', at: '2018-10-25T09:31:30.179Z', witnesses: ['webhook']},
      ],
      ...nothingBilled,
      timings: {postDialMs: 0, ringMs: 5893, talkMs: 299_902},
    },
  ],
  events: [
    {...plain, ...webhook, ...aliceSpeaks, type: 'started', status: 'started', at: '2018-10-25T09:26:18.991Z'},
    {...plain, ...webhook, ...aliceSpeaks, type: 'ringing', status: 'ringing', at: '2018-10-25T09:26:18.991Z'},
    {...plain, ...webhook, ...aliceSpeaks, type: 'answer', status: null, note: 'to 447700000002', stamped: false},
    {...plain, ...api(1), ...aliceSpeaks, type: 'member:joined', at: '2018-10-25T09:26:19.207Z'},
    {...plain, ...webhook, ...bobSpeaks, type: 'started', status: 'started', at: '2018-10-25T09:26:24.384Z'},
    {
      ...plain,
      ...both(2, 'sip:ringing'),
      ...bobSpeaks,
      type: 'ringing',
      status: 'ringing',
      at: '2018-10-25T09:26:24.384Z',
    },
    {...plain, ...api(4), ...bobSpeaks, type: 'member:joined', at: '2018-10-25T09:26:30.273Z'},
    {...plain, ...api(5), ...bobSpeaks, type: 'member:media', at: '2018-10-25T09:26:30.274Z'},
    {
      ...plain,
      ...both(3, 'sip:answered'),
      ...bobSpeaks,
      type: 'answered',
      status: 'answered',
      at: '2018-10-25T09:26:30.277Z',
    },
    {...plain, ...api(7), ...aliceSpeaks, type: 'member:joined', at: '2018-10-25T09:26:30.337Z'},
    {...plain, ...api(8), ...aliceSpeaks, type: 'member:media', at: '2018-10-25T09:26:30.337Z'},
    {
      ...plain,
      ...both(6, 'sip:answered'),
      ...aliceSpeaks,
      type: 'answered',
      status: 'answered',
      at: '2018-10-25T09:26:30.340Z',
    },
    {...plain, ...webhook, ...bobSpeaks, type: 'completed', status: 'completed', at: '2018-10-25T09:31:30.179Z'},
    {...plain, ...webhook, ...aliceSpeaks, type: 'completed', status: 'completed', at: '2018-10-25T09:31:30.179Z'},
  ],
  problems: [],
  verdict: 'Talked for 5 min 0 s. Who hung up is not known: no disconnected_by came.',
};

/**
 * A conversation of a snapshot without what depends on when things arrived and on how often they were tried: two ends of one stamp
 * stand leg by leg.
 */
export function withoutArrival(conversation: Snapshot['conversations'][number] | undefined) {
  if (!conversation) return undefined;
  const {firstSeenAt, lastSeenAt, goneAt, legs, events, ...rest} = conversation;
  return {
    ...rest,
    legs: legs.map(({history, ...leg}) => ({...leg, history: history.map(({arrivedAt, ...entry}) => entry)})),
    events: events
      .toSorted((a, b) => (a.type === b.type && a.at === b.at ? (a.leg ?? '').localeCompare(b.leg ?? '') : 0))
      .map(({key, arrivedAt, raw, at, ...event}) => ({...event, ...(event.stamped && {at})})),
  };
}

/**
 * The same with every stamp as ms since the first one, for a call that is played on another day.
 */
export function sinceStart(conversation: {legs: {history: {at: string}[]}[]}): unknown {
  const start = Math.min(...conversation.legs.flatMap(leg => leg.history.map(entry => Date.parse(entry.at))));
  const isTime = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
  return JSON.parse(
    JSON.stringify(conversation, (_, value: unknown) =>
      typeof value === 'string' && isTime.test(value) ? Date.parse(value) - start : value,
    ),
  );
}
