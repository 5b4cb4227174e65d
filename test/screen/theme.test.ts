import {describe, expect, it} from 'vitest';
import {paintText} from '../../source/screen/line.js';
import {type Role, statusLook, styles} from '../../source/screen/look.js';
import {themes} from '../../source/screen/theme.js';
import type {Theme} from '../../source/store/view-state.js';
import {luminance} from '../../source/terminal/replies.js';
import {safe} from '../../source/text/printable.js';
import {talked} from '../helpers/calls.js';
import {frame, modelOf} from './frame.js';

const names = Object.keys(themes) as Theme[];
/** Those of texts that people read: two are for cameras. */
const roles = (Object.keys(styles) as Role[]).filter(role => !['cursor', 'paper', 'ink'].includes(role));
const colorOf = (theme: Theme, role: Role) => themes[theme][role].color;

/** Backgrounds that people have: the first is the one that a theme's colours must be readable on by the letter of WCAG. */
const backgrounds = {
  dark: {
    black: '000000',
    'Solarized dark': '002b36',
    Dracula: '282a36',
    'One Dark': '282c34',
    Ubuntu: '300a24',
    Nord: '2e3440',
  },
  light: {white: 'ffffff', 'Solarized light': 'fdf6e3', 'Gruvbox light': 'fbf1c7', 'Selenized light': 'fbf3db'},
};
/** The texts of these terminal themes that have no colour. */
const text = {dark: 'ffffff', light: '000000'};

/** The 16 colours as xterm has them, and as VGA and Linux's console do. */
const sixteen = {
  xterm:
    '000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5 7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff',
  VGA: '000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa 555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff',
};

/** A colour of the 256 that is the same everywhere, as hexadecimal digits. */
function fixed(index: number): string {
  const level = (step: number) => (step === 0 ? 0 : 55 + 40 * step);
  const cube = index - 16;
  const parts =
    index > 231 ? [0, 0, 0].map(() => 8 + 10 * (index - 232)) : [36, 6, 1].map(by => level(Math.floor(cube / by) % 6));
  return parts.map(part => part.toString(16).padStart(2, '0')).join('');
}

/** The colour that a painted text has, as hexadecimal digits. Bold ones of the first 16 are bright ones in many terminals. */
function colorIn(painted: string, palette: string, plain: string): string {
  const [, many] = /38;5;(\d+)/.exec(painted) ?? [];
  if (many !== undefined) return fixed(Number(many));
  const [, bright, few] = /(?:^|[[;])([39])([0-7])m/.exec(painted) ?? [];
  const isBright = bright === '9' || /\[1;/.test(painted);
  return few === undefined ? plain : (palette.split(' ')[Number(few) + (isBright ? 8 : 0)] ?? plain);
}

const bright = (hex: string) => {
  const [red = 0, green = 0, blue = 0] = (hex.match(/../g) ?? []).map(part => Number.parseInt(part, 16) / 255);
  return luminance(red, green, blue);
};

/** WCAG 2's contrast of two colours, from 1 to 21. */
function contrast(one: string, other: string): number {
  const [less = 0, more = 0] = [bright(one), bright(other)].sort((a, b) => a - b);
  return (more + 0.05) / (less + 0.05);
}

describe('A text can be read (4.5 : 1 or more)', () => {
  const cases = names.flatMap(theme =>
    (['dark', 'light'] as const)
      .filter(background => theme === background || !(theme === 'dark' || theme === 'light'))
      .map(background => [theme, background] as const),
  );

  it.each(cases)('with the theme %s on %s, in every role', (theme, background) => {
    const [palette] = Object.values(sixteen);
    for (const role of roles) {
      const painted = paintText({depth: 'many', ascii: false, theme, background}, role, safe`x`);
      for (const [name, behind] of Object.entries(backgrounds[background])) {
        const ratio = contrast(colorIn(painted, palette ?? '', text[background]), behind);
        expect({role, name, ratio}).toEqual({role, name, ratio: expect.toSatisfy((ratio: number) => ratio >= 4.5)});
      }
    }
  });

  it.each(cases)('with the theme %s on %s, in terminals of 16 colours', (theme, background) => {
    for (const [name, palette] of Object.entries(sixteen)) {
      for (const role of roles) {
        const painted = paintText({depth: 'few', ascii: false, theme, background}, role, safe`x`);
        const ratio = contrast(
          colorIn(painted, palette, text[background]),
          background === 'dark' ? '000000' : 'ffffff',
        );
        expect({role, name, ratio}).toEqual({role, name, ratio: expect.toSatisfy((ratio: number) => ratio >= 4.5)});
      }
    }
  });

  it('with no theme as with the one for the background', () => {
    const look = {depth: 'many', ascii: false} as const;
    expect(paintText({...look, background: 'light'}, 'warn', safe`x`)).toBe(
      paintText({...look, theme: 'light'}, 'warn', safe`x`),
    );
    expect(paintText({...look, theme: 'dark', background: 'light'}, 'warn', safe`x`)).toBe(
      paintText(look, 'warn', safe`x`),
    );
  });
});

describe('A theme', () => {
  it.each(names)(
    '%s has nothing dim, which is as dark as a terminal likes, and no colour that a terminal theme may hide',
    theme => {
      for (const role of roles) {
        const painted = paintText({depth: 'few', ascii: false, theme}, role, safe`x`);
        expect(painted).toMatch(/^(x|\x1b\[(1|4|7|3[1-6]|9[135])(;(1|4|7|3[1-6]|9[135]))*mx\x1b\[[\d;]+m)$/);
      }
    },
  );

  it.each(names)('%s shows what is selected, wrong or found without any colour', theme => {
    for (const role of ['selected', 'wrong', 'found'] as const) {
      expect(paintText({depth: 'mono', ascii: false, theme}, role, safe`x`)).not.toBe('x');
    }
  });

  it('mono has no colour', () => {
    expect(roles.filter(role => colorOf('mono', role) !== undefined)).toEqual([]);
  });

  it('high-contrast has nothing grey', () => {
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
      return frame({...model, view: {...model.view, theme}}, {depth: 'many', ascii: false, theme: begunWith});
    };
    for (const theme of names) expect(rows(theme, 'light')).toEqual(rows(undefined, theme));
    expect(rows('mono').join()).not.toMatch(/\x1b\[(?:[\d;]*;)?(?:[39]\d|38;[\d;]+)m/);
  });
});

describe('A status', () => {
  it('is a word beside its glyph, so that it is never known by its colour alone', () => {
    const words = Object.values(statusLook).map(({word}) => word);
    expect(new Set(words).size).toBe(words.length);
  });
});
