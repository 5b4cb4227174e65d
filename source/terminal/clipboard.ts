import {inert} from '../text/inert.js';

/**
 * The most that is sent, bytes of text. Terminals cut or drop longer sequences (xterm at 100 kB, screen at 256 bytes a piece, some at
 * 8 kB of base64) without a word, and half a JSON on the clipboard is worse than a message.
 */
const LIMIT = 74_994;

/** `screen` passes on device control strings of less than this many bytes. */
const SCREEN_PIECE = 240;

/** What to send to the terminal, if anything, and what to tell the person. */
export type Copy = {readonly bytes: string; readonly message: string};

/**
 * Puts text on the clipboard of the terminal that the person sits at, with OSC 52: that also works over SSH, where no clipboard
 * program on this machine would. tmux and screen need the sequence wrapped to let it through.
 *
 * A terminal does not say whether it obeyed (some ask, some are set to refuse), so the message says what was sent and how to see it.
 *
 * @param given what to copy; only line ends stay of what would act when it is pasted
 * @param what the thing in words, for the message: `leg id`, `event JSON`
 */
export function copy(given: string, what: string, env: Readonly<Record<string, string | undefined>>): Copy {
  const text = inert(given);
  const size = Buffer.byteLength(text);
  if (size > LIMIT) {
    return {
      bytes: '',
      message: `${what} not copied: ${size} bytes are more than terminals take (${LIMIT}); save a snapshot instead`,
    };
  }
  if (env.TERM === 'dumb')
    return {bytes: '', message: `${what} not copied: this terminal (TERM=dumb) has no clipboard`};
  const sequence = `\x1b]52;c;${Buffer.from(text).toString('base64')}\x07`;
  const message = `${what} copied (${size} bytes sent to the terminal's clipboard)`;
  if (env.TMUX) {
    return {
      // Both ways: tmux itself takes the plain one (set-clipboard), the wrapped one reaches the terminal around it (allow-passthrough).
      bytes: `${sequence}\x1bPtmux;${sequence.replaceAll('\x1b', '\x1b\x1b')}\x1b\\`,
      message: `${message}; in tmux that needs: set -g set-clipboard on`,
    };
  }
  if (env.STY) {
    const pieces = sequence.match(new RegExp(`[\\s\\S]{1,${SCREEN_PIECE}}`, 'g')) ?? [];
    return {bytes: pieces.map(piece => `\x1bP${piece}\x1b\\`).join(''), message};
  }
  return {bytes: sequence, message};
}
