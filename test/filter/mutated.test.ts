import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {completeFilter} from '../../source/filter/complete.js';
import {narrows} from '../../source/filter/narrows.js';
import {parseFilter} from '../../source/filter/parse.js';
import {printFilter} from '../../source/filter/print.js';
import {readyMade} from '../../source/filter/ready-made.js';
import {callFilter, rowFilter} from '../../source/filter/row-filter.js';
import {vocabularyOf} from '../../source/filter/vocabulary.js';
import {emptyWorld} from '../../source/world/world.js';
import {fold} from '../helpers/fold.js';
import {brokenOf, tries} from '../helpers/mutants.js';
import {seedObservations} from '../helpers/seed.js';

const world = fold(emptyWorld(), seedObservations());
const calls = [...world.conversations.values()];
const vocabulary = vocabularyOf(world, calls[0]);

const filters = [
  ...(['events', 'calls'] as const).flatMap(list => readyMade(list, vocabulary).map(({filter}) => filter)),
  'leg:L1,L2 (type:"audio:dtmf" or note:/^(ok|no)+$/i) not is:duplicate',
  'time>=12:04 time<=+10s delay>1.5s reply:4xx "two words" !busy',
  'from:+44* to=447700000002 member:Bob status!=answered',
];
const pieces = [
  '(',
  ')',
  '!',
  'not ',
  ' or ',
  ' and ',
  '"',
  '\\',
  '/(a+)+$/',
  '/[/',
  '/(?<x>a)\\k<x>/',
  '*',
  ',',
  ':',
  '>=',
  '__proto__:1',
  '1e308',
  '\ud800',
  '('.repeat(900),
  '!'.repeat(900),
];

describe('a filter that somebody changed', () => {
  it('is read as far as it can be, and asked of every call and event', () => {
    fc.assert(
      fc.property(brokenOf(filters, pieces), brokenOf(filters, pieces), (text, before) => {
        const {filter, errors} = parseFilter(text);
        for (const {from, to} of errors) expect(text.slice(from, to)).not.toBe('');
        completeFilter(text, text.length >> 1, vocabulary);
        if (!filter) return;
        expect(parseFilter(printFilter(filter)).filter).toEqual(filter);
        const other = parseFilter(before).filter;
        if (other) narrows(filter, other);
        for (const call of calls) {
          callFilter(world, filter)(call);
          const passes = rowFilter(world, call, filter);
          for (const row of call.rows) passes(row);
        }
      }),
      tries(150),
    );
  });
});
