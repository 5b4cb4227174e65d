import {afterEach, describe, expect, it} from 'vitest';
import {sample} from '../vonage/api-sample.js';
import {type Asked, createRig, conversationId as id, nthConversation, type Reply, type Rig} from './rig.js';

const rigs: Rig[] = [];

async function rig(...args: Parameters<typeof createRig>): Promise<Rig> {
  const one = await createRig(...args);
  rigs.push(one);
  return one;
}

afterEach(async () => {
  await Promise.all(rigs.splice(0).map(one => one.close()));
});

/** A v1 API with one conversation: replies by kind, each as often as it is asked for. */
function api(replies: Record<string, Reply | ((asked: Asked, nth: number) => Reply)>) {
  const counts = new Map<string, number>();
  return (asked: Asked): Reply => {
    const nth = counts.get(asked.kind) ?? 0;
    counts.set(asked.kind, nth + 1);
    const reply = replies[asked.kind] ?? {status: 404};
    return typeof reply === 'function' ? reply(asked, nth) : reply;
  };
}

const conversation = (sequence_number?: number) => ({body: {id, name: 'NAM-1', state: 'ACTIVE', sequence_number}});
const events = (...ids: number[]) => ({
  body: {_embedded: {events: ids.map(id => ({id, type: 'custom:x', body: {}, timestamp: '2026-11-20T12:00:00.000Z'}))}},
});
const noMembers = {body: {_embedded: {members: []}}};
const calls = {body: {count: 1, _embedded: {calls: [{uuid: 'leg', status: 'completed'}]}}};
const calm = {conversation: conversation(0), members: noMembers, events: events()};

describe('from the first sight of a conversation', () => {
  it('it, its members, each member and its events are read, with a token', async () => {
    const {
      poller,
      api: server,
      quiet,
      answers,
    } = await rig(
      api({
        conversation: conversation(8),
        members: {body: sample('seed-members-list')},
        member: ({path}) => ({body: sample(path.includes('MEM-f44c') ? 'seed-member-1' : 'seed-member-2')}),
        events: {body: sample('seed-events')},
      }),
    );
    poller.watch(id);
    await quiet();
    const cursor =
      '88b395c167da4d94e929705cbd63b829a650e69a39197bfd4c949f4243f60dc4babb696afa404d2f44e7775e32b967f2a1a0bb8fb259c0999ba5a4e501eaab55';
    // The concept page's list has a next link on its only page: it is asked for, and brings nothing new.
    expect(server.paths()).toEqual([
      `/v1/conversations/${id}`,
      `/v1/conversations/${id}/members?page_size=100`,
      `/v1/conversations/${id}/members?page_size=100&cursor=${cursor}`,
      `/v1/conversations/${id}/events?order=asc&page_size=100`,
      `/v1/conversations/${id}/members/MEM-f44c872e-cba9-444f-88ae-0bfa630865a6`,
      `/v1/conversations/${id}/members/MEM-25ccda92-839d-4ac6-a7b2-de310224878b`,
    ]);
    expect(new Set(server.asked.map(one => one.token))).toEqual(new Set(['token-1']));
    expect(answers().map(answer => [answer.request.kind, answer.raw?.status])).toEqual([
      ['conversation', 200],
      ['members', 200],
      ['members', 200],
      ['events', 200],
      ['member', 200],
      ['member', 200],
    ]);
    expect(JSON.parse(answers()[3]?.raw?.body ?? '')).toEqual(sample('seed-events'));
    expect(answers()[3]).toMatchObject({
      request: {conversation: id},
      raw: {headers: {'content-type': 'application/json'}},
    });
  });

  it('members that are embedded with their channels are not asked for', async () => {
    const {
      poller,
      api: server,
      quiet,
    } = await rig(
      api({conversation: {body: sample('seed-conversation-v0.3')}, events: {body: sample('seed-events')}}),
      {apiVersion: 'v0.3'},
    );
    poller.watch(id);
    await quiet();
    expect(server.paths()).toEqual([
      `/v0.3/conversations/${id}`,
      `/v0.3/conversations/${id}/events?order=asc&page_size=100`,
    ]);
  });

  it('a base path of --api-url is kept', async () => {
    const {poller, api: server, quiet, answers} = await rig(api(calm), {path: '/stand-in/'});
    poller.watch(id);
    await quiet();
    expect(server.paths()[0]).toBe(`/stand-in/v1/conversations/${id}`);
    expect(answers()[0]?.request.path).toBe(`/v1/conversations/${id}`);
  });

  it('lists are read page by page, by their cursors, on our own base', async () => {
    const page = (ids: number[], cursor?: string) => ({
      body: {...events(...ids).body, _links: {next: {href: `https://elsewhere.example/x?cursor=${cursor ?? ''}`}}},
    });
    const {
      poller,
      api: server,
      quiet,
    } = await rig(
      api({
        ...calm,
        conversation: conversation(5),
        events: (_asked, nth) => [page([1, 2], 'b%2B1'), page([3, 4], 'c'), page([5])][nth] ?? events(5),
      }),
    );
    poller.watch(id);
    await quiet();
    expect(server.paths().filter(path => path.includes('/events'))).toEqual([
      `/v1/conversations/${id}/events?order=asc&page_size=100`,
      `/v1/conversations/${id}/events?order=asc&page_size=100&cursor=b%2B1`,
      `/v1/conversations/${id}/events?order=asc&page_size=100&cursor=c`,
    ]);
  });

  it('a list that leads in circles ends', async () => {
    const circle = {body: {...events(1).body, _links: {next: {href: 'https://a.example/?cursor=same'}}}};
    const {poller, api: server, quiet} = await rig(api({...calm, conversation: conversation(1), events: circle}));
    poller.watch(id);
    await quiet();
    expect(server.asked.filter(one => one.kind === 'events')).toHaveLength(2);
  });

  it.each([['../../v1/applications'], ['CON-BC643220-2542-499A-892E-C982C4150C06'], ['']])(
    'an id that is none (%s) is not asked for, and said once',
    async bad => {
      const {poller, api: server, run, health} = await rig(api(calm));
      poller.watch(bad);
      poller.watch(bad);
      poller.nudge(bad);
      poller.ended(bad);
      await run(10_000);
      expect(server.asked).toEqual([]);
      expect(health().map(one => one.code)).toEqual(['bad-id']);
    },
  );
});

