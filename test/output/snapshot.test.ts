import {describe, expect, it} from 'vitest';
import * as z from 'zod';
import type {Draft, Observation} from '../../source/call/observation.js';
import {snapshotOf} from '../../source/output/snapshot.js';
import {snapshotSchema} from '../../source/output/snapshot-schema.js';
import {fold} from '../helpers/fold.js';
import {
  ALICE,
  BOB,
  CALL,
  eventDraft,
  observe,
  rtcDraft,
  sample,
  seedObservations,
  tableWebhooks,
} from '../helpers/seed.js';
import {expectedSeedConversation, sinceStart, withoutArrival} from './expected-seed-snapshot.js';
import {arrive, payloadOf, worldOf} from './seed-call.js';

const takenAt = Date.UTC(2018, 9, 25, 9, 40);

/** The snapshot after these drafts arrived. */
async function taken(drafts: readonly Draft[]) {
  const observations = arrive(drafts);
  return snapshotOf(worldOf(observations), {takenAt, payload: payloadOf(observations)});
}

describe('the snapshot of the concept page’s call', async () => {
  const observations = seedObservations();
  const snapshot = await snapshotOf(worldOf(observations), {takenAt, payload: payloadOf(observations)});
  const [conversation] = snapshot.conversations;

  it('says, field by field, what the page says', () => {
    expect(snapshot.conversations).toHaveLength(1);
    expect(withoutArrival(conversation)).toEqual(expectedSeedConversation);
    expect(snapshot).toMatchObject({
      schema: 'convo-monitor/snapshot@1',
      takenAt: '2018-10-25T09:40:00.000Z',
      unattributed: {events: [], problems: []},
    });
  });

  it('says the same on any other day', async () => {
    const later = JSON.parse(JSON.stringify(observations).replaceAll('2018-10-25T', '2026-11-20T')) as Observation[];
    const {conversations} = await snapshotOf(worldOf(later), {takenAt, payload: payloadOf(later)});
    const played = withoutArrival(conversations[0]);
    expect(played && sinceStart(played)).toEqual(sinceStart(expectedSeedConversation));
  });

  it('is what its schema says', () => {
    expect(snapshotSchema.parse(snapshot)).toEqual(snapshot);
    expect(JSON.parse(JSON.stringify(snapshot))).toEqual(snapshot);
  });

  it('has the eight API events, ringing and answered of Bob’s leg among them', () => {
    const api = conversation?.events.filter(event => event.id !== null).sort((a, b) => Number(a.id) - Number(b.id));
    expect(api?.map(({id, apiType, type, leg}) => [id, apiType ?? type, leg === BOB.leg ? 'Bob' : leg])).toEqual([
      [1, 'member:joined', ALICE.leg],
      [2, 'sip:ringing', 'Bob'],
      [3, 'sip:answered', 'Bob'],
      [4, 'member:joined', 'Bob'],
      [5, 'member:media', 'Bob'],
      [6, 'sip:answered', ALICE.leg],
      [7, 'member:joined', ALICE.leg],
      [8, 'member:media', ALICE.leg],
    ]);
  });

  it('says when each witness arrived', () => {
    expect(conversation?.legs[0]?.history.map(entry => entry.arrivedAt)).toEqual([
      '2018-10-25T09:26:19.031Z',
      '2018-10-25T09:26:19.032Z',
      '2018-10-25T09:26:30.380Z',
      '2018-10-25T09:31:30.219Z',
    ]);
  });

  it('keeps what was received: the request of a webhook, and the event’s own JSON out of a page of the API', () => {
    const ringing = conversation?.events.find(event => event.id === 2);
    const [hook, api] = ringing?.raw ?? [];
    expect(hook).toMatchObject({witness: 'webhook', request: {method: 'POST', path: '/webhooks/event'}});
    expect(hook?.witness === 'webhook' && JSON.parse(hook.request.body)).toEqual(tableWebhooks()[3]);
    expect(api?.witness === 'api' && api.event).toEqual((sample('conversation/seed-events.json') as unknown[])[1]);
  });

  it('names each event by a key of its own', () => {
    const keys = conversation?.events.map(event => event.key) ?? [];
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('a snapshot', () => {
  it('is of the moment it was asked for, however long the payloads take', async () => {
    const observations = observe(tableWebhooks().map(eventDraft));
    const before = worldOf(observations.slice(0, 2));
    const payload = async (seq: number) => {
      if (observations.length > 2) fold(before, observations.splice(2));
      return observations.find(each => each.seq === seq);
    };
    const {conversations} = await snapshotOf(before, {takenAt, payload});
    expect(conversations[0]?.legs.map(leg => leg.status)).toEqual(['ringing']);
    expect(conversations[0]?.events).toHaveLength(2);
  });

  it('has every delivery of a duplicate', async () => {
    const [started = {}] = tableWebhooks();
    const {conversations} = await taken([eventDraft(started), eventDraft(started), eventDraft(started)]);
    expect(conversations[0]?.events).toMatchObject([{deliveries: 3, raw: [{seq: 1}, {seq: 2}, {seq: 3}]}]);
  });

  it('keeps webhooks that belong to no call, as they came', async () => {
    const raw = {method: 'POST', path: '/webhooks/event', headers: {'x-evil': '\x1b]2;title\x07'}, body: '{"torn'};
    const snapshot = await taken([{source: 'event', raw}]);
    expect(snapshot.conversations).toEqual([]);
    expect(snapshot.unattributed).toMatchObject({
      events: [{type: 'unreadable', leg: null, raw: [{witness: 'webhook', request: raw}]}],
      problems: [{code: 'unreadable', severity: 'warning'}],
    });
    expect(snapshotSchema.parse(snapshot)).toEqual(snapshot);
  });

  it('finds an API event that came as a webhook, and one without an id', async () => {
    const [event] = sample('conversation/seed-events.json') as Record<string, unknown>[];
    const {id: _, ...anonymous} = event ?? {};
    const snapshot = await taken([rtcDraft({...event, conversation_id: CALL}), rtcDraft({...anonymous, cid: CALL})]);
    expect(snapshot.conversations[0]?.events.map(({id, witnesses, raw}) => [id, witnesses, raw.length])).toEqual([
      [null, ['rtc'], 1],
      [1, ['rtc'], 1],
    ]);
  });

  it('leaves raw empty where the recording cannot be read', async () => {
    const snapshot = await snapshotOf(worldOf(seedObservations()), {takenAt, payload: async () => undefined});
    expect(snapshot.conversations[0]?.events.every(event => event.raw.length === 0)).toBe(true);
    expect(snapshotSchema.safeParse(snapshot).success).toBe(true);
  });

  it('holds only the conversations that were asked for', async () => {
    const world = worldOf(seedObservations());
    const payload = async () => undefined;
    expect((await snapshotOf(world, {takenAt, payload, conversations: [CALL]})).conversations).toHaveLength(1);
    expect((await snapshotOf(world, {takenAt, payload, conversations: ['CON-x']})).conversations).toEqual([]);
  });

  it('stays within its schema whatever times a recording claims', async () => {
    const [started = {}] = tableWebhooks();
    const observations = observe([eventDraft(started)]).map(each => ({...each, at: 1e300}));
    const snapshot = await snapshotOf(worldOf(observations), {takenAt, payload: payloadOf(observations)});
    expect(snapshotSchema.safeParse(snapshot).error).toBeUndefined();
  });
});

describe('the JSON Schema', () => {
  const schema = z.toJSONSchema(snapshotSchema, {io: 'input'}) as unknown as {
    [key: string]: unknown;
    $schema: string;
    required: string[];
    properties: {conversations: {items: {required: string[]; additionalProperties?: unknown}}};
  };

  it('names what every snapshot has', () => {
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(schema.required).toEqual(['schema', 'takenAt', 'conversations', 'unattributed']);
    expect(schema.properties.conversations.items.required).toEqual(
      expect.arrayContaining(['id', 'name', 'state', 'members', 'legs', 'events', 'problems', 'verdict']),
    );
  });

  it('validates the snapshot, and refuses what is none', async () => {
    // Read back from the JSON Schema, not the schema that it was made from.
    const validator = z.fromJSONSchema(JSON.parse(JSON.stringify(schema)));
    const observations = seedObservations();
    const snapshot = await snapshotOf(worldOf(observations), {takenAt, payload: payloadOf(observations)});
    const [call] = snapshot.conversations;
    const valid = (value: unknown) => validator.safeParse(JSON.parse(JSON.stringify(value))).success;
    expect(valid(snapshot)).toBe(true);
    expect(valid({...snapshot, added: 'by a later version'})).toBe(true);
    expect(valid({...snapshot, schema: 'convo-monitor/snapshot@2'})).toBe(false);
    expect(valid({...snapshot, takenAt: '2018-10-25 09:40'})).toBe(false);
    expect(valid({...snapshot, conversations: [{...call, verdict: undefined}]})).toBe(false);
    expect(valid({...snapshot, conversations: [{...call, state: 'over'}]})).toBe(false);
    expect(valid({...snapshot, conversations: [{...call, legs: [{...call?.legs[0], status: 'dialling'}]}]})).toBe(
      false,
    );
  });

  it('lets fields of later versions pass', () => {
    expect(JSON.stringify(schema)).not.toContain('"additionalProperties":false');
  });
});
