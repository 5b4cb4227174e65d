import type {Safe} from '../text/printable.js';

/** The 16 colours that every terminal has and every terminal theme defines. */
const COLORS = {
  black: 30,
  red: 31,
  green: 32,
  yellow: 33,
  blue: 34,
  magenta: 35,
  cyan: 36,
  white: 37,
  gray: 90,
  brightRed: 91,
  brightGreen: 92,
  brightYellow: 93,
  brightBlue: 94,
  brightMagenta: 95,
  brightCyan: 96,
  brightWhite: 97,
} as const;

/** The name of one of the 16 terminal colours. */
export type Color = keyof typeof COLORS;

/** How a text looks, as data. */
export type Style = {
  readonly color?: Color | undefined;
  readonly bold?: boolean | undefined;
  readonly dim?: boolean | undefined;
  readonly inverse?: boolean | undefined;
  readonly underline?: boolean | undefined;
};

/** A text with its style in it: for the terminal, no longer for {@link Safe}'s measuring and cutting. */
export type Painted = string & {readonly painted?: never};

/** `none`: not a single escape. `mono`: bold, dim, inverse and underline, but no colour. `color`: all of it. */
export type ColorDepth = 'none' | 'mono' | 'color';

/**
 * What may be drawn, from the environment: `FORCE_COLOR` (`0` and `false` mean no colour) before `NO_COLOR` (any value, see
 * no-color.org) before what the device is. `NO_COLOR` is about colour: a selection may still be inverse.
 */
export function colorDepth(env: Readonly<Record<string, string | undefined>>, isTTY: boolean): ColorDepth {
  const forced = env.FORCE_COLOR;
  const isForcedOff = forced === '0' || forced === 'false';
  if (forced && !isForcedOff) return 'color';
  if (!isTTY || env.TERM === 'dumb') return 'none';
  return env.NO_COLOR || isForcedOff ? 'mono' : 'color';
}

/** Gives a text its style, as far as the depth allows. What follows it looks as it did before. */
export function paint(style: Style, text: Safe, depth: ColorDepth = 'color'): Painted {
  if (depth === 'none' || text === '') return text;
  const open: number[] = [];
  const close: number[] = [];
  if (style.bold) open.push(1);
  if (style.dim) open.push(2);
  if (open.length > 0) close.push(22);
  if (style.underline) open.push(4) && close.push(24);
  if (style.inverse) open.push(7) && close.push(27);
  if (style.color && depth === 'color') open.push(COLORS[style.color]) && close.push(39);
  return open.length === 0 ? text : `\x1b[${open.join(';')}m${text}\x1b[${close.join(';')}m`;
}
