import * as fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {type Shard, shardsOf, streamName, suffixOf} from '../../../source/bus/shards.js';
import {createTokens} from '../../../source/bus/subject.js';
import type {InStream} from '../../../source/bus/wire.js';
import {messagesOf} from '../../../source/bus/wire.js';
import type {Observation} from '../../../source/call/observation.js';
import type {CallSummary} from '../../../source/output/call-summary-schema.js';
import {observationLine} from '../../../source/recording/line.js';
import {createShare, Overtaken, type ShareOptions} from '../../../source/run/worker/share.js';
import {rounds} from '../../helpers/rounds.js';
import {calls} from '../../helpers/several-calls.js';

const whole = calls(['talked', 0], ['busy', 1], ['menu', 2], ['moved', 3]);
const late = (whole.at(-1)?.at ?? 0) + 86_400_000;
const created = '2026-11-20T00:00:00Z';

/** What listeners have published of observations: each has every second one. */
function streamOfAll(
  all: readonly Observation[],
  listeners: readonly string[] = ['lab', 'laptop'],
  of = 1,
): InStream[] {
  const tokenAt = createTokens();
  return all.flatMap((o, i) => {
    const conversation = tokenAt(o);
    const which = (o.source === 'reply' ? o.to : o.seq) % listeners.length;
    const place = {team: 'qa', application: 'app', listener: listeners[which] ?? '', conversation};
    const origin = {recording: String(which).repeat(32), seq: o.seq};
    return messagesOf(Buffer.from(observationLine(o).trimEnd()), origin, place, 1e6, of).map(
      ({subject, headers, body}) => ({
        subject,
        header: (name: string) => headers[name] ?? '',
        body,
        stream: '',
        number: i + 1,
      }),
    );
  });
}

const matches = (subject: string, filter: string): boolean => {
  const [own, wanted] = [subject.split('.'), filter.split('.')];
  return own.length === wanted.length && wanted.every((token, i) => token === '*' || token === own[i]);
};

const only: Shard = {number: 1, of: 1};

/** Where summaries are published: the last value of each subject, and every one that ever was. */
function shelf() {
  const values = new Map<string, {number: number; body: Uint8Array; summary: CallSummary}>();
  const all: CallSummary[] = [];
  return {
    all,
    last: () =>
      [...values.values()].map(({summary}) => summary).sort((a, b) => (a.conversation < b.conversation ? -1 : 1)),
    get: async (subject: string) => values.get(subject),
    async put(subject: string, summary: CallSummary, before: number) {
      if ((values.get(subject)?.number ?? 0) !== before) return undefined;
      all.push(summary);
      values.set(subject, {number: all.length, body: Buffer.from(JSON.stringify(summary)), summary});
      return all.length;
    },
  };
}

/** A worker that begins. */
function worker(stream: readonly InStream[], own: ReturnType<typeof shelf>, more: Partial<ShareOptions> = {}) {
  const refused: string[] = [];
  const reads: string[] = [];
  const share = createShare({
    shard: only,
    created,
    url: 'nats://127.0.0.1:4222',
    isWhole: false,
    refuse: text => refused.push(text),
    async *read(subject) {
      reads.push(subject);
      yield* stream.filter(message => matches(message.subject, subject));
    },
    get: own.get,
    put: own.put,
    most: () => 5000,
    ...more,
  });
  return {share, refused, reads};
}

/** What one makes of all, undisturbed. */
async function undisturbed(stream: readonly InStream[], more: Partial<ShareOptions> = {}): Promise<CallSummary[]> {
  const own = shelf();
  const {share} = worker([], own, {isWhole: true, ...more});
  await share.take(stream, late);
  await share.pass(late);
  return own.last();
}

