import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {bothEnds, eventsEach, MOST} from '../../../source/output/html/bounds.js';

describe('the room of a report', () => {
  it.each([
    ['all of one call', [500], 1000],
    ['as much as one call may have', [5000], MOST.eventsOfCall],
    ['equal shares of many long calls', Array.from({length: 40}, () => 900), 100],
    ['what short calls leave, for a long one', [...Array.from({length: 35}, () => 100), 5000], 500],
    ['the beginning and the end at least', Array.from({length: 200}, () => 9000), 20],
  ])('has %s', (_, counts, most) => {
    expect(eventsEach(counts)).toBe(most);
  });

  it('is never more than there is, however many events calls have', () => {
    const counts = fc.array(fc.nat(20_000), {minLength: 1, maxLength: MOST.calls});
    fc.assert(
      fc.property(counts, all => {
        const most = eventsEach(all);
        expect(all.reduce((sum, count) => sum + Math.min(count, most), 0)).toBeLessThanOrEqual(MOST.events);
      }),
    );
  });

  it('is for how a call began and how it ended', () => {
    expect(bothEnds([1, 2, 3, 4, 5, 6], 3)).toEqual([1, 2, 6]);
    expect(bothEnds([1, 2], 3)).toEqual([1, 2]);
  });
});
