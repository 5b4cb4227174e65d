import {describe, expect, it, onTestFinished} from 'vitest';
import {SUMMARIES, WORK} from '../../../source/bus/summaries.js';
import type {CallSummary} from '../../../source/output/call-summary-schema.js';
import {inPipe, type Run, run} from '../../end-to-end/program.js';
import {calls} from '../../helpers/several-calls.js';
import {until} from '../../helpers/until.js';
import {hasNats, lookAt, type NatsServer, natsMissing, startNats} from './nats.js';
import {laptop, messagesFrom, publish} from './published.js';

const kinds = ['talked', 'busy', 'menu', 'moved'] as const;
const whole = calls(...Array.from({length: 24}, (_, i) => [kinds[i % 4] ?? 'busy', i] as const));

async function withShards(shards: number) {
  const server = await startNats();
  const look = lookAt(server);
  await look.addShards(shards);
  return {server, look, all: messagesFrom(whole, laptop, 1e6, shards)};
}

const worker = ({url}: NatsServer, ...more: string[]) => inPipe(['worker', url, ...more]);

/** What the list of calls says, by their conversations. */
async function listed({url}: NatsServer): Promise<Map<string, CallSummary>> {
  const {out, status, err} = await run(['calls', url, '--json']);
  expect([status, err.replace(/^There is no summary.*\n/, '')]).toEqual([0, '']);
  const all: CallSummary[] = JSON.parse(out);
  return new Map(all.map(each => [each.conversation, each]));
}

/** What is the same whoever has counted, in whichever stream. */
const essence = (all: Map<string, CallSummary>) =>
  [...all.values()].map(({last, ...each}) => each).sort((a, b) => (a.conversation < b.conversation ? -1 : 1));

let undisturbed: Promise<ReturnType<typeof essence>> | undefined;

/** What one worker says of all calls, to which nothing happens. */
function expected(): Promise<ReturnType<typeof essence>> {
  undisturbed ??= (async () => {
    const {server, all} = await withShards(1);
    await publish(server, all);
    const one = await worker(server);
    const found = await whenCounted(server);
    one.child.kill('SIGTERM');
    await one.ended;
    expect(found.size).toBeGreaterThanOrEqual(24);
    return essence(found);
  })();
  return undisturbed;
}

/** The list, when all observations of calls are counted and nothing more is waited for. */
async function whenCounted(server: NatsServer): Promise<Map<string, CallSummary>> {
  let found = new Map<string, CallSummary>();
  const ofCalls = (await ownedIn(server)).length;
  await until(async () => {
    found = await listed(server);
    expect([...found.values()].reduce((sum, {observations}) => sum + observations, 0)).toBe(ofCalls);
    // The others never end: it is said of them that they should have.
    expect([...found.values()].filter(({over, problems}) => !over && problems === 0)).toEqual([]);
  });
  return found;
}

/** The messages of a server that are of calls. */
async function ownedIn(server: NatsServer): Promise<string[]> {
  const subjects = await lookAt(server).asking(async manager => {
    const all: string[] = [];
    for await (const {config} of manager.streams.list())
      if (/^CONVO(-\d+)?$/.test(config.name)) {
        const {state} = await manager.streams.info(config.name, {subjects_filter: '>'});
        for (const [subject, count] of Object.entries(state.subjects ?? {}))
          for (let i = 0; i < count; i += 1) all.push(subject);
      }
    return all;
  });
  return subjects.filter(subject => !subject.split('.')[4]?.startsWith('_'));
}

/** The lines of calls that are over, each by its conversation. */
const told = (...all: Run[]) => all.flatMap(({out}) => out().match(/CON-[\w-]+/g) ?? []);

/** Which shard is whose. */
const owners = (look: ReturnType<typeof lookAt>, of: number) =>
  look.asking(manager =>
    Promise.all(
      Array.from({length: of}, async (_, i) => {
        const value = await manager.streams.getMessage(WORK, {last_by_subj: `convo-work.shard.${i + 1}of${of}`});
        return (value?.json() as {worker: string} | undefined)?.worker;
      }),
    ),
  );

