import {describe, expect, it} from 'vitest';
import {pagerFile} from '../../source/screen/pager-text.js';
import type {Model} from '../../source/store/model.js';
import {canariesIn, canaryCall} from '../helpers/canary.js';
import {keysIn} from '../helpers/session.js';
import {frame, modelOf, pressed} from './frame.js';

const observations = canaryCall();

/** Ways through all there is to see, as sentences of keys. */
const ways = [
  '',
  'i',
  '?',
  '2 j Enter',
  '4',
  '6 j j j',
  '8',
  '8 +',
  '3 v',
  '3 v v',
  '3 v v v',
  '3 v + j j j j',
  'f',
  'S',
  ': explain Enter',
  '3 g Space j Space d',
  ...Array.from({length: 14}, (_, n) =>
    ['json', 'raw', 'http', 'compare'].map((_, tab) => `3 g ${'j '.repeat(n)}Enter ${'} '.repeat(tab)}`),
  ).flat(),
];

const masked = (size: {columns: number; rows: number}, masking: 'on' | 'off'): Model => {
  const model = modelOf(observations, size);
  return {...model, view: {...model.view, masking}};
};

describe.each([
  {columns: 60, rows: 15},
  {columns: 80, rows: 24},
  {columns: 97, rows: 60},
  {columns: 160, rows: 48},
])('a screen of $columns×$rows', size => {
  it('shows no number that is hidden, wherever one goes', () => {
    const first = masked(size, 'on');
    for (const way of ways) {
      const model = pressed(first, ...keysIn(way));
      expect(canariesIn(frame(model).join('\n')), way).toEqual([]);
    }
  });

  it('shows them where they are not', () => {
    expect(canariesIn(frame(pressed(masked(size, 'off'), '3', 'g', 'j', 'j', 'j', 'Enter')).join('\n'))).not.toEqual(
      [],
    );
  });
});

it('is so in the pager', async () => {
  const first = masked({columns: 160, rows: 48}, 'on');
  for (let n = 0; n < 14; n += 1) {
    for (const tab of ['', '} ', '} } ', '} } } ']) {
      const model = pressed(first, ...keysIn(`3 g ${'j '.repeat(n)}Enter ${tab}`));
      const file = await pagerFile(model, async seq => observations.find(each => each.seq === seq));
      expect(canariesIn(file?.text ?? ''), `${n} ${tab}`).toEqual([]);
    }
  }
});
