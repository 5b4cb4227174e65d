import type {Theme} from '../store/view-state.js';
import type {Style} from '../terminal/style.js';
import {type Role, styles} from './look.js';

type Styles = Readonly<Record<Role, Style>>;

/** Yellow and cyan cannot be read on white, and half-bright black is grey already. */
const light: Styles = {
  ...styles,
  dim: {color: 'gray'},
  focus: {color: 'blue', bold: true},
  found: {color: 'magenta', bold: true, underline: true},
  warn: {color: 'magenta'},
  info: {color: 'blue'},
  witness: {color: 'blue'},
};

/** Nothing is dim, and what matters is bright and bold. */
const highContrast: Styles = {
  ...styles,
  dim: {},
  border: {},
  title: {bold: true, underline: true},
  focus: {color: 'brightYellow', bold: true},
  selected: {inverse: true, bold: true},
  wrong: {color: 'brightRed', bold: true, underline: true},
  found: {color: 'brightYellow', bold: true, underline: true},
  good: {color: 'brightGreen'},
  bad: {color: 'brightRed', bold: true, underline: true},
  warn: {color: 'brightYellow', bold: true},
  live: {color: 'brightGreen', bold: true},
  info: {color: 'brightCyan'},
  witness: {color: 'brightMagenta'},
};

/** No colour at all: weight, underlining and inversion. */
const mono: Styles = {
  ...styles,
  border: {dim: true},
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
  wrong: {color: 'brightYellow', underline: true},
  found: {color: 'brightYellow', bold: true, underline: true},
  good: {color: 'brightBlue'},
  bad: {color: 'brightYellow', bold: true, underline: true},
  warn: {color: 'yellow'},
  live: {color: 'brightBlue', bold: true},
  focus: {color: 'brightCyan', bold: true},
  witness: {},
};

/** What each role looks like in a theme. */
export const themes: Readonly<Record<Theme, Styles>> = {
  dark: styles,
  light,
  'high-contrast': highContrast,
  mono,
  'color-blind': colorBlind,
};
