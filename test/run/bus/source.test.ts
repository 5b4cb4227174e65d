import {describe, expect, it} from 'vitest';
import {summariesHint} from '../../../source/run/bus/source.js';

const extent = (last: number) => ({stream: 'CONVO-SUMMARIES', created: '', first: 1, last, firstAt: 0});
const text = '140,000 messages wait to be read: with --summaries the list of calls is there at once.';

describe('who begins to read all of a bus', () => {
  it.each([
    ['is told of the summaries where there is much to read', 140_000, async () => extent(7), text],
    ['is told nothing where there is little', 1000, async () => extent(7), undefined],
    ['is told nothing where nobody has counted', 140_000, async () => extent(0), undefined],
    ['is told nothing where nothing takes summaries', 140_000, () => Promise.reject(new Error('no stream')), undefined],
  ])('%s', async (_, waiting, holds, expected) => {
    expect(await summariesHint({waiting, holds})).toBe(expected);
  });
});
