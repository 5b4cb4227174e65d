import type {Role} from '../output/roles.js';
import type {ColorDepth, Style} from '../terminal/style.js';

export {lookOf, movedLook, type Role, statusLook, unknownLook} from '../output/roles.js';

/** How the screen is coloured; always with the terminal's own 16 colours. */
export type Theme = 'dark' | 'light' | 'high-contrast' | 'mono' | 'color-blind';

/** How everything is drawn: fixed for a run. Without a theme it is the dark one. */
export type Look = {depth: ColorDepth; ascii: boolean; theme?: Theme};

/** This is the dark theme; `themes` has the others. The 16 terminal colours only, so that any terminal's own theme holds. */
export const styles = {
  plain: {},
  dim: {dim: true},
  strong: {bold: true},
  title: {bold: true},
  border: {color: 'gray'},
  focus: {color: 'cyan', bold: true},
  selected: {inverse: true},
  wrong: {color: 'red', underline: true},
  found: {color: 'yellow', bold: true, underline: true},
  good: {color: 'green'},
  bad: {color: 'red', bold: true},
  warn: {color: 'yellow'},
  live: {color: 'green', bold: true},
  info: {color: 'cyan'},
  witness: {color: 'magenta'},
} as const satisfies Record<Role, Style>;
