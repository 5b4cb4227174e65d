import type {Background} from './style.js';

/** What a terminal answered: how wide it draws, what it draws on, or only that it has answered all that came before. */
export type TerminalReply =
  | {readonly of: 'width'; readonly isEven: boolean}
  | {readonly of: 'background'; readonly is: Background}
  | {readonly of: 'all'};

/**
 * Characters of "ambiguous width", which terminals set up for Chinese, Japanese or Korean draw two cells wide. A terminal that does not
 * take UTF-8 draws more cells, too, and finds nothing in their bytes to obey.
 */
const PROBE = '·─│→…▒';

/** Where they are written, and wiped off again. In the first row the answer could be taken for Shift and F3. */
const PLACE = '\x1b[2;1H';

const QUESTIONS: Readonly<Record<TerminalReply['of'], string>> = {
  width: `${PLACE}${PROBE}\x1b[6n${PLACE}\x1b[K`,
  background: '\x1b]11;?\x1b\\',
  // Every terminal says what it is (DA1), and says it last: what it has not answered by then it will not answer.
  all: '\x1b[c',
};

/** The bytes that ask. They must come before the first frame, which covers whatever a terminal makes of them. */
export function questionSequences(of: readonly TerminalReply['of'][]): string {
  return of.length === 0 ? '' : [...of, 'all' as const].map(each => QUESTIONS[each]).join('');
}

/** What a whole sequence answers; undefined for anything else. */
export function replyOf(sequence: string): TerminalReply | undefined {
  const [, column] = /^\x1b\[2;(\d{1,4})R$/.exec(sequence) ?? [];
  if (column !== undefined) return {of: 'width', isEven: Number(column) === PROBE.length + 1};
  if (/^\x1b\[\?[\d;]*c$/.test(sequence)) return {of: 'all'};
  const [, color] = /^\x1b\]11;([^\x07\x1b]*)(?:\x07|\x1b\\)$/.exec(sequence) ?? [];
  const is = color === undefined ? undefined : kindOf(color);
  return is && {of: 'background', is};
}

/** Whether what has come of a sequence may become an answer. */
export function isReplyBegun(text: string): boolean {
  return /^\x1b(?:\[(?:\?[\d;]*|[\d;]*)|\](?:1(?:1(?:;[^\x07\x1b]*\x1b?)?)?)?)?$/.test(text);
}

/** X11's way to write a colour: `rgb:` and one to four hexadecimal digits for each of red, green and blue. */
function kindOf(color: string): Background | undefined {
  const [, ...parts] = /^rgba?:([\da-f]{1,4})\/([\da-f]{1,4})\/([\da-f]{1,4})(?:\/[\da-f]{1,4})?$/i.exec(color) ?? [];
  if (parts.length < 3) return undefined;
  const [red = 0, green = 0, blue = 0] = parts.map(part => Number.parseInt(part, 16) / (16 ** part.length - 1));
  return luminance(red, green, blue) > EVEN_CONTRAST ? 'light' : 'dark';
}

/** On a background of this luminance black and white stand out alike. */
const EVEN_CONTRAST = Math.sqrt(1.05 * 0.05) - 0.05;

/** How bright a colour of sRGB is, from 0 to 1 as its parts are (WCAG 2). */
export function luminance(red: number, green: number, blue: number): number {
  const linear = (part: number) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}
