import type {Status} from '../call/status.js';
import {type Safe, safe} from '../text/printable.js';

/** Roles, not colours: what a thing is decides how it looks. Which colours these are is for the screen's themes to say. */
export type Role =
  | 'plain'
  | 'dim'
  | 'strong'
  | 'title'
  | 'border'
  | 'focus'
  | 'selected'
  | 'wrong'
  | 'found'
  | 'good'
  | 'bad'
  | 'warn'
  | 'live'
  | 'info'
  | 'witness';

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
