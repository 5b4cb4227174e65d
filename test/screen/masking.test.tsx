import {describe, expect, it} from 'vitest';
import type {Model} from '../../source/store/model.js';
import {printable} from '../../source/text/printable.js';
import {watchedCall} from '../helpers/session.js';
import {MIDDLE, scenes, sizes} from '../screens/scenes.js';
import {frame} from './frame.js';

describe('a screen on which numbers are hidden', () => {
  it('shows them again when they are asked for', () => {
    const shown = scenes.seed?.model(sizes['80x24']) as Model;
    const rows = (masking: 'on' | 'off') =>
      frame({...shown, view: {...shown.view, masking}}).filter(row => MIDDLE.test(row));
    expect(rows('on')).toEqual([]);
    expect(rows('off')).not.toEqual([]);
    expect(printable('447700900001')).toBe('447700900001');
  });
});

describe(':mask', () => {
  it('hides them and shows them again', () => {
    const {store, keys} = watchedCall();
    const masking = () => store.getSnapshot().view.masking;
    keys(': mask Enter');
    expect(masking()).toBe('on');
    keys(': mask Enter');
    expect(masking()).toBe('off');
    store.close();
  });

  it('says why it cannot show what was never known', () => {
    const {store, keys} = watchedCall({masked: true});
    keys(': mask Enter');
    expect(store.getSnapshot().view).toMatchObject({
      masking: 'always',
      message: {text: expect.stringContaining('Start without --mask')},
    });
    store.close();
  });
});
