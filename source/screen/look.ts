import type {ColorDepth, Style} from '../terminal/style.js';
import {type Safe, safe} from '../terminal/text.js';
import type {Status} from '../vonage/status.js';

/** How the screen is coloured; always with the terminal's own 16 colours. */
export type Theme = 'dark' | 'light' | 'high-contrast' | 'mono' | 'color-blind';

/** How everything is drawn: fixed for a run. Without a theme it is the dark one. */
export type Look = {depth: ColorDepth; ascii: boolean; theme?: Theme};

/**
 * Roles, not colours: what a thing is decides how it looks. This is the dark theme; `themes` has the others. The 16 terminal
 * colours only, so that any terminal's own theme holds.
 */
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
} as const satisfies Record<string, Style>;

export type Role = keyof typeof styles;

/** State glyphs stand beside the word, so that colour and shape are never the only sign. All are one cell wide. */
export const statusLook: Readonly<Record<Status, {glyph: Safe; role: Role; word: Safe}>> = {
  started: {glyph: safe`◌`, role: 'info', word: safe`started`},
  ringing: {glyph: safe`◔`, role: 'warn', word: safe`ringing`},
  answered: {glyph: safe`●`, role: 'live', word: safe`answered`},
  human: {glyph: safe`●`, role: 'live', word: safe`human`},
  machine: {glyph: safe`●`, role: 'warn', word: safe`machine`},
  disconnected: {glyph: safe`↷`, role: 'warn', word: safe`disconnected`},
  busy: {glyph: safe`✗`, role: 'bad', word: safe`busy`},
  cancelled: {glyph: safe`✗`, role: 'warn', word: safe`cancelled`},
  timeout: {glyph: safe`⧖`, role: 'bad', word: safe`timeout`},
  unanswered: {glyph: safe`⧖`, role: 'bad', word: safe`unanswered`},
  failed: {glyph: safe`✗`, role: 'bad', word: safe`failed`},
  completed: {glyph: safe`✓`, role: 'good', word: safe`completed`},
  rejected: {glyph: safe`⊘`, role: 'bad', word: safe`rejected`},
};

/** A leg, or a whole call, that went on in another conversation. */
export const movedLook = {glyph: safe`↷`, role: 'warn', word: safe`moved`} as const;

export const unknownLook = {glyph: safe`?`, role: 'dim', word: safe`unknown`} as const;

export function lookOf(status: Status | undefined): {glyph: Safe; role: Role; word: Safe} {
  return status ? statusLook[status] : unknownLook;
}
