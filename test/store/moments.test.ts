import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Observation} from '../../source/call/observation.js';
import {snapshotOf} from '../../source/output/snapshot.js';
import {createFeed} from '../../source/store/feed.js';
import {createMoments} from '../../source/store/moments.js';
import {factOf} from '../../source/vonage/facts.js';
import {copied} from '../../source/world/frozen.js';
import {emptyWorld, type World} from '../../source/world/world.js';
import {fold} from '../helpers/fold.js';
import {tries} from '../helpers/mutants.js';
import {observationsIn, recordedScenarios} from '../helpers/recorded-scenarios.js';
import {calls, type Kind} from '../helpers/several-calls.js';

async function said(world: World | undefined): Promise<string> {
  if (!world) return 'no World';
  const {now, seq, counts, due} = world;
  return JSON.stringify([
    {now, seq, counts, due},
    [...world.health.values()],
    await snapshotOf(world, {takenAt: 0, payload: async () => undefined}),
  ]);
}

/** Moments of what was observed, and how many observations were read back for them. */
function opened(all: readonly Observation[], options: {whole?: number} = {}) {
  const bySeq = new Map(all.map(each => [each.seq, each]));
  const feed = createFeed(factOf);
  let reads = 0;
  const payload = async (seq: number) => {
    reads++;
    return bySeq.get(seq);
  };
  const moments = createMoments({feed, factOf, payload, ...options});
  feed.take(all);
  const at = (n: number) => {
    const {seq, at} = all[n - 1] ?? {seq: 0, at: 0};
    return moments.world(seq, at, () => true);
  };
  return {at, feed, moments, reads: () => reads};
}

const some = fc.array(
  fc.tuple(fc.constantFrom<Kind>('busy', 'crowd', 'menu', 'moved', 'talked'), fc.integer({min: 0, max: 400})),
  {minLength: 1, maxLength: 6},
);

describe('The World of an earlier moment', () => {
  it.each(recordedScenarios)('is what was known then: $name', async ({file}) => {
    const all = await observationsIn(file);
    const {at, feed} = opened(all, {whole: all.length + 1});
    let expected = emptyWorld();
    const texts: string[] = [];
    for (const each of all) {
      expected = fold(expected, [each]);
      texts.push(await said(expected));
    }
    // From the end to the start and back, and what is live is none the worse for it.
    for (const n of [...texts.keys()].reverse()) expect(await said(await at(n + 1)), `${n + 1}`).toBe(texts[n]);
    for (const n of texts.keys()) expect(await said(await at(n + 1)), `${n + 1}`).toBe(texts[n]);
    expect(await said(feed.world())).toBe(texts.at(-1));
  });

  it('is a copy: what is folded into one is not in the other', async () => {
    await fc.assert(
      fc.asyncProperty(some, fc.double({min: 0, max: 1, noNaN: true}), async (kinds, when) => {
        const all = calls(...kinds);
        const half = Math.floor(all.length * when);
        const world = fold(emptyWorld(), all.slice(0, half));
        const before = await said(world);
        const copy = copied(world);
        const whole = await said(fold(world, all.slice(half)));
        expect(await said(copy)).toBe(before);
        expect(await said(fold(copy, all.slice(half)))).toBe(whole);
      }),
      tries(30),
    );
  });

  it('has, of a large recording, all that was up then, by the numbers of now', async () => {
    await fc.assert(
      fc.asyncProperty(some, fc.double({min: 0, max: 1, noNaN: true}), async (kinds, when) => {
        const all = calls(...kinds);
        const {at, feed} = opened(all, {whole: 10});
        const n = Math.max(1, Math.ceil(all.length * when));
        const small = await at(n);
        const whole = fold(emptyWorld(), all.slice(0, n));
        for (const [id, call] of whole.conversations) {
          const now = feed.world().conversations.get(id);
          const then = small?.conversations.get(id);
          if (!now || id === '' || now.lastSeenAt < (all[n - 1]?.at ?? 0)) continue;
          expect(then?.index, id).toBe(now.index);
          expect(then?.rows.length, id).toBe(call.rows.length);
          expect(await callIn(small, id)).toBe(await callIn(whole, id));
        }
      }),
      tries(60),
    );
  });

  it('costs the same anywhere in a long recording, and next to nothing where one was a moment ago', async () => {
    const all = calls(...Array.from({length: 400}, (_, i) => ['menu', i * 10] as const));
    const {at, reads} = opened(all, {whole: 1000});
    const readFor = async (n: number) => {
      const before = reads();
      await at(n);
      return reads() - before;
    };
    for (const n of [4000, all.length >> 1, 1, 999, 1001, 3000]) expect(await readFor(n)).toBeLessThanOrEqual(250);
    for (const n of [2999, 2998, 2997, 3000, 3001]) expect(await readFor(n)).toBeLessThanOrEqual(1);
  });

  it('is none where it is no longer wanted, or cannot be read', async () => {
    const all = calls(['talked', 0], ['menu', 10], ['crowd', 20], ['menu', 30], ['menu', 40]);
    const {seq, at} = all[all.length - 1] as Observation;
    expect(await opened(all).moments.world(seq, at, () => false)).toBeUndefined();
    const feed = createFeed(factOf);
    const moments = createMoments({feed, factOf, payload: async () => undefined});
    feed.take(all);
    expect(await moments.world(seq, at, () => true)).toBeUndefined();
  });
});

/** Legs are called by numbers that calls before them have given back: those of now are others. */
async function callIn(world: World | undefined, id: string): Promise<string> {
  if (!world) return 'no World';
  const {conversations} = await snapshotOf(world, {takenAt: 0, payload: async () => undefined, conversations: [id]});
  return JSON.stringify(conversations).replaceAll(/\bL\d+\b/g, 'L');
}