describe('while it lives', () => {
  it('nothing is emitted for polls that bring nothing new', async () => {
    const {poller, api: server, run, drafts} = await rig(api(calm));
    poller.watch(id);
    await run(60_000);
    expect(server.asked.length).toBeGreaterThan(15);
    expect(drafts.map(draft => (draft.source === 'api' ? draft.request.kind : draft.source))).toEqual([
      'health',
      'conversation',
      'members',
      'events',
    ]);
  });

  it('it is asked for twice a second at first and less and less often when nothing happens', async () => {
    const {poller, api: server, run} = await rig(api(calm));
    poller.watch(id);
    await run(2 * 3_600_000);
    const times = server.asked.filter(one => one.kind === 'conversation').map(one => one.at);
    const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
    expect(gaps.slice(0, 8)).toEqual([500, 750, 1125, 1688, 2531, 3797, 5000, 5000]);
    expect([...new Set(gaps.slice(8))]).toEqual([5000, 15_000, 30_000, 60_000]);
    const [first = 0] = times;
    const silent = server.asked.filter(({at}) => at > first + 70_000 && at <= first + 370_000);
    expect(silent.length).toBeLessThanOrEqual(300 / 5);
  });

  it('an answer that differs in what nobody reads is no sign of life', async () => {
    const volatile = ({at}: Asked) => ({
      body: {...conversation(0).body, asked_at: at, _links: {self: {href: `${at}`}}},
    });
    const {poller, api: server, run} = await rig(api({...calm, conversation: volatile}));
    poller.watch(id);
    await run(600_000);
    const last = server.asked.filter(one => one.at > (server.asked[0]?.at ?? 0) + 70_000);
    expect(last.length).toBeGreaterThan(50);
    expect(last.length).toBeLessThanOrEqual(530 / 5 + 1);
  });

  it('a webhook brings the next poll forward and quickens those after it', async () => {
    const {poller, api: server, run, clock} = await rig(api(calm));
    poller.watch(id);
    await run(60_000);
    const nudgedAt = clock.now();
    const before = server.asked.length;
    poller.nudge(id);
    await run(3000);
    const times = server.asked.slice(before).filter(one => one.kind === 'conversation');
    expect(times.map(one => one.at - nudgedAt).slice(0, 3)).toEqual([0, 500, 1250]);
  });

  it('a storm of webhooks asks no more than twice a second', async () => {
    const {poller, api: server, run} = await rig(api(calm));
    poller.watch(id);
    for (let step = 0; step < 100; step += 1) {
      poller.nudge(id);
      await run(50);
    }
    expect(server.asked.filter(one => one.kind === 'conversation').length).toBeLessThanOrEqual(11);
  });

  it('events are asked for when the sequence number moves, from the last known one on', async () => {
    let last = 2;
    const {
      poller,
      api: server,
      run,
    } = await rig(
      api({
        conversation: () => conversation(last),
        members: noMembers,
        events: ({path}) => (path.includes('start_id') ? events(2, 3) : events(1, 2)),
      }),
    );
    poller.watch(id);
    await run(4000);
    expect(server.asked.filter(one => one.kind === 'events')).toHaveLength(1);
    last = 3;
    await run(4000);
    expect(server.paths().filter(path => path.includes('/events'))).toEqual([
      `/v1/conversations/${id}/events?order=asc&page_size=100`,
      `/v1/conversations/${id}/events?start_id=2&order=asc&page_size=100`,
    ]);
  });

  it('events are asked for now and then even when no sequence number comes', async () => {
    const {poller, api: server, run} = await rig(api({...calm, conversation: conversation()}));
    poller.watch(id);
    await run(30_000);
    const asked = server.asked.filter(one => one.kind === 'events').length;
    expect(asked).toBeGreaterThanOrEqual(3);
    expect(asked).toBeLessThanOrEqual(4);
  });

  it('events are asked for at each webhook when no sequence number comes', async () => {
    const {poller, api: server, run} = await rig(api({...calm, conversation: conversation()}));
    poller.watch(id);
    await run(1000);
    const before = server.asked.filter(one => one.kind === 'events').length;
    poller.nudge(id);
    await run(1000);
    expect(server.asked.filter(one => one.kind === 'events').length).toBe(before + 1);
  });

  it('a hole in the event ids is asked for again, and given up after five seconds', async () => {
    const {
      poller,
      api: server,
      run,
    } = await rig(api({...calm, conversation: conversation(4), events: () => events(1, 2, 4)}));
    poller.watch(id);
    await run(30_000);
    const starts = server.asked
      .filter(one => one.kind === 'events')
      .map(one => Number(/start_id=(\d+)/.exec(one.path)?.[1] ?? 0));
    expect(starts[0]).toBe(0);
    expect(starts.filter(start => start === 2).length).toBeGreaterThan(1);
    expect(starts.at(-1)).toBe(4);
  });

  it('a member is asked for again when its state moves', async () => {
    let state = 'INVITED';
    let sequence = 1;
    const {
      poller,
      api: server,
      run,
    } = await rig(
      api({
        conversation: () => conversation(sequence),
        members: () => ({body: {_embedded: {members: [{id: 'MEM-1', state}]}}}),
        member: () => ({body: {id: 'MEM-1', state, channel: {id: 'leg'}}}),
        events: events(1, 2),
      }),
    );
    poller.watch(id);
    await run(3000);
    expect(server.asked.filter(one => one.kind === 'member')).toHaveLength(1);
    [state, sequence] = ['JOINED', 2];
    await run(5000);
    expect(server.asked.filter(one => one.kind === 'member')).toHaveLength(2);
  });

  it('a member that cannot be found does not hold up the rest', async () => {
    const {
      poller,
      api: server,
      run,
      health,
    } = await rig(
      api({
        ...calm,
        conversation: conversation(1),
        members: {body: {_embedded: {members: [{id: 'MEM-1', state: 'LEFT'}]}}},
        events: events(1),
      }),
    );
    poller.watch(id);
    await run(30_000);
    expect(server.asked.filter(one => one.kind === 'member')).toHaveLength(1);
    expect(server.asked.filter(one => one.kind === 'conversation').length).toBeGreaterThan(8);
    expect(health().map(one => one.code)).toEqual(['answering']);
  });

  it('a clock that is set back an hour does not stop it', async () => {
    const {poller, api: server, clock, run} = await rig(api(calm));
    poller.watch(id);
    await run(10_000);
    clock.set(-3_600_000);
    const before = server.asked.length;
    await run(120_000);
    expect(server.asked.length).toBeGreaterThan(before + 8);
  });
});

