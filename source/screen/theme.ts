import type {Theme} from '../store/view-state.js';
import type {Background, Style} from '../terminal/style.js';
import {type Look, type Role, styles} from './look.js';

type Styles = Readonly<Record<Role, Style>>;

/** Nothing is grey, and what matters is bold. */
const highContrast: Styles = {
  ...styles,
  dim: {},
  border: {},
  title: {bold: true, underline: true},
  focus: {color: 'yellow', bold: true},
  selected: {inverse: true, bold: true},
  wrong: {color: 'red', bold: true, underline: true},
  bad: {color: 'red', bold: true, underline: true},
  warn: {color: 'yellow', bold: true},
};

/** No colour at all: weight, underlining and inversion. */
const mono: Styles = {
  ...styles,
  dim: {},
  border: {},
  focus: {bold: true},
  wrong: {underline: true},
  found: {bold: true, underline: true},
  good: {},
  bad: {bold: true, underline: true},
  warn: {bold: true},
  live: {bold: true},
  info: {},
  witness: {},
};

/** Blue against yellow, which those see apart who do not see red and green apart; what is bad is underlined as well. */
const colorBlind: Styles = {
  ...styles,
  wrong: {color: 'yellow', underline: true},
  good: {color: 'blue'},
  bad: {color: 'yellow', bold: true, underline: true},
  live: {color: 'blue', bold: true},
  witness: {},
};

/** What each role looks like in a theme. */
export const themes: Readonly<Record<Theme, Styles>> = {
  dark: styles,
  light: styles,
  'high-contrast': highContrast,
  mono,
  'color-blind': colorBlind,
};

/** What a theme is meant for; the others are for both. */
const backgrounds: Partial<Record<Theme, Background>> = {dark: 'dark', light: 'light'};

/** The background that a theme's colours are for: its own, or else the terminal's. */
export function backgroundOf({theme, background = 'dark'}: Pick<Look, 'theme' | 'background'>): Background {
  return (theme && backgrounds[theme]) ?? background;
}
