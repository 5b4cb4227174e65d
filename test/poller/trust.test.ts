import {once} from 'node:events';
import {type AddressInfo, createServer} from 'node:net';
import {MockAgent} from 'undici';
import {afterEach, describe, expect, it} from 'vitest';
import type {Draft} from '../../source/call/observation.js';
import {createPoller} from '../../source/poller/poller.js';
import {createFakeClock, createRig, conversationId as id} from './rig.js';

const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  await Promise.all(cleanups.splice(0).map(cleanup => cleanup()));
});

/** A server that nobody may talk to. */
async function createTrap() {
  const heard: string[] = [];
  const server = createServer(socket => {
    heard.push('a connection');
    socket.on('data', data => heard.push(String(data)));
    socket.on('error', () => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(() => new Promise(resolve => server.close(resolve)));
  const {port} = server.address() as AddressInfo;
  return {url: `http://127.0.0.1:${port}`, port, heard};
}

describe('a trap hears nothing', () => {
  it.each([
    ['its plain address', (url: string) => url],
    ['user info', (url: string, own: string) => url.replace('//', `//${new URL(own).host}@`)],
    ['a fragment', (url: string, own: string) => `${url}#${own}`],
    ['a path', (url: string, own: string) => `${url}/${own}`],
    ['a backslash', (url: string, own: string) => `${url}\\@${new URL(own).host}`],
    ['a number for an address', (url: string) => url.replace('127.0.0.1', '2130706433')],
    ['a list', (url: string) => [url]],
  ])('when a webhook names it as region_url by %s', async (_what, disguise) => {
    const trap = await createTrap();
    const rig = await createRig(() => ({status: 404}));
    cleanups.push(rig.close);
    rig.poller.watch(id, {regionUrl: disguise(trap.url, rig.api.url)});
    rig.poller.watch(id, {regionUrl: disguise(trap.url, rig.api.url)});
    await rig.run(60_000);
    expect(rig.api.asked.length).toBeGreaterThan(3);
    expect(trap.heard).toEqual([]);
  });

  it.each([301, 302, 303, 307, 308])('when the API redirects to it with %d', async status => {
    const trap = await createTrap();
    const rig = await createRig(() => ({status, headers: {location: `${trap.url}/v1/conversations/${id}`}}));
    cleanups.push(rig.close);
    rig.poller.watch(id);
    await rig.run(60_000);
    expect(rig.api.asked.length).toBeGreaterThan(2);
    expect(trap.heard).toEqual([]);
  });

  it('when every link of every answer leads to it', async () => {
    const trap = await createTrap();
    const links = {
      self: {href: `${trap.url}/v1/conversations/${id}`},
      next: {href: `${trap.url}/next?cursor=abc`},
      first: {href: `//127.0.0.1:${trap.port}/first`},
    };
    const member = {id: 'MEM-1', state: 'JOINED', _links: {href: `${trap.url}/members/MEM-1`}};
    const event = {id: 1, type: 'custom:x', body: {}, href: `${trap.url}/events/1`};
    const rig = await createRig(({kind}) => ({
      body: {
        id,
        sequence_number: 1,
        _links: links,
        ...(kind === 'members' ? {_embedded: {members: [member]}} : {}),
        ...(kind === 'events' ? {_embedded: {events: [event]}} : {}),
        ...(kind === 'member' ? member : {}),
      },
    }));
    cleanups.push(rig.close);
    rig.poller.watch(id);
    await rig.run(30_000);
    expect(rig.api.asked.some(one => one.path.endsWith('&cursor=abc'))).toBe(true);
    expect(trap.heard).toEqual([]);
  });

  it('when a member’s id would lead out of the path', async () => {
    const members = ['MEM-1/../../../v1/applications', 'MEM-1?x=1', 'MEM-1#', '../x', 'MEM-1%2f..'];
    const rig = await createRig(({kind}) =>
      kind === 'members'
        ? {body: {_embedded: {members: members.map(member => ({id: member, state: 'JOINED'}))}}}
        : {body: {id, _embedded: {events: []}}},
    );
    cleanups.push(rig.close);
    rig.poller.watch(id);
    await rig.run(5000);
    expect(rig.api.asked.filter(one => /members./.test(one.path) && one.kind !== 'members')).toEqual([]);
  });
});

describe('what is emitted', () => {
  it('holds no token, whatever was answered', async () => {
    const rig = await createRig(
      (_asked, count) =>
        [{status: 401}, {status: 429}, {status: 500}, {reset: 'headers' as const}, {body: '<html>'}][count - 1] ?? {
          body: {id},
        },
    );
    cleanups.push(rig.close);
    rig.poller.watch(id);
    await rig.run(60_000);
    expect(rig.drafts.length).toBeGreaterThan(6);
    expect(JSON.stringify(rig.drafts)).not.toMatch(/token-\d|[Bb]earer/);
  });
});

describe('the host of a region', () => {
  const home = 'https://api.nexmo.com';
  const region = 'https://api-ap-3.vonage.com';

  /** A poller in front of pretended hosts; nothing else can be reached. */
  function pretend(answers: Record<string, () => {status: number; body?: unknown}>, apiUrl = home) {
    const clock = createFakeClock();
    const dispatcher = new MockAgent();
    dispatcher.disableNetConnect();
    cleanups.push(() => dispatcher.close());
    const asked: {origin: string; path: string; authorization?: string}[] = [];
    for (const [origin, answer] of Object.entries(answers)) {
      const reply = (options: {path: string; headers?: unknown}) => {
        const {authorization} = (options.headers ?? {}) as {authorization?: string};
        asked.push({origin, path: options.path, authorization});
        const {status, body = {}} = answer();
        return {statusCode: status, data: JSON.stringify(body)};
      };
      dispatcher
        .get(origin)
        .intercept({path: () => true, method: 'GET'})
        .reply(reply)
        .persist();
    }
    const drafts: Draft[] = [];
    const tokens = {token: async () => 'the-token', renew: () => {}};
    const options = {now: clock.now, random: () => 1, setTimer: clock.setTimer};
    const poller = createPoller({...options, apiUrl, tokens, dispatcher, emit: draft => drafts.push(draft)});
    cleanups.push(() => poller.close());
    async function run(ms: number) {
      const end = clock.now() + ms;
      const quiet = () => expect.poll(() => poller.state.requests, {interval: 1}).toBe(0);
      for (await quiet(); clock.next() <= end; await quiet()) clock.moveTo(clock.next());
      clock.moveTo(end);
    }
    return {poller, asked, drafts, run, origins: () => asked.map(one => one.origin)};
  }

  const found = () => ({status: 200, body: {id, sequence_number: 0}});
  const missing = () => ({status: 404});

  it('is asked instead of the usual one when the answer webhook names it', async () => {
    const {poller, asked, run, origins} = pretend({[home]: missing, [region]: found});
    poller.watch(id, {regionUrl: region});
    await run(5000);
    expect(new Set(origins())).toEqual(new Set([region]));
    expect(asked[0]).toEqual({origin: region, path: `/v1/conversations/${id}`, authorization: 'Bearer the-token'});
  });

  it('is asked from then on when a later webhook names it', async () => {
    const {poller, run, origins} = pretend({[home]: missing, [region]: found});
    poller.watch(id);
    await run(100);
    poller.watch(id, {regionUrl: region});
    await run(5000);
    expect(origins()[0]).toBe(home);
    expect(new Set(origins().slice(1))).toEqual(new Set([region]));
  });

  it('takes turns with the usual one until either knows the conversation', async () => {
    let lateness = 2;
    const {poller, run, origins} = pretend({
      [region]: missing,
      [home]: () => {
        lateness -= 1;
        return lateness < 0 ? found() : missing();
      },
    });
    poller.watch(id, {regionUrl: region});
    await run(30_000);
    expect(origins().slice(0, 6)).toEqual([region, home, region, home, region, home]);
    expect(new Set(origins().slice(6))).toEqual(new Set([home]));
  });

  it.each([
    ['https://api-ap-3.vonage.com.evil.example'],
    ['https://api-ap-3.vonage.com@evil.example'],
    ['https://api-ap-3.vonage.com:8443'],
    ['http://api-ap-3.vonage.com'],
    ['https://evil.example'],
  ])('is not asked when it is %s', async regionUrl => {
    const {poller, run, origins} = pretend({[home]: found, [new URL(regionUrl).origin]: found});
    poller.watch(id, {regionUrl});
    await run(10_000);
    expect(new Set(origins())).toEqual(new Set([home]));
  });

  it('is not asked when a stand-in for Vonage is configured', async () => {
    const standIn = 'http://127.0.0.1:8020';
    const {poller, run, origins} = pretend({[standIn]: missing, [region]: found}, standIn);
    poller.watch(id, {regionUrl: region});
    await run(10_000);
    expect(new Set(origins())).toEqual(new Set([standIn]));
  });
});
