import {describe, expect, it, onTestFinished} from 'vitest';
import {type Checkup, checkupOutcome, firstToMend} from '../../source/call/checkup.js';
import {healthy, type World} from './rig.js';
import type {Broken} from './set-ups/shared.js';
import {pairs, setUps} from './set-ups.js';

/** What is said of a hop, and what is said first. */
function expectNamed(checkup: Checkup, {hop, verdict, seen, advice}: Broken): RegExpExecArray {
  const first = firstToMend(checkup);
  expect(first).toMatchObject({id: hop, verdict: verdict ?? 'broken', seen: expect.stringMatching(seen)});
  const found = advice.exec(first?.advice ?? '');
  expect(first?.advice).toMatch(advice);
  if (!found) throw new Error('There is no such advice.');
  return found;
}

async function broken(...all: Broken[]): Promise<World> {
  const world = await healthy();
  onTestFinished(world.close);
  for (const each of all) await each.breaks(world);
  return world;
}

describe('a set-up with', () => {
  it.each(setUps.map(each => [each.name, each] as const))(
    '%s: the hop is named, and the advice mends it',
    async (_, each) => {
      const world = await broken(each);
      const checkup = await world.doctor();
      const advice = expectNamed(checkup, each);
      expect(checkupOutcome(checkup)).toBe(each.verdict ?? 'broken');
      await each.mends(world, advice);
      const after = await world.doctor();
      expect(firstToMend(after)).toBeUndefined();
      expect(checkupOutcome(after)).toBe('well');
    },
  );
});

describe('a set-up with two hops broken', () => {
  const named = (name: string) => {
    const found = setUps.find(each => each.name === name);
    if (!found) throw new Error(`There is no set-up “${name}”.`);
    return found;
  };

  it.each(pairs)('%s, and %s: each is mended in its turn', async (one, other) => {
    const [first, second] = [named(one), named(other)];
    const world = await broken(first, second);
    const advice = expectNamed(await world.doctor(), first);
    await first.mends(world, advice);
    const next = expectNamed(await world.doctor(), second);
    await second.mends(world, next);
    expect(checkupOutcome(await world.doctor())).toBe('well');
  });
});

it('has forty set-ups and six pairs, each of its own', () => {
  expect(new Set(setUps.map(({name}) => name)).size).toBe(setUps.length);
  expect(setUps.length).toBeGreaterThanOrEqual(40);
  expect(pairs).toHaveLength(6);
});
