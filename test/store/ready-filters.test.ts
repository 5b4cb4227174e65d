import {afterEach, describe, expect, it} from 'vitest';
import {parseFilter} from '../../source/filter/parse.js';
import {joined, readyMade} from '../../source/filter/ready-made.js';
import {streamOf} from '../../source/store/select.js';
import type {Store} from '../../source/store/store.js';
import {readyRows} from '../../source/store/typing/ready-list.js';
import {watchedCall} from '../helpers/session.js';

let store: Store | undefined;
afterEach(() => store?.close());

describe('a ready-made filter', () => {
  const vocabulary = {
    leg: [{text: 'L1', hint: 'phone 447700900001'}],
    type: ['audio:dtmf', 'odd "type" (x)'].map(text => ({text, hint: '1×'})),
  };

  it.each(
    (['events', 'calls'] as const).flatMap(list =>
      readyMade(list, vocabulary).map(({filter, label}) => [list, filter, label] as const),
    ),
  )('of the %s can be read: %s', (_, filter) => {
    expect(parseFilter(filter)).toMatchObject({filter: expect.anything(), errors: []});
  });

  it('finds a type with whatever characters in it', () => {
    const type = 'custom:a\x1b[2J "b" \\ \u202e,c';
    const filter = readyMade('events', {leg: [], type: [{text: type, hint: ''}]}).at(-1)?.filter ?? '';
    expect(parseFilter(filter).filter).toMatchObject({values: [{text: type}]});
  });

  it('keeps its meaning beside another', () => {
    expect(joined(['a or b', 'c'])).toBe('(a or b) c');
    expect(joined(['a or b'])).toBe('a or b');
  });
});

describe('the list of ready-made filters', () => {
  function open() {
    const call = watchedCall();
    store = call.store;
    return {...call, model: () => call.store.getSnapshot()};
  }

  it('filters by the row in front', () => {
    const {keys, model} = open();
    keys('f j Enter');
    expect([model().view.filter, model().view.overlay]).toEqual(['status:*', undefined]);
    expect(streamOf(model()).length).toBe(8);
  });

  it('filters by all that was picked', () => {
    const {keys, model} = open();
    const at = readyRows(model()).findIndex(({filter}) => filter === 'leg:L2');
    keys(`f j Space ${'Down '.repeat(at - 1)}Space Enter`);
    expect(model().view.filter).toBe('status:* leg:L2');
  });

  it('lets a pick be taken back, and the filter be written on', () => {
    const {keys, model} = open();
    keys('f Space Space j /');
    expect(model().view.typing?.text).toBe('status:*');
    keys('Esc f Esc');
    expect([model().view.overlay, model().view.filter]).toEqual([undefined, 'status:*']);
  });

  it('is about the calls where they are focused', () => {
    const {keys, model} = open();
    keys('1 f Enter');
    expect([model().view.callFilter, model().view.filter]).toEqual(['is:live', '']);
  });
});
