import type {Safe} from '../text/printable.js';

/** What a text stands on. */
export type Background = 'dark' | 'light';

/**
 * SGR parameters of each hue: on a dark and on a light background, in terminals with 256 colours and in those with 16. The 256 are the
 * same everywhere but for the first 16, which every terminal theme defines as it likes: Solarized's bright black is its background. So
 * only they promise that a text can be read. Of the 16 a hue has the one that can be read in most themes; grey, which none of them is, has none.
 */
const HUES = {
  gray: {dark: {many: '38;5;249', few: ''}, light: {many: '38;5;240', few: ''}},
  red: {dark: {many: '38;5;210', few: '91'}, light: {many: '38;5;124', few: '31'}},
  green: {dark: {many: '38;5;114', few: '32'}, light: {many: '38;5;22', few: '34'}},
  yellow: {dark: {many: '38;5;221', few: '93'}, light: {many: '38;5;94', few: '35'}},
  blue: {dark: {many: '38;5;117', few: '36'}, light: {many: '38;5;25', few: '34'}},
  magenta: {dark: {many: '38;5;183', few: '95'}, light: {many: '38;5;90', few: '35'}},
  cyan: {dark: {many: '38;5;80', few: '36'}, light: {many: '38;5;24', few: '34'}},
} as const;

/** What colours there are; each theme says what it means by them. */
export type Color = keyof typeof HUES;

/** How a text looks, as data. */
export type Style = {
  readonly color?: Color | undefined;
  readonly bold?: boolean | undefined;
  readonly inverse?: boolean | undefined;
  readonly underline?: boolean | undefined;
  /** The terminal's own cursor stands here, where text goes in. */
  readonly hasCursor?: boolean | undefined;
  /** For what a camera reads, whatever the terminal stands on: dark on light, or a place that is dark. */
  readonly print?: 'paper' | 'ink' | undefined;
};

/** Black on white, and black, of the colours that are the same everywhere where there are as many. */
const PRINTS = {
  paper: {many: '38;5;16;48;5;231', few: '30;107'},
  ink: {many: '38;5;231;48;5;16', few: '97;40'},
} as const;

/** A text with its style in it: for the terminal, no longer for {@link Safe}'s measuring and cutting. */
export type Painted = string & {readonly painted?: never};

/** `none`: not a single escape. `mono`: bold, inverse and underline, but no colour. `few`: 16 colours. `many`: 256. */
export type ColorDepth = 'none' | 'mono' | 'few' | 'many';

/** What this takes of a process's environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What may be drawn, from the environment: `FORCE_COLOR` (`0` and `false` mean no colour) before `NO_COLOR` (any value, see
 * no-color.org) before what the device is. `NO_COLOR` is about colour: a selection may still be inverse.
 */
export function colorDepth(env: Environment, isTTY: boolean): ColorDepth {
  const forced = env.FORCE_COLOR;
  const isForcedOff = forced === '0' || forced === 'false';
  const colors = hasMany(env) ? 'many' : 'few';
  if (forced && !isForcedOff) return colors;
  if (!isTTY || isDumb(env)) return 'none';
  return env.NO_COLOR || isForcedOff ? 'mono' : colors;
}

/** A terminal that only takes lines: no cursor, no colours, nothing else to obey. */
export function isDumb({TERM = ''}: Environment): boolean {
  return /^(?:dumb|unknown)\b/.test(TERM);
}

/** 256 colours: by the name, by what such terminals set besides, and in tmux, which has them whatever it is called. */
function hasMany({TERM = '', COLORTERM, TMUX, WT_SESSION}: Environment): boolean {
  const isNamed = /^xterm(?!-(?:16|88)?color)|256|direct|kitty|alacritty|foot|ghostty|wezterm|contour/.test(TERM);
  return isNamed || [COLORTERM, TMUX, WT_SESSION].some(value => value !== undefined && value !== '');
}

/** With what a text is painted: the dark background where nobody knows. */
export type Paints = {readonly depth: ColorDepth; readonly background?: Background | undefined};

/** Within a frame: the next cell has the cursor. The default font (SGR 10), which no style asks for, and which no terminal is sent. */
export const CURSOR_HERE = '\x1b[10m';

/** Gives a text its style, as far as the depth allows. What follows it looks as it did before. */
export function paint(style: Style, text: Safe, {depth, background = 'dark'}: Paints): Painted {
  if (depth === 'none' || text === '') return text;
  if (style.hasCursor) return `${CURSOR_HERE}${text}`;
  if (style.print) return printed(style.print, text, {depth, background});
  const hue = style.color && depth !== 'mono' ? HUES[style.color][background][depth] : '';
  // Of the first 16 colours many terminals show the bright one where a text is bold: on a light background it fades.
  const wouldFade = hue !== '' && depth === 'few' && background === 'light';
  const open: (number | string)[] = [];
  const close: number[] = [];
  if (style.bold && !wouldFade) open.push(1) && close.push(22);
  if (style.underline) open.push(4) && close.push(24);
  if (style.inverse) open.push(7) && close.push(27);
  if (hue) open.push(hue) && close.push(39);
  return open.length === 0 ? text : `\x1b[${open.join(';')}m${text}\x1b[${close.join(';')}m`;
}

/** Without colours, what is light is what the terminal stands on, or the inverse of it. */
function printed(print: 'paper' | 'ink', text: Safe, {depth, background}: Required<Paints>): Painted {
  if (depth === 'many' || depth === 'few') return `\x1b[${PRINTS[print][depth]}m${text}\x1b[39;49m`;
  return (print === 'paper') === (background === 'dark') ? `\x1b[7m${text}\x1b[27m` : text;
}
