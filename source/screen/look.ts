import type {Role} from '../output/roles.js';
import type {Theme} from '../store/view-state.js';
import type {Paints, Style} from '../terminal/style.js';

export {lookOf, movedLook, type Role, statusLook, unknownLook} from '../output/roles.js';

/** How everything is drawn. Without a theme it is the one for the background. */
export type Look = Paints & {ascii: boolean; theme?: Theme};

/** This is the dark theme; `themes` has the others. */
export const styles = {
  plain: {},
  dim: {color: 'gray'},
  strong: {bold: true},
  title: {bold: true},
  border: {color: 'gray'},
  focus: {color: 'cyan', bold: true},
  selected: {inverse: true},
  cursor: {hasCursor: true},
  wrong: {color: 'red', underline: true},
  found: {color: 'yellow', bold: true, underline: true},
  good: {color: 'green'},
  bad: {color: 'red', bold: true},
  warn: {color: 'yellow'},
  live: {color: 'green', bold: true},
  info: {color: 'cyan'},
  witness: {color: 'magenta'},
  paper: {print: 'paper'},
  ink: {print: 'ink'},
} as const satisfies Record<Role, Style>;
