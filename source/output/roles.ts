import {type Status, statuses, statusNames} from '../call/status.js';
import {printable, type Safe, safe} from '../text/printable.js';

/** Roles, not colours: what a thing is decides how it looks. Which colours these are is for the screen's themes to say. */
export type Role =
  | 'plain'
  | 'dim'
  | 'strong'
  | 'title'
  | 'border'
  | 'focus'
  | 'selected'
  | 'cursor'
  | 'wrong'
  | 'found'
  | 'good'
  | 'bad'
  | 'warn'
  | 'live'
  | 'info'
  | 'witness'
  | 'paper'
  | 'ink';

type StatusLook = {glyph: Safe; role: Role; word: Safe};

export const statusLook = Object.fromEntries(
  statusNames.map((name): [Status, StatusLook] => {
    const {glyph, tone} = statuses[name];
    return [name, {glyph: printable(glyph), role: tone, word: printable(name)}];
  }),
) as Readonly<Record<Status, StatusLook>>;

/** A leg, or a whole call, that went on in another conversation. */
export const movedLook = {glyph: safe`↷`, role: 'warn', word: safe`moved`} as const;

export const unknownLook = {glyph: safe`?`, role: 'dim', word: safe`unknown`} as const;

export function lookOf(status: Status | undefined): StatusLook {
  return status ? statusLook[status] : unknownLook;
}
