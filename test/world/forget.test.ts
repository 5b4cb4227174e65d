import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Observation} from '../../source/call/observation.js';
import {snapshotOf} from '../../source/output/snapshot.js';
import {doneBy} from '../../source/run/done.js';
import {whyRunFailed} from '../../source/run/why-failed.js';
import {forget} from '../../source/world/fold/forget.js';
import {frozen} from '../../source/world/frozen.js';
import {emptyWorld, type World} from '../../source/world/world.js';
import {callee, news, observed} from '../helpers/calls.js';
import {fold} from '../helpers/fold.js';
import {tries} from '../helpers/mutants.js';
import {calls, type Kind} from '../helpers/several-calls.js';

/** What a snapshot says of each conversation; the numbers that legs are called by may be those of forgotten ones. */
async function said(world: World): Promise<Map<string, string>> {
  const {conversations} = await snapshotOf(world, {takenAt: 0, payload: async () => undefined});
  return new Map(conversations.map(each => [each.id, JSON.stringify(each).replaceAll(/\bL\d+\b/g, 'L')]));
}

const some = fc.array(
  fc.tuple(fc.constantFrom<Kind>('busy', 'crowd', 'menu', 'moved', 'talked'), fc.integer({min: 0, max: 400})),
  {
    minLength: 2,
    maxLength: 8,
  },
);

/** Everything again, as a platform that got no answer would send it. */
function again(all: readonly Observation[]): Observation[] {
  const last = all.at(-1) ?? {seq: 0, at: 0};
  return all.map(each => ({
    ...each,
    seq: last.seq + each.seq,
    at: last.at + each.seq,
    ...(each.source === 'reply' && {to: last.seq + each.to}),
  }));
}

describe('what is forgotten', () => {
  it('takes nothing from the calls that stay whole, whatever comes after it', async () => {
    await fc.assert(
      fc.asyncProperty(
        some,
        fc.double({min: 0, max: 1, noNaN: true}),
        fc.double({min: 0.05, max: 0.6, noNaN: true}),
        async (kinds, when, share) => {
          const once = calls(...kinds);
          const all = [...once, ...again(once)];
          const at = Math.floor(once.length * when);
          const before = fold(emptyWorld(), all.slice(0, at));
          const still = frozen(before);
          const saidBefore = await said(still);
          const {world} = forget(before, share);
          const lost = [...still.conversations.values()].filter(
            ({id, rows}) => world.conversations.get(id)?.rows.length !== rows.length,
          );
          const after = await said(fold(world, all.slice(at)));
          const whole = await said(fold(emptyWorld(), all));
          for (const {id} of lost) {
            after.delete(id);
            whole.delete(id);
          }
          expect(after).toEqual(whole);
          expect(await said(still)).toEqual(saidBefore);
        },
      ),
      tries(100),
    );
  });

  it('is first what is over, of that what was silent for the longest, and never the newest', () => {
    const world = fold(emptyWorld(), calls(['menu', 0], ['talked', 0], ['busy', 200], ['talked', 600]));
    const ids = [...world.conversations.keys()];
    const order = [0.1, 0.3, 0.6, 0.9].map(share => [...forget(world, share).conversations].map(id => ids.indexOf(id)));
    expect(order).toEqual([[1], [1, 2], [1, 2, 0], [1, 2, 0]]);
  });

  it('still counts for what a run is judged by', () => {
    const world = fold(emptyWorld(), calls(['talked', 0], ['busy', 100], ['busy', 200], ['talked', 600]));
    const conditions = {until: 'busy', calls: 2, startedAt: 0} as const;
    const less = forget(world, 0.7).world;
    expect(less.conversations.size).toBeLessThan(world.conversations.size - 2);
    expect(less.forgotten).toMatchObject({calls: 3});
    expect(doneBy(less, conditions)).toEqual(doneBy(world, conditions));
    expect(whyRunFailed(less, 'warning')).toBe(whyRunFailed(world, 'warning'));
    expect(whyRunFailed(less, 'warning')).toContain('2 errors or warnings in 2 calls');
  });

  it('is half of a call that is all there is, with the legs that only that half told of', async () => {
    const legs = [...'0123456789abcdef'].map(name => callee(name, '447700900002'));
    const all = observed(...legs.flatMap((leg, i) => [news(leg, 'started', i), news(leg, 'completed', i + 0.5)]));
    let world = fold(emptyWorld(), all);
    for (let i = 0; i < 20; i++) ({world} = forget(world, 0.5));
    const {conversations} = await snapshotOf(world, {takenAt: 0, payload: async () => undefined});
    expect(conversations).toMatchObject([{legs: [{status: 'completed'}], events: [{status: 'completed'}]}]);
  });
});
