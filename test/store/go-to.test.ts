import {afterEach, describe, expect, it} from 'vitest';
import type {Store} from '../../source/store/store.js';
import {watchedCall} from '../helpers/session.js';

let store: Store;
afterEach(() => store.close());

describe('the session pane', () => {
  it.each([
    ['1 i', 'session'],
    ['1 i i', 'calls'],
    ['1 i 8 i i', 'ncco'],
    ['5 i', 'events'],
  ])('is a key away, and the same key leads back: %s', (sentence, pane) => {
    const call = watchedCall();
    store = call.store;
    call.keys(sentence);
    expect(store.getSnapshot().view.focus).toBe(pane);
  });
});