describe('when it is over', () => {
  it('a 404 after it was found is emitted, its legs are asked for once, and that is all', async () => {
    let gone = false;
    const {
      poller,
      api: server,
      run,
      answers,
      health,
    } = await rig(
      api({
        ...calm,
        conversation: () => (gone ? {status: 404, body: {code: 'conversation:error:not-found'}} : conversation(0)),
        calls,
      }),
    );
    poller.watch(id);
    await run(2000);
    gone = true;
    await run(10_000);
    const before = server.asked.length;
    poller.nudge(id);
    poller.watch(id);
    poller.ended(id);
    await run(60_000);
    expect(server.asked).toHaveLength(before);
    expect(server.paths().slice(-2)).toEqual([
      `/v1/conversations/${id}`,
      `/v1/calls?conversation_uuid=${id}&page_size=100`,
    ]);
    expect(answers().slice(-2)).toMatchObject([
      {request: {kind: 'conversation'}, raw: {status: 404}},
      {request: {kind: 'calls'}, raw: {status: 200}},
    ]);
    expect(answers().at(-2)).not.toHaveProperty('failure');
    expect(health().map(one => one.code)).toEqual(['answering']);
    expect(poller.state).toEqual({conversations: 0, requests: 0});
  });

  it('after the last leg it is read twice more, thoroughly, and then left alone', async () => {
    const {poller, api: server, run, clock} = await rig(api(calm));
    poller.watch(id);
    await run(20_000);
    const [endedAt, before] = [clock.now(), server.asked.length];
    poller.ended(id);
    await run(60_000);
    expect(server.asked.slice(before).map(one => [one.kind, one.at - endedAt])).toEqual([
      ['conversation', 500],
      ['members', 500],
      ['events', 500],
      ['conversation', 2500],
      ['members', 2500],
      ['events', 2500],
    ]);
    expect(poller.state.conversations).toBe(0);
  });

  it('one that still existed is asked for again when it is used again', async () => {
    const {poller, api: server, run} = await rig(api(calm));
    poller.watch(id);
    poller.ended(id);
    await run(60_000);
    const before = server.asked.length;
    poller.nudge(id);
    await run(10_000);
    expect(server.asked).toHaveLength(before);
    poller.watch(id);
    await run(10_000);
    expect(server.asked.length).toBeGreaterThan(before + 5);
  });

  it('a list that is gone while its conversation is not brings the conversation up again, quietly', async () => {
    const {
      poller,
      api: server,
      run,
      health,
    } = await rig(
      api({
        ...calm,
        conversation: (_asked, nth) => (nth < 2 ? conversation(nth) : {status: 404}),
        calls,
        events: {status: 404},
      }),
    );
    poller.watch(id);
    await run(10_000);
    expect(server.asked.map(one => one.kind)).toEqual([
      'conversation',
      'members',
      'events',
      'conversation',
      'members',
      'events',
      'conversation',
      'calls',
    ]);
    expect(health().map(one => one.code)).toEqual(['answering']);
  });

  it('one that was never found is given up half a minute later, and its legs are asked for', async () => {
    const {poller, api: server, run, health} = await rig(api({calls}));
    poller.watch(id);
    await run(120_000);
    const times = server.asked.map(one => one.at - (server.asked[0]?.at ?? 0));
    expect(times).toEqual([0, 1000, 3000, 7000, 15_000, 23_000, 31_000, 31_000]);
    expect(server.asked.at(-1)?.kind).toBe('calls');
    expect(health().map(one => [one.state, one.code])).toEqual([
      ['ok', 'answering'],
      ['waiting', 'not-found'],
      ['off', 'not-found'],
    ]);
    expect(health().at(-1)?.text).toContain('it is not asked for again unless it is heard of later');
  });

  it('one that was never found is asked for again when a webhook tells of it a minute later', async () => {
    let isThere = false;
    const answers = api(calm);
    const {poller, api: server, run, health} = await rig(asked => (isThere ? answers(asked) : {status: 404}));
    poller.watch(id);
    await run(40_000);
    const asked = server.asked.length;
    isThere = true;
    poller.watch(id);
    await run(40_000);
    expect(server.asked).toHaveLength(asked);
    await run(60_000);
    poller.watch(id);
    await run(1000);
    expect(server.asked.length).toBeGreaterThan(asked);
    expect(health().at(-1)).toMatchObject({state: 'ok'});
  });

  it('a short call that was never found is given up at its end', async () => {
    const {poller, api: server, run} = await rig(api({calls}));
    poller.watch(id);
    await run(8000);
    poller.ended(id);
    await run(500);
    expect(server.asked.at(-1)?.kind).toBe('calls');
    expect(poller.state.conversations).toBe(0);
  });

  it.each([
    ['none', {body: {count: 0, _embedded: {calls: []}}}],
    ['nothing', {status: 404}],
  ])('its legs are asked of the Conversation API when the Voice API has %s', async (_what, reply) => {
    const {
      poller,
      api: server,
      run,
      answers,
    } = await rig(
      api({
        ...calm,
        conversation: (_asked, nth) => (nth === 0 ? conversation(0) : {status: 404}),
        calls: reply,
        legs: {body: sample('spec-v0.3-legs-list')},
      }),
    );
    poller.watch(id);
    await run(10_000);
    expect(server.paths().slice(-2)).toEqual([
      `/v1/calls?conversation_uuid=${id}&page_size=100`,
      `/v0.3/legs?conversation_id=${id}&page_size=100`,
    ]);
    expect(answers().at(-1)).toMatchObject({request: {kind: 'legs'}, raw: {status: 200}});
    expect(poller.state.conversations).toBe(0);
  });

  it('legs that cannot be read are asked for three times in either place', async () => {
    const {
      poller,
      api: server,
      run,
      health,
    } = await rig(
      api({
        ...calm,
        conversation: (_asked, nth) => (nth === 0 ? conversation(0) : {status: 404}),
        calls: {status: 500},
        legs: {status: 500},
      }),
    );
    poller.watch(id);
    await run(120_000);
    expect(server.asked.slice(-6).map(one => one.kind)).toEqual(['calls', 'calls', 'calls', 'legs', 'legs', 'legs']);
    expect(health().map(one => one.code)).toEqual(['answering', 'server-error', 'server-error', 'over']);
    expect(poller.state.conversations).toBe(0);
  });

  it('nothing is left of a day of calls, neither a timer nor a question', async () => {
    const {
      poller,
      api: server,
      clock,
      run,
    } = await rig(({kind, path}, count) =>
      kind === 'conversation' && count % 4 !== 0
        ? {body: {id: path.split('/').at(-1), sequence_number: count}}
        : {status: 404},
    );
    for (let n = 0; n < 24 * 2; n++) {
      const id = nthConversation(n);
      poller.watch(id);
      await run(20_000);
      poller.nudge(id);
      await run(20_000);
      poller.ended(id);
      await run(1_760_000);
    }
    expect(server.asked.length).toBeGreaterThan(24 * 2 * 4);
    expect(poller.state).toEqual({conversations: 0, requests: 0});
    expect(clock.next()).toBe(Number.POSITIVE_INFINITY);
  });

  it('nothing is asked or emitted after close', async () => {
    const {poller, api: server, drafts, clock} = await rig(() => ({hang: 'headers'}));
    poller.watch(id);
    await expect.poll(() => server.asked.length).toBe(1);
    await poller.close();
    poller.watch('CON-00000000-0000-4000-8000-000000000001');
    poller.nudge(id);
    clock.moveTo(clock.now() + 120_000);
    await expect.poll(() => poller.state.requests).toBe(0);
    expect(drafts).toEqual([]);
    expect(server.asked).toHaveLength(1);
  });
});
