import {describe, expect, it} from 'vitest';
import {show} from '../../source/screen/line.js';
import {type Role, statusLook, styles} from '../../source/screen/look.js';
import {themes} from '../../source/screen/theme.js';
import type {Theme} from '../../source/store/view-state.js';
import {safe} from '../../source/text/printable.js';
import {talked} from '../helpers/calls.js';
import {frame, modelOf} from './frame.js';

const names = Object.keys(themes) as Theme[];
const roles = Object.keys(styles) as Role[];
const colorOf = (theme: Theme, role: Role) => themes[theme][role].color;

describe('A theme', () => {
  it.each(names)('%s uses nothing but the colours that a terminal theme defines', theme => {
    for (const role of roles) {
      const painted = show({depth: 'color', ascii: false, theme}, role, safe`x`);
      expect(painted).toMatch(/^(x|\x1b\[(1|2|4|7|3[0-7]|9[0-7])(;(1|2|4|7|3[0-7]|9[0-7]))*mx\x1b\[[\d;]+m)$/);
    }
  });

  it.each(names)('%s shows what is selected, wrong or found without any colour', theme => {
    for (const role of ['selected', 'wrong', 'found'] as const) {
      expect(show({depth: 'mono', ascii: false, theme}, role, safe`x`)).not.toBe('x');
    }
  });

  it('mono has no colour', () => {
    expect(roles.filter(role => colorOf('mono', role) !== undefined)).toEqual([]);
  });

  it('light keeps away from what cannot be read on white', () => {
    for (const role of roles) expect(String(colorOf('light', role))).not.toMatch(/yellow|cyan|white/i);
  });

  it('high-contrast has nothing dim or grey', () => {
    for (const role of roles) expect(themes['high-contrast'][role]).not.toMatchObject({dim: true});
    expect(roles.filter(role => colorOf('high-contrast', role) === 'gray')).toEqual([]);
  });

  it('color-blind tells good from bad without red and green', () => {
    for (const role of roles) expect(String(colorOf('color-blind', role))).not.toMatch(/red|green/i);
    expect(colorOf('color-blind', 'good')).not.toBe(colorOf('color-blind', 'bad'));
  });
});

describe('A theme that is chosen while the program runs', () => {
  it('colours the next frame, whatever the run began with', () => {
    const rows = (theme: Theme | undefined, begunWith?: Theme) => {
      const model = modelOf(talked);
      return frame({...model, view: {...model.view, theme}}, {depth: 'color', ascii: false, theme: begunWith});
    };
    for (const theme of names) expect(rows(theme, 'light')).toEqual(rows(undefined, theme));
    expect(rows('mono').join()).not.toMatch(/\x1b\[[\d;]*[39]\dm/);
  });
});

describe('A status', () => {
  it('is a word beside its glyph, so that it is never known by its colour alone', () => {
    const words = Object.values(statusLook).map(({word}) => word);
    expect(new Set(words).size).toBe(words.length);
  });
});
