import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';
import {describe, expect, it, onTestFinished} from 'vitest';
import {forgottenNews, keepBelow} from '../../source/run/ceiling.js';
import {forget} from '../../source/world/fold/forget.js';
import {emptyWorld} from '../../source/world/world.js';
import {fold} from '../helpers/fold.js';
import {calls} from '../helpers/several-calls.js';
import {until} from '../helpers/until.js';

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

/** What is asked to be forgotten when garbage has been collected under such a ceiling. */
async function sharesBelow(ceiling: number): Promise<number[]> {
  const shares: number[] = [];
  let looks = 0;
  onTestFinished(keepBelow({forget: share => shares.push(share)}, ceiling));
  onTestFinished(keepBelow({forget: () => looks++}, 1));
  await until(() => {
    collect();
    if (looks === 0) throw new Error('nobody has looked at the memory');
  });
  return shares;
}

describe('the ceiling of memory', () => {
  // More than 40 MB is in use here, for the tests themselves.
  const filler = Buffer.alloc(60e6, 1);

  it('has a share of the World forgotten when what is in use comes too near to it', async () => {
    const [share = 0] = await sharesBelow(150e6);
    expect(share).toBeGreaterThan(0);
    expect(share).toBeLessThanOrEqual(1);
    expect(filler).toHaveLength(60e6);
  });

  it('leaves everything be below it', async () => {
    expect(await sharesBelow(64e9)).toEqual([]);
  });

  it('is said in lines, with where the rest is', () => {
    const {world} = forget(fold(emptyWorld(), calls(['talked', 0], ['busy', 100], ['busy', 200])), 0.5);
    expect(forgottenNews(world, {file: 'r.ndjson'}).text).toBe(
      'Let go: the oldest 2 calls (19 events), for want of memory: convo-monitor open r.ndjson shows them.',
    );
    expect(forgottenNews(world, {}).text).toContain('nothing was recorded');
    expect(forgottenNews(world, {attachedTo: 'lab:4600'}).text).toContain('the recording of the monitor at lab:4600');
  });
});
