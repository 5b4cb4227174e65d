import {expect, it} from 'vitest';
import {rowsOf} from '../../source/program/rows-of.js';

it('every flag of the monitor stands under a heading of its help', () => {
  expect(rowsOf('monitor').filter(({under}) => under === undefined)).toEqual([]);
});
