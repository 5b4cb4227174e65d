import {readFileSync} from 'node:fs';
import {afterEach, describe, expect, it} from 'vitest';
import {sample, sampleNames, sampleText} from '../vonage/api-sample.js';
import {createRig, conversationId as id, type Reply, type Rig} from './rig.js';

const rigs: Rig[] = [];

afterEach(async () => {
  await Promise.all(rigs.splice(0).map(one => one.close()));
});

type Entry = {file: string; kind: string};

const index: Entry[] = JSON.parse(readFileSync(new URL('../samples/index.json', import.meta.url), 'utf8'));

/** What a sample answers, by the index's own words. */
const asked: Record<string, string> = {
  'conversation.get': 'conversation',
  'members.list': 'members',
  'member.get': 'member',
  'member.create': 'member',
  'member.update': 'member',
  'events.list': 'events',
  'legs.list': 'legs',
};

const rows = index
  .filter(({file, kind}) => kind in asked && sampleNames.includes(file.replace(/\.json$/, '')))
  .map(({file, kind}) => [file.replace(/\.json$/, ''), asked[kind] ?? ''] as const);

const healthy: Record<string, Reply> = {
  conversation: {body: {id, sequence_number: 1}},
  members: {body: {_embedded: {members: [{id: 'MEM-1', state: 'JOINED'}]}}},
  member: {body: {id: 'MEM-1', state: 'JOINED', channel: {id: 'leg'}}},
  events: {body: {_embedded: {events: []}}},
  calls: {body: {_embedded: {calls: []}}},
  legs: {body: {_embedded: {legs: []}}},
};

async function serve(answer: (kind: string, count: number) => Reply): Promise<Rig> {
  const rig = await createRig(({kind}, count) => answer(kind, count));
  rigs.push(rig);
  return rig;
}

describe('a payload that is known', () => {
  it('is one of at least twenty', () => {
    expect(rows.length).toBeGreaterThan(20);
  });

  it.each(rows)('%s is understood as %s, and kept as it came', async (name, kind) => {
    let gone = false;
    const rig = await serve(what => {
      if (what === kind) return {body: sampleText(name)};
      return gone && what === 'conversation' ? {status: 404} : (healthy[what] ?? {});
    });
    rig.poller.watch(id);
    await rig.run(1000);
    gone = true;
    await rig.run(10_000);
    const answer = rig.answers().find(one => one.request.kind === kind);
    expect(answer?.raw?.body).toBe(sampleText(name));
    expect(rig.answers().filter(one => one.failure)).toEqual([]);
    expect(rig.health().map(one => one.code)).toEqual(['answering']);
  });

  it.each(sampleNames.filter(name => name.startsWith('error-')))('%s is an error with its own words', async name => {
    const {http_status: status, body} = sample(name) as {http_status: number | null; body: {code?: string}};
    const rig = await serve((kind, count) => (count < 3 ? {status: status ?? 400, body} : (healthy[kind] ?? {})));
    rig.poller.watch(id);
    await rig.run(status === 401 ? 10_000 : 60_000);
    if (status === 401) {
      expect(rig.health().map(one => one.code)).toEqual(['unauthorized']);
      return;
    }
    const [failure] = rig.answers();
    expect(JSON.parse(failure?.raw?.body ?? '')).toEqual(body);
    expect(failure?.failure?.code).toMatch(/^(not-found|rate-limited|server-error|refused)$/);
    expect(rig.health().at(-1)).toMatchObject({state: 'ok'});
  });
});

describe('any payload in any place', () => {
  it.each(['conversation', 'members', 'member', 'events', 'calls', 'legs'])(
    'as %s ends in no exception',
    async kind => {
      let count = 0;
      const rig = await serve(what => {
        if (what !== kind) return healthy[what] ?? {};
        count += 1;
        return {body: sampleText(sampleNames[count % sampleNames.length] ?? '')};
      });
      rig.poller.watch(id);
      for (let step = 0; step < 60; step += 1) {
        rig.poller.nudge(id);
        await rig.run(10_000);
      }
      expect(rig.api.asked.length).toBeGreaterThan(60);
      expect(rig.poller.state).toEqual({conversations: 1, requests: 0});
    },
  );
});
