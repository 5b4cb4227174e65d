import type {TerminalReply} from './replies.js';
import {type Background, colorDepth, type Environment, isDumb} from './style.js';

/** What the terminal shows. */
export type Abilities = {readonly ascii: boolean; readonly background: Background | undefined};

/**
 * The charset of the locale (POSIX: `LC_ALL` before `LC_CTYPE` before `LANG`). Without a codeset in its name a locale has an older one:
 * `C` has ASCII, `de_DE` Latin-1, `ja_JP` EUC-JP. `UTF-8` alone is macOS's name for one.
 */
export function charsetOf({LC_ALL, LC_CTYPE, LANG}: Environment): 'utf-8' | 'other' | 'unsaid' {
  const locale = LC_ALL || LC_CTYPE || LANG;
  if (!locale) return 'unsaid';
  return /(?:^|\.)utf-?8(?:@|$)/i.test(locale) ? 'utf-8' : 'other';
}

/** `COLORFGBG` is `foreground;background`, or with a third in between, by number of the 16 colours: rxvt, Konsole and others set it. */
function backgroundIn({COLORFGBG = ''}: Environment): Background | undefined {
  const [, background] = /;(\d+)$/.exec(COLORFGBG) ?? [];
  if (background === undefined || Number(background) > 15) return undefined;
  return background === '7' || background === '15' ? 'light' : 'dark';
}

/**
 * What the terminal shows, as far as it is known: by hand (`ascii`), by what the terminal answered, by the environment, in this order.
 * Where nobody named a charset, only a terminal that was seen to draw our characters in a cell each gets them.
 */
export function abilitiesOf(
  env: Environment,
  ascii: boolean | undefined,
  replies: readonly TerminalReply[],
): Abilities {
  const width = replies.find(reply => reply.of === 'width');
  const background = replies.find(reply => reply.of === 'background');
  const charset = charsetOf(env);
  const isLimited = charset === 'other' || (width ? !width.isEven : charset === 'unsaid');
  return {ascii: ascii ?? isLimited, background: background?.is ?? backgroundIn(env)};
}

/** What to ask the terminal: only what is not decided, and what it can be expected to pass over where it does not know it. */
export function questionsFor(env: Environment, ascii: boolean | undefined): TerminalReply['of'][] {
  if (isDumb(env)) return [];
  const questions: TerminalReply['of'][] = [];
  if (ascii === undefined && charsetOf(env) !== 'other') questions.push('width');
  // Linux's console before 2017 writes such a question out, and has no light background.
  if (colorDepth(env, true) !== 'mono' && env.TERM !== 'linux') questions.push('background');
  return questions;
}
