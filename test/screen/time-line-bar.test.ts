import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {clickAt, textOf} from '../../source/screen/row.js';
import {timeLineBar} from '../../source/screen/time-line-bar.js';
import {widthOf} from '../../source/text/printable.js';
import {talked} from '../helpers/calls.js';
import {calls} from '../helpers/several-calls.js';
import {modelOf} from './frame.js';

const width = 100;
const model = (view = {}) => modelOf(talked, {columns: width, rows: 30, hasTimeLine: true, ...view});
const first = talked[0]?.at ?? 0;

describe('The row of the time line', () => {
  it('has the events of the call, the moment that is shown, and how to go back', () => {
    const {parts, right = []} = timeLineBar(model());
    const text = [...parts, ...right].map(textOf).join('');
    expect(text).toMatch(/ \+1m08s ┼[┼─]+● 1m08s · 12\/12 , back in time $/);
  });

  it('shows the moment of each cell that is clicked', () => {
    const row = timeLineBar(model({moment: {seq: 3, at: first + 20_000}}));
    const bar = row.parts.map(textOf).join('');
    const moments = Array.from(
      {length: widthOf(bar)},
      (_, column) => clickAt(row, width, column)?.(model()).view?.moment,
    );
    const times = moments.flatMap(moment => (moment ? [moment.at - first] : []));
    expect(times[0]).toBeLessThan(100);
    expect(times.at(-1)).toBeGreaterThan(68_000);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    for (const moment of moments)
      if (moment) expect(talked.find(({seq}) => seq === moment.seq)?.at).toBeLessThanOrEqual(moment.at);
  });

  it('fits, however many events there are, and wherever the moment is', () => {
    const many = calls(...Array.from({length: 40}, (_, i) => ['menu', i] as const));
    const whole = modelOf(many);
    fc.assert(
      fc.property(fc.integer({min: 60, max: 250}), fc.integer({min: -1e6, max: 1e7}), (columns, later) => {
        const at = (many[0]?.at ?? 0) + later;
        const view = {...whole.view, columns, moment: {seq: 5, at, speed: 16}};
        const {parts, right = []} = timeLineBar({...whole, view});
        expect([...parts, ...right].reduce((sum, part) => sum + widthOf(textOf(part)), 0)).toBe(columns);
      }),
      {numRuns: 50},
    );
  });

  it('is empty where there is no call', () => {
    expect(timeLineBar(modelOf([], {columns: width})).parts).toEqual([]);
  });
});
