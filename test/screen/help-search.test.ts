import {describe, expect, it} from 'vitest';
import type {Model} from '../../source/store/model.js';
import {widthOf} from '../../source/text/printable.js';
import {talked} from '../helpers/calls.js';
import {keysIn} from '../helpers/session.js';
import {frame, modelOf, pressed} from './frame.js';

const help = pressed(modelOf(talked), '?');
const after = (keys: string, model = help) => pressed(model, ...keysIn(keys));
const inside = (model: Model) =>
  frame(model)
    .slice(2, -4)
    .map(row => row.slice(1, -1).trim())
    .filter(Boolean);

describe('/ in the help', () => {
  it('leaves what is found, under its headings, as it is typed', () => {
    const rows = inside(after('/ curl'));
    expect(rows).toEqual(['Keep', expect.stringMatching(/^c +copy it as a curl command/)]);
    expect(frame(after('/ curl')).at(-3)).toContain('1 found');
    expect(frame(after('/ curl'))[1]).toContain('Help · /curl');
  });

  it.each([
    ['a name in the palette', '/ copy-json', /^Y +copy the event as JSON/],
    ['a key', '/ / ^ t Space /', /^t +time: clock/],
    ['a field of the filter', '/ lat>', /lat/],
    ['a sign', '/ ≡', /≡/],
    ['a status', '/ rejected', /rejected/],
    ['letters of any case', '/ VOICE Space INSPECTOR', /Voice Inspector/],
  ])('finds %s', (_, keys, found) => {
    expect(inside(after(keys))).toContainEqual(expect.stringMatching(found));
  });

  it('is kept by Enter, and shows all again by Esc, which then closes the help', () => {
    const kept = after('/ bookmark Enter');
    expect(kept.view).toMatchObject({overlay: 'help', helpSearch: 'bookmark'});
    expect(inside(kept).length).toBeLessThan(10);
    const all = after('Esc', kept);
    expect(inside(all)).toEqual(inside(help));
    expect(after('Esc', all).view.overlay).toBe(undefined);
    expect(after('q q', kept).view.overlay).toBe(undefined);
  });

  it('is undone by Esc while it is typed, and forgotten when the help is closed', () => {
    const kept = after('/ bookmark Enter / curl Esc');
    expect(kept.view.helpSearch).toBe('bookmark');
    expect(inside(after('? ?', kept))).toEqual(inside(help));
  });

  it('brings earlier searches back, and says what is wrong or found nowhere', () => {
    expect(after('/ curl Enter / Up').view.searching?.text).toBe('curl');
    expect(frame(after('/ qqqq')).join('\n')).toContain('Found nowhere in the help: Esc shows all of it.');
    expect(after('/ /(/ Enter').view.message?.text).toMatch(/^Not searched: /);
  });

  it('touches neither the panes’ filter nor the detail’s search', () => {
    const before = pressed(modelOf(talked), 'k', 'Enter', '/', 't', 'Enter', '?');
    const {view} = after('/ curl Enter Esc Esc', before);
    expect(view).toMatchObject({filter: before.view.filter, detail: before.view.detail});
  });

  it('is told by the hints and by the border, at every width', () => {
    for (const columns of [60, 80, 160]) {
      const model = pressed(modelOf(talked, {columns, rows: 24}), '?');
      expect(frame(model).at(-1)).toContain('/ search');
      expect(frame(model)[1]).toContain('/ search');
    }
  });

  it('marks what is found in each column, without moving it', () => {
    const wide = pressed(modelOf(talked, {columns: 160, rows: 48}), '?');
    for (const model of [after('/ e', wide), after('/ e')])
      for (const row of frame(model).slice(1, -3)) expect(widthOf(row)).toBe(model.view.columns);
  });
});