describe.skipIf(!hasNats)(`workers${hasNats ? '' : `: ${natsMissing}`}`, () => {
  it('share the streams out among them, and say of each call once that it is over', async () => {
    const {server, all, look} = await withShards(4);
    const [one, other] = [await worker(server), await worker(server)];
    for (const each of [one, other]) await each.says(/Counts the calls of shards (1, 3|2, 4) of 4 at /);
    expect(new Set(await owners(look, 4)).size).toBe(2);
    await publish(server, all);
    const found = await whenCounted(server);
    expect(essence(found)).toEqual(await expected());
    const over = [...found.values()].filter(each => each.over).map(({conversation}) => conversation);
    await until(() => expect(told(one, other).sort()).toEqual(over.sort()));
    expect(told(one).length).toBeGreaterThan(0);
    expect(told(other).length).toBeGreaterThan(0);
    one.child.kill('SIGTERM');
    expect(await one.ended).toBe(143);
    await other.says('Counts the calls at ');
    other.child.kill('SIGINT');
    expect(await other.ended).toBe(130);
    expect(await owners(look, 4)).toEqual(['', '', '', '']);
  });

  it('count one stream alone where that is wanted, and leave it to whoever is for it', async () => {
    const {server, all, look} = await withShards(4);
    const one = await worker(server);
    await one.says('Counts the calls at ');
    const other = await worker(server, '--shard', '3/4');
    await other.says('Counts the calls of shard 3 of 4 at ');
    await one.says('Counts the calls of shards 1, 2, 4 of 4 at ');
    expect(new Set(await owners(look, 4)).size).toBe(2);
    await publish(server, all);
    expect(essence(await whenCounted(server))).toEqual(await expected());
    expect(await run(['worker', server.url, '--shard', '3/16'])).toMatchObject({
      status: 1,
      err: expect.stringContaining('has 4 streams: give --shard 1/4 to 4/4'),
    });
    expect(await run(['worker', server.url, '--shard', '5/4'])).toMatchObject({
      status: 2,
      err: expect.stringContaining('such as 3/16'),
    });
  });

  it('take over from one that is killed, again and again, and leave nothing out and count nothing twice', async () => {
    const {server, all, look} = await withShards(4);
    const seqs = await published(look);
    const running = [await worker(server), await worker(server)];
    for (const each of running) await each.says('Counts the calls');
    const step = Math.ceil(all.length / 4);
    for (let i = 0; i < 4; i += 1) {
      const before = seqs.length;
      const publishing = publish(server, all.slice(i * step, (i + 1) * step));
      await until(() => expect(seqs.length).toBeGreaterThan(before));
      const victim = running.shift();
      victim?.child.kill('SIGKILL');
      await Promise.all([victim?.ended, publishing]);
      running.push(await worker(server));
    }
    expect(essence(await whenCounted(server))).toEqual(await expected());
    // A later summary of a call never counts less.
    const last = new Map<string, number>();
    for (const {conversation, seq} of seqs) {
      expect(seq).toBeGreaterThanOrEqual(last.get(conversation) ?? 0);
      last.set(conversation, seq);
    }
  });

  it('go on when the server was killed, and say both', async () => {
    const {server, all} = await withShards(4);
    const one = await worker(server);
    await one.says('Counts the calls at ');
    const half = all.length >> 1;
    await publish(server, all.slice(0, half));
    await server.kill();
    await one.says('It is tried again until this ends.');
    await server.start();
    await publish(server, all.slice(half));
    expect(essence(await whenCounted(server))).toEqual(await expected());
    expect(one.err().match(/Counts the calls at /g)).toHaveLength(2);
  });

  it('count anew what is in a stream that was made anew', async () => {
    const {server, all, look} = await withShards(1);
    await publish(server, all.slice(0, 100));
    const one = await worker(server);
    await until(async () => expect((await listed(server)).size).toBeGreaterThan(3));
    one.child.kill('SIGTERM');
    await one.ended;
    await look.asking(async manager => {
      const {config} = await manager.streams.info('CONVO');
      await manager.streams.delete('CONVO');
      await manager.streams.add(config);
    });
    await publish(server, all);
    await worker(server);
    expect(essence(await whenCounted(server))).toEqual(await expected());
  });

  it('say each summary as JSON where that is wanted, without numbers where those are hidden', async () => {
    const {server, all} = await withShards(1);
    await publish(server, all.slice(0, 60));
    const one = await worker(server, '--json', '--mask');
    await until(() => expect(one.out().split('\n').length).toBeGreaterThan(5));
    const [first = ''] = one.out().split('\n');
    expect(JSON.parse(first)).toMatchObject({schema: 'convo-monitor/summary@1', team: 'qa', last: {stream: 'CONVO'}});
    expect(one.out()).not.toContain('447700900001');
    one.child.stdout?.destroy();
    await publish(server, all.slice(60));
    expect(await one.ended).toBe(141);
  });

  it('are told in words where there is no server, no stream, or none for summaries', async () => {
    const server = await startNats();
    for (const verb of ['worker', 'calls']) {
      expect(await run([verb, server.url])).toMatchObject({status: 1, err: expect.stringContaining('bus init')});
      expect(await run([verb])).toMatchObject({status: 2, err: expect.stringContaining('Say where the bus is')});
    }
    await lookAt(server).addStream();
    expect(await run(['worker', server.url])).toMatchObject({
      status: 1,
      err: expect.stringContaining('takes summaries of calls. To make it: convo-monitor bus init'),
    });
    await server.kill();
    expect(await run(['calls', server.url])).toMatchObject({status: 4});
  });
});