describe('the calls of a shard', () => {
  it('are said as the list of calls shows them', async () => {
    const [talked, busy] = await undisturbed(streamOfAll(whole));
    expect(talked).toMatchObject({
      schema: 'convo-monitor/summary@1',
      team: 'qa',
      application: 'app',
      listeners: ['lab', 'laptop'],
      state: 'ended',
      over: true,
      status: 'completed',
      direction: 'inbound',
      last: {stream: 'CONVO', created},
    });
    expect(busy?.ending).toMatch(/busy/i);
    expect(talked?.observations).toBeGreaterThan(10);
  });

  it('are the same whatever dies, and however much comes again', async () => {
    const stream = streamOfAll(whole);
    const expected = await undisturbed(stream);
    const step = fc.record({
      count: fc.integer({min: 1, max: 12}),
      /** What becomes of the worker: while it publishes, or before it has kept how far it came. */
      fate: fc.constantFrom('lives', 'lives', 'dies publishing', 'dies unkept', 'forgets'),
      dies: fc.nat(3),
      /** What is there already, and was not given out yet. */
      ahead: fc.nat(5),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, {minLength: 10, maxLength: 60}), async steps => {
        const own = shelf();
        /** Up to where it is kept that all is counted, and what the stream holds by then. */
        let kept = 0;
        let at = 0;
        let most = Number.POSITIVE_INFINITY;
        const put: ShareOptions['put'] = async (...given) => {
          most -= 1;
          if (most < 0) throw new Error('killed');
          return own.put(...given);
        };
        const read = async function* (subject: string) {
          yield* stream.slice(0, at).filter(message => matches(message.subject, subject));
        };
        const begin = async () => {
          const {share} = worker([], own, {isWhole: kept === 0, put, read});
          for (const {team, conversation, over} of own.last()) if (!over) await share.open({team, conversation}, late);
          return share;
        };
        let share = await begin();
        for (const {count, fate, dies, ahead} of [...steps, {count: stream.length, fate: 'lives', dies: 0, ahead: 0}]) {
          const next = stream.slice(kept, Math.min(stream.length, kept + count));
          at = Math.max(at, kept + next.length + ahead);
          most = fate === 'dies publishing' ? dies : Number.POSITIVE_INFINITY;
          const lived = await share.take(next, late).then(
            () => true,
            () => false,
          );
          most = Number.POSITIVE_INFINITY;
          if (lived && fate !== 'dies unkept') kept += next.length;
          if (fate === 'forgets') await share.pass(late + 14_400_000);
          if (!lived || fate === 'dies unkept') share = await begin();
        }
        await share.pass(late);
        expect(own.last()).toEqual(expected);
        // Each is counted up to a later message than the one before, or time has passed.
        for (const {conversation} of expected) {
          const seqs = own.all.filter(each => each.conversation === conversation).map(({last}) => last.seq);
          expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
        }
      }),
      {numRuns: rounds(60, 600)},
    );
  });

  it('are each in one shard, whole', async () => {
    const of = 4;
    const stream = streamOfAll(whole, ['lab'], of);
    const all: CallSummary[] = [];
    for (const shard of shardsOf(of)) {
      const own = stream.filter(({subject}) => subject.endsWith(suffixOf(shard)));
      const summaries = await undisturbed(own, {shard});
      for (const {last} of summaries) expect(last.stream).toBe(streamName(shard));
      all.push(...summaries);
    }
    const essence = (summaries: readonly CallSummary[]) =>
      summaries.map(({conversation, observations, ending}) => [conversation, observations, ending]).sort();
    expect(essence(all)).toEqual(essence(await undisturbed(streamOfAll(whole, ['lab']))));
  });

  it('are read again where one that was let go of is heard of, and not where that was counted', async () => {
    const stream = streamOfAll(whole);
    const own = shelf();
    const {share, reads} = worker(stream, own, {isWhole: true, most: () => 1});
    await share.take(stream.slice(0, -1), late);
    expect(share.size()).toBe(1);
    await share.pass(late + 14_400_000);
    expect(share.size()).toBe(0);
    expect(reads).toEqual([]);
    const published = own.all.length;
    await share.take(stream.slice(0, 20), late);
    expect([own.all.length, reads]).toEqual([published, []]);
    await share.take(stream.slice(-1), late);
    expect(reads).toHaveLength(1);
    const {conversation} = own.all.at(-1) ?? {};
    const ofIt = (all: readonly CallSummary[]) => all.find(each => each.conversation === conversation);
    expect(ofIt(own.last())).toEqual(ofIt(await undisturbed(stream)));
  });

  it('are counted anew where the stream is another one', async () => {
    const stream = streamOfAll(whole);
    const own = shelf();
    await worker([], own, {isWhole: true}).share.take(stream, late);
    const other = '2026-11-21T00:00:00Z';
    const {share} = worker(stream, own, {isWhole: true, created: other});
    await share.take(stream, late);
    await share.pass(late);
    expect(own.last()).toEqual(await undisturbed(stream, {created: other}));
  });

  it('are left to whoever has published one meanwhile', async () => {
    const stream = streamOfAll(whole);
    const own = shelf();
    const [one, other] = [worker(stream.slice(0, 30), own), worker(stream.slice(0, 60), own)];
    await one.share.take(stream.slice(0, 30), late);
    await other.share.take(stream.slice(30, 60), late);
    const published = own.all.length;
    await expect(one.share.take(stream.slice(30, 60), late)).rejects.toThrow(Overtaken);
    expect(own.all.slice(published)).toEqual([]);
  });

  it('leave out what is forged or malformed, and say so', async () => {
    const [first] = streamOfAll(whole, ['lab'], 4);
    if (!first) throw new Error('there is none');
    expect(first.subject).toMatch(/\.4of4$/);
    const own = shelf();
    const {share, refused} = worker([], own, {shard: {number: 4, of: 4}, isWhole: true});
    const forged = {...first, subject: first.subject.replace('4of4', '1of4'), number: 9001};
    const large = {...first, body: Buffer.alloc(10_000_000, 32), number: 9002};
    await share.take([forged, large], late);
    expect(own.all).toEqual([]);
    expect(refused).toEqual([
      expect.stringContaining('has a subject that no monitor uses: it is left out.'),
      expect.stringContaining('is too large: 10000000 bytes'),
    ]);
  });
});
