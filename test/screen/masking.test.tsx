import {afterAll, describe, expect, it} from 'vitest';
import {hideInText, printable} from '../../source/text/printable.js';
import {watchedCall} from '../helpers/session.js';
import {scenesAt, sizes} from '../screens/scenes.js';
import {frame} from './frame.js';

afterAll(() => hideInText(undefined));

/** In the middle of the phone numbers of all these calls; nothing else has it. */
const MIDDLE = /7700[09]/;

describe('a screen on which numbers are hidden', () => {
  const names = (['80x24', '160x48'] as const).flatMap(size =>
    scenesAt(size)
      .filter(([, {as}]) => as === undefined)
      .map(([name, scene]) => [name, size, scene] as const),
  );

  it.each(names)('has none of them: %s at %s', (_, size, {model, look}) => {
    const shown = model(sizes[size]);
    // What was drawn before must not be remembered.
    frame(shown, {depth: 'none', ascii: false, ...look});
    const masked = {...shown, view: {...shown.view, masking: 'on' as const}};
    expect(frame(masked, {depth: 'none', ascii: false, ...look}).filter(row => MIDDLE.test(row))).toEqual([]);
  });

  it('shows them elsewhere, and again when they are asked for', () => {
    const narrow = names.filter(([, size]) => size === '80x24');
    const found = narrow.filter(([, size, {model}]) => frame(model(sizes[size])).some(row => MIDDLE.test(row)));
    expect(found.length).toBeGreaterThan(narrow.length / 2);
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