/** Every summary that is published from now on, as far as the server took it. */
async function published(look: ReturnType<typeof lookAt>) {
  const seen: {conversation: string; seq: number}[] = [];
  let next = 1;
  let isOver = false;
  const looking = (async () => {
    while (!isOver) {
      await look.asking(async manager => {
        const {state} = await manager.streams.info(SUMMARIES);
        for (; next <= state.last_seq; next += 1) {
          // One that was replaced meanwhile is gone.
          const message = await manager.streams.getMessage(SUMMARIES, {seq: next}).catch(() => undefined);
          if (!message) continue;
          const {conversation, last} = message.json() as CallSummary;
          seen.push({conversation, seq: last.seq});
        }
      });
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  })();
  onTestFinished(async () => {
    isOver = true;
    await looking.catch(() => undefined);
  });
  return seen;
}

describe.skipIf(!hasNats)(`the list of calls${hasNats ? '' : `: ${natsMissing}`}`, () => {
  it('is what was asked for: a team, a filter, a time; a table, or JSON', async () => {
    const {server, all} = await withShards(1);
    expect(await run(['calls', server.url])).toMatchObject({
      status: 0,
      out: '',
      err: `There is no summary of a call at ${server.url} yet: convo-monitor worker ${server.url} publishes them.\n`,
    });
    expect(await run(['calls', server.url, '--json'])).toMatchObject({status: 0, out: '[]\n'});
    await publish(server, all);
    await worker(server);
    const found = await whenCounted(server);
    const list = (...more: string[]) => run(['calls', server.url, ...more]);
    const {out} = await list();
    const lines = out.trimEnd().split('\n');
    expect(lines).toHaveLength(found.size + 1);
    expect(lines[0]).toMatch(/^when +outcome +talk +dir +! +from +to +call +what became of it$/);
    const times = lines.slice(1).map(line => line.slice(0, 19));
    expect(times).toEqual(times.toSorted().reverse());
    expect((await list('--filter', 'status:busy')).out).toMatch(/ busy .* ended busy \(SIP 486\)/);
    expect((await list('--filter', 'status:busy')).out).not.toContain('Talked for');
    expect((await list('--mask')).out).not.toContain('447700900001');
    expect((await list('--team', 'qa', '--listener', 'laptop', '--since', '1h')).out).toBe(out);
    for (const none of [
      ['--team', 'dev'],
      ['--listener', 'lab'],
      ['--application', 'x'],
      ['--filter', 'nobody'],
    ])
      expect(await list(...none)).toMatchObject({
        status: 0,
        out: '',
        err: `No call at ${server.url} is as you asked.\n`,
      });
    expect(await list('--filter', 'type:dtmf')).toMatchObject({
      status: 2,
      err: expect.stringContaining('asks what happened in a call'),
    });
    expect((await list('--filter', 'status:busy', '--json')).out).toContain('"status": "busy"');
  });
});
