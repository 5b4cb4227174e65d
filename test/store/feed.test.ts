import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {snapshotOf} from '../../source/output/snapshot.js';
import {createFeed} from '../../source/store/feed.js';
import {factOf} from '../../source/vonage/facts.js';
import {frozen} from '../../source/world/frozen.js';
import type {World} from '../../source/world/world.js';
import {seedObservations} from '../helpers/seed.js';

const call = seedObservations();
const snapshot = (world: World) => snapshotOf(world, {takenAt: 0, payload: async () => undefined});

describe('The feed', () => {
  it('tells of each observation, and then of all that came together', () => {
    const feed = createFeed(factOf);
    const told: string[] = [];
    feed.listen({
      each: (world, _, o) => told.push(`${o.seq} of ${world.seq}`),
      batch: world => told.push(`all ${world.seq}`),
    });
    feed.take(call.slice(0, 2));
    feed.take([]);
    feed.take(call.slice(2, 3));
    expect(told).toEqual(['1 of 1', '2 of 2', 'all 2', '3 of 3', 'all 3']);
  });

  it('tells nobody who has stopped listening', () => {
    const feed = createFeed(factOf);
    let told = 0;
    const stop = feed.listen({batch: () => told++});
    feed.take(call.slice(0, 1));
    stop();
    feed.take(call.slice(1));
    expect(told).toBe(1);
  });

  it('leaves a frozen World as it was, whatever comes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(call, {minLength: call.length}), fc.nat(call.length), async (order, at) => {
        const feed = createFeed(factOf);
        feed.take(order.slice(0, at));
        const before = await snapshot(feed.world());
        const still = frozen(feed.world());
        feed.take(order.slice(at));
        expect(await snapshot(still)).toEqual(before);
      }),
      {numRuns: 50},
    );
  });
});
