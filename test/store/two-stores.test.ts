import {afterEach, expect, it} from 'vitest';
import {frameDrawer} from '../../source/screen/frame.js';
import {detailRows} from '../../source/store/detail/rows.js';
import {streamOf} from '../../source/store/select.js';
import type {Store} from '../../source/store/store.js';
import {watchedCall} from '../helpers/session.js';

/** Two stores that see the same call, one through each filter. */
function open(...filters: [string, string]) {
  return filters.map(filter => watchedCall({filter}).store) as [Store, Store];
}

let stores: Store[] = [];
afterEach(() => {
  for (const store of stores) store.close();
});

it('Two stores in one process remember what each of them found', () => {
  const [one, other] = open('leg:L1', 'leg:L2');
  stores = [one, other];
  const [found, rows] = [streamOf(one.getSnapshot()), detailRows(one.getSnapshot())];
  expect(streamOf(other.getSnapshot())).not.toEqual(found);
  detailRows(other.getSnapshot());
  // The same lists, and not lists that say the same: nothing was searched or built again.
  expect(streamOf(one.getSnapshot())).toBe(found);
  expect(detailRows(one.getSnapshot())).toBe(rows);
});

it('Two screens in one process hide phone numbers each for itself', () => {
  const [shown, masked] = open('', '');
  stores = [shown, masked];
  for (const key of [':', ...'mask', 'Enter']) masked.press(key);
  const draw = (store: Store) => frameDrawer({depth: 'none', ascii: false})(store.getSnapshot()).join('\n');
  const number = /447700000001/;
  expect([draw(shown), draw(masked), draw(shown)].map(frame => number.test(frame))).toEqual([true, false, true]);
});
