import {describe, expect, it} from 'vitest';
import type {Model} from '../../source/store/model.js';
import {press} from '../../source/store/press.js';
import type {Reading} from '../../source/store/reading.js';
import {busy} from '../helpers/calls.js';
import {frame, modelOf, pressed} from './frame.js';

/** A recording of which 40 % have been read. */
const reading: Reading = {done: 20e6, of: 50e6, unit: 'bytes', forMs: 4000, leftMs: 6000};
const readTo = (far: Partial<Reading>, columns = 80): Model => ({
  ...modelOf(busy, {columns, rows: 24}),
  isComplete: undefined,
  reading: {...reading, ...far},
});

describe('A recording that is being read', () => {
  it.each([
    [80, 8, 12],
    [160, 16, 24],
  ])('has a bar, percent and the time left in %i columns', (columns, done, left) => {
    const bar = `${'█'.repeat(done)}${'░'.repeat(left)}`;
    expect(frame(readTo({}, columns)).at(-3)).toMatch(
      new RegExp(`^ Reading ${bar} 40 % of 50\\.0 MB · 6 s left +q Esc leaves$`),
    );
  });

  it('has no bar where nobody knows how long it is, and says nothing while it has only begun', () => {
    expect(frame(readTo({of: undefined, leftMs: undefined})).at(-3)).toMatch(/^ Reading 20\.0 MB +q Esc leaves$/);
    expect(frame(readTo({forMs: 100})).at(-3)).not.toContain('Reading');
  });

  it.each([
    ['q', {type: 'quit'}],
    ['Esc', {type: 'quit'}],
    ['C-c', {type: 'quit', interrupted: true}],
  ])('is left by %s, which first closes what lies over the panes', (key, effect) => {
    expect(press(readTo({}), key).effect).toEqual(effect);
    const helped = pressed(readTo({}), '?');
    expect(press(helped, key).effect).toBeUndefined();
    expect(press(pressed(helped, key), key).effect).toEqual(effect);
  });

  it('is not left by Esc once all of it is there', () => {
    expect(press({...readTo({}), reading: undefined}, 'Esc').effect).toBeUndefined();
  });
});
