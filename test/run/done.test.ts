import {describe, expect, it} from 'vitest';
import type {Draft, Observation} from '../../source/call/observation.js';
import {doneBy} from '../../source/run/done.js';
import {apiDraft, CALL, eventDraft, sample, seedObservations} from '../helpers/seed.js';
import {arrive, worldOf} from '../output/seed-call.js';

const call = (conversation_uuid: string, status: string, uuid = `leg of ${conversation_uuid}`) =>
  eventDraft({uuid, conversation_uuid, status});

/** Observations 10 ms apart from time 0 on. */
const world = (drafts: readonly Draft[]) => worldOf(arrive(drafts, 0));

const tick = (at: number): Observation => ({source: 'tick', seq: 1000, at});

const seen = apiDraft('conversation', {id: CALL, name: 'NAM-a'});
const gone = apiDraft('conversation', {}, 404);

describe('--until', () => {
  it.each([
    ['nothing has come', 'ended', 1, [], undefined],
    ['a call goes on', 'ended', 1, [call('CON-a', 'answered')], undefined],
    ['a call is over', 'ended', 1, [call('CON-a', 'answered'), call('CON-a', 'completed')], 0],
    ['a call was rejected, after which nothing follows', 'ended', 1, [call('CON-a', 'rejected')], 0],
    ['one of two is over', 'ended', 2, [call('CON-a', 'completed'), call('CON-b', 'started')], undefined],
    ['both are over', 'ended', 2, [call('CON-a', 'completed'), call('CON-b', 'completed')], 0],
    ['nobody has answered yet', 'answered', 1, [call('CON-a', 'ringing')], undefined],
    ['somebody has answered', 'answered', 1, [call('CON-a', 'ringing'), call('CON-a', 'answered')], 0],
    ['a call ended that nobody answered', 'answered', 1, [call('CON-a', 'busy'), call('CON-a', 'completed')], 1],
    [
      'a second may still be answered',
      'answered',
      2,
      [call('CON-a', 'completed'), call('CON-b', 'started')],
      undefined,
    ],
    ['it was busy, as expected', 'busy', 1, [call('CON-a', 'busy')], 0],
    ['what belongs to no call does not count', 'ended', 1, [eventDraft({payload: {}})], undefined],
  ] as const)('%s: --until %s --calls %d', (_, until, calls, drafts, exit) => {
    expect(doneBy(world(drafts), {until, calls, startedAt: 0})?.exit).toBe(exit);
  });

  it('waits for the one call that it is about, wherever that was transferred, and for no other', () => {
    const [other, own] = [call('CON-a', 'completed'), call('CON-b', 'completed')];
    const transferred = eventDraft({
      ...{status: 'transfer', conversation_uuid_from: 'CON-b', conversation_uuid_to: 'CON-c', uuid: 'leg of CON-b'},
    });
    const conditions = {until: 'ended', calls: 1, conversation: 'CON-b', startedAt: 0} as const;
    expect(doneBy(world([call('CON-b', 'answered'), other]), conditions)).toBeUndefined();
    expect(doneBy(world([other, own]), conditions)).toEqual({exit: 0, reason: '1 call ended.'});
    expect(doneBy(world([call('CON-b', 'answered'), transferred, other]), conditions)).toBeUndefined();
    const after = [call('CON-b', 'answered'), transferred, call('CON-c', 'completed', 'leg of CON-b')];
    expect(doneBy(world(after), conditions)?.exit).toBe(0);
    expect(doneBy(world([own, call('CON-a', 'answered')]), {...conditions, until: 'answered'})?.exit).toBe(1);
  });

  it('waits for the completed that follows an unhappy end, but not for ever', () => {
    const busy = arrive([call('CON-a', 'busy')], 0);
    const conditions = {until: 'ended', startedAt: 0} as const;
    expect(doneBy(worldOf(busy), conditions)).toBeUndefined();
    expect(worldOf(busy).due).toBe(6000);
    expect(doneBy(worldOf([...busy, tick(5999)]), conditions)).toBeUndefined();
    expect(doneBy(worldOf([...busy, tick(6000)]), conditions)).toEqual({exit: 0, reason: '1 call ended.'});
  });

  it('waits for the poller’s last word, but not for ever', () => {
    const over = [call(CALL, 'answered'), seen, call(CALL, 'completed')];
    const conditions = {until: 'ended', startedAt: 0} as const;
    expect(doneBy(world(over), conditions)).toBeUndefined();
    expect(doneBy(world([...over, gone]), conditions)?.exit).toBe(0);
    const off: Draft = {source: 'health', part: 'poller', state: 'off', code: 'over', text: '', conversation: CALL};
    expect(doneBy(world([...over, off]), conditions)?.exit).toBe(0);
    const at = world(over).due ?? 0;
    expect(at).toBe(20 + 4000);
    expect(doneBy(worldOf([...arrive(over, 0), tick(at)]), conditions)?.exit).toBe(0);
  });

  it('is not put off by polls that go on after the end', () => {
    const over = [call(CALL, 'answered'), seen, call(CALL, 'completed')];
    const member = apiDraft('member', {id: 'MEM-a', state: 'LEFT', channel: {id: `leg of ${CALL}`}});
    expect(world([...over, seen, member]).due).toBe(world(over).due);
  });

  it('waits for webhooks that are still on their way when the API has forgotten the call', () => {
    const conditions = {until: 'ended', startedAt: 0} as const;
    const drafts = [call(CALL, 'answered'), seen, gone];
    expect(doneBy(world(drafts), conditions)).toBeUndefined();
    expect(doneBy(world([...drafts, call(CALL, 'completed')]), conditions)?.exit).toBe(0);
    expect(doneBy(worldOf([...arrive(drafts, 0), tick(20 + 6000)]), conditions)?.exit).toBe(0);
  });

  it('goes with a call that is transferred, and counts it once', () => {
    const conditions = (calls: number) => ({until: 'ended', calls, startedAt: 0}) as const;
    const uuid = 'moved leg';
    const [from, to] = [CALL, 'CON-0f0f0f0f-0000-4000-8000-000000000001'];
    const transfer = eventDraft({
      type: 'transfer',
      uuid,
      conversation_uuid_from: from,
      conversation_uuid_to: to,
      timestamp: '2026-01-01T12:00:00.000Z',
    });
    const there = [
      call(from, 'answered', uuid),
      transfer,
      call(to, 'ringing', 'their leg'),
      call(to, 'busy', 'their leg'),
    ];
    expect(doneBy(world(there), conditions(1))).toBeUndefined();
    expect(doneBy(world(there), {until: 'busy', startedAt: 0})?.exit).toBe(0);
    const over = [...there, call(to, 'completed', 'their leg'), call(to, 'completed', uuid)];
    expect(doneBy(world(over), conditions(1))?.exit).toBe(0);
    expect(doneBy(world(over), conditions(2))).toBeUndefined();
  });

  it('waits for the last webhook of a leg whose end the API told first', () => {
    const conditions = {until: 'ended', startedAt: 0} as const;
    const uuid = `leg of ${CALL}`;
    const calls = {_embedded: {calls: [{uuid, conversation_uuid: CALL, status: 'completed'}]}};
    const drafts = [call(CALL, 'answered'), seen, gone, apiDraft('calls', calls)];
    expect(doneBy(world(drafts), conditions)).toBeUndefined();
    expect(doneBy(world([...drafts, call(CALL, 'completed')]), conditions)?.exit).toBe(0);
    const at = world(drafts).due ?? 0;
    expect(doneBy(worldOf([...arrive(drafts, 0), tick(at)]), conditions)?.exit).toBe(0);
  });

  it('does not wait for webhooks where there were none', () => {
    const events = apiDraft('events', sample('conversation/seed-events.json'));
    expect(doneBy(world([seen, events, gone]), {until: 'ended', startedAt: 0})?.exit).toBe(0);
  });

  it('is met by the concept page’s call', () => {
    const observations = seedObservations();
    const conditions = {until: 'ended', startedAt: 0} as const;
    const endings = observations.map((_, i) => doneBy(worldOf(observations.slice(0, i + 1)), conditions)?.exit);
    expect(endings).toEqual([...observations.slice(1).map(() => undefined), 0]);
  });
});

describe('--timeout', () => {
  it('alone is when to stop, and fine', () => {
    const conditions = {timeoutMs: 1000, startedAt: 0};
    expect(doneBy(worldOf([tick(1_000_000)]), conditions)).toBeUndefined();
    expect(doneBy(worldOf([]), conditions, true)).toEqual({exit: 0, reason: '1 s have passed.'});
  });

  it('is a failure while something is waited for', () => {
    const conditions = {until: 'answered', calls: 2, timeoutMs: 60_000, startedAt: 0} as const;
    const observations = arrive([call('CON-a', 'answered')], 0);
    const reason = '1 min 0 s have passed, and 1 of 2 calls came to answered.';
    expect(doneBy(worldOf(observations), conditions, true)).toEqual({exit: 1, reason});
  });

  it('without either, nothing ever stops', () => {
    expect(doneBy(worldOf(seedObservations()), {startedAt: 0})).toBeUndefined();
    expect(worldOf(seedObservations()).due).toBeUndefined();
  });
});
