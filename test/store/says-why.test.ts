import {describe, expect, it} from 'vitest';
import type {Observation} from '../../source/call/observation.js';
import {commandOf} from '../../source/store/commands/bindings.js';
import {keysOf} from '../../source/store/commands/key-names.js';
import {commands} from '../../source/store/commands/table.js';
import type {Model} from '../../source/store/model.js';
import {press} from '../../source/store/press.js';
import {busy, caller, news, observed, talked} from '../helpers/calls.js';
import {keysIn} from '../helpers/session.js';
import {frame, modelOf, pressed} from '../screen/frame.js';

const live: Partial<Model> = {mode: 'live', file: undefined, isComplete: undefined};
const one = observed(news(caller('a', '447700900001'), 'ringing', 0));

const worlds: readonly (readonly [string, readonly Observation[], Partial<Model>])[] = [
  ['before the first call', [], live],
  ['in a recording without a call', [], {}],
  ['in a call of one event', one, live],
  ['in a recording', talked, {}],
];

/** Where somebody may be: the keys that lead there. */
const places = [
  ...'12345678',
  '3 v',
  '3 v v',
  '3 v v v',
  '3 +',
  'k Enter',
  '7 } }',
  '1 / n o t h i n g Enter',
  '/ n o t h i n g Enter',
  '?',
  'f',
  'S',
  ': e x p l a i n Space 4 8 6 Enter',
  ':',
  ': q q q q',
  '/',
  '7 /',
  'C C',
];

/** What a text scrolls by: how long it is, only the one who draws it knows. */
const scrolls = ['down', 'last', 'half-down', 'page-down', 'up', 'half-up', 'page-up', 'first'];

/** Keys after which the screen is as before, its cursor too, and says nothing. */
function silentKeys(model: Model): string[] {
  const drawn = (model: Model) => frame(model, {depth: 'mono', ascii: false}).join('\n');
  const before = drawn(model);
  return [...new Set(commands.flatMap(command => keysOf(command, model.keys)))].filter(key => {
    const {view = model.view, effect} = press(model, key);
    if (effect || view.message || scrolls.includes(commandOf(model, key)?.id ?? '')) return false;
    if (view.overlay !== model.view.overlay || view.focus !== model.view.focus) return false;
    return drawn({...model, view}) === before;
  });
}

describe.each(worlds)('Every key does something, or says why not, %s', (_, observations, more) => {
  it.each(places)('at %s', keys => {
    const there = pressed({...modelOf(observations, {columns: 80, rows: 24}), ...more}, ...keysIn(keys));
    expect(silentKeys({...there, view: {...there.view, message: undefined}})).toEqual([]);
  });
});

describe('What is said', () => {
  const said = (model: Model, keys: string) => pressed(model, ...keysIn(keys)).view.message?.text;
  const empty = {...modelOf([]), ...live};
  const call = modelOf(talked);

  it.each([
    ['t', /^No call yet, so there is nothing to show: 5 shows the session\.$/],
    ['e', /^No problems/],
    ['F12', /^F12 does nothing here: \? shows the keys\.$/],
    ['/ F12', /^F12 does nothing while a line is typed: Esc leaves it\.$/],
    ['? t', /^That is about the panes, which are covered: Esc closes what covers them\.$/],
  ])('before the first call, after %s', (keys, text) => {
    expect(said(empty, keys)).toMatch(text);
  });

  it.each([
    ['3 3', 'The events pane is in front already.'],
    ['1 k k', 'This is the start: nothing comes before it.'],
    ['+ +', 'This pane stands alone already.'],
    ['/ Left', 'Nothing is typed here.'],
    ['k Enter m', 'The bookmark is set.'],
  ])('in a recording, after %s', (keys, text) => {
    expect(said(call, keys)).toBe(text);
  });

  it.each(['e e', 'e E'])('at the only problem, after %s', keys => {
    expect(said(modelOf(busy), keys)).toBe('No other event has a problem.');
  });

  it('goes with the next key', () => {
    expect(said(call, '3 3 k')).toBeUndefined();
  });

  it('is not that something has not come yet, where nothing comes any more', () => {
    const screens = (model: Model) =>
      ['3 / q q q q q Enter Y', '8', '3 v v', '7', '6'].map(keys => frame(pressed(model, ...keysIn(keys))).join('\n'));
    for (const screen of [...screens(call), ...screens(modelOf([]))]) expect(screen).not.toMatch(/\byet\b/);
    expect(screens(empty).join('\n') + said(empty, 'Y')).toMatch(/No event to copy yet\./);
    expect(said(modelOf([]), 'Y')).toBe('No event to copy.');
    expect(said({...call, mode: 'live'}, '/ q q q q q Enter Y')).toBe('No event to copy.');
  });

  it('is seen while a line is typed', () => {
    expect(frame(pressed(call, '/', 'F12')).at(-3)).toContain('F12 does nothing');
  });
});
