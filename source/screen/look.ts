import type {Role} from '../output/roles.js';
import type {Theme} from '../store/view-state.js';
import type {ColorDepth, Style} from '../terminal/style.js';

export {lookOf, movedLook, type Role, statusLook, unknownLook} from '../output/roles.js';

/** How everything is drawn: all but the theme is fixed for a run. Without a theme it is the dark one. */
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
