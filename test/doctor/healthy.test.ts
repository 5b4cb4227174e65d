import {expect, it, onTestFinished} from 'vitest';
import {checkupOutcome} from '../../source/call/checkup.js';
import {healthy} from './rig.js';

it('finds nothing wrong where nothing is', async () => {
  const world = await healthy();
  onTestFinished(world.close);
  const checkup = await world.doctor();
  const others = checkup.hops.filter(({verdict}) => verdict !== 'ok');
  expect(others.map(({id, verdict}) => [id, verdict])).toEqual([
    ['region', 'unused'],
    ['webhooks', 'unused'],
  ]);
  expect(others.filter(({advice}) => advice !== undefined)).toEqual([]);
  expect(checkupOutcome(checkup)).toBe('well');
});
