import fc from 'fast-check';
import {expect, it} from 'vitest';
import {createCheckpoints} from '../../source/store/checkpoints.js';
import {emptyWorld} from '../../source/world/world.js';
import {fold} from '../helpers/fold.js';
import {calls} from '../helpers/several-calls.js';

const all = calls(...Array.from({length: 12}, (_, i) => ['menu', i * 10] as const));

it('keeps Worlds no further apart than their rows allow, whatever is offered in which order', () => {
  fc.assert(
    fc.property(fc.integer({min: 1, max: 20}), fc.integer({min: 200, max: 3000}), (every, mostRows) => {
      const kept = createCheckpoints({count: 0, world: emptyWorld()}, every, mostRows);
      let world = emptyWorld();
      for (const [i, each] of all.entries()) {
        world = fold(world, [each]);
        kept.offer(i + 1, world);
      }
      const found = new Set(all.map((_, i) => kept.before(i + 1)));
      let rows = 0;
      for (const each of found) rows += each?.world.log.length ?? 0;
      expect(found.has(undefined)).toBe(false);
      expect(rows).toBeLessThanOrEqual(mostRows);
      for (const each of found) expect(each?.world.seq).toBe(all[(each?.count ?? 0) - 1]?.seq ?? 0);
    }),
    {numRuns: 20},
  );
});
