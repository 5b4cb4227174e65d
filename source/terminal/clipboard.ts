import {type Environment, isDumb} from './style.js';

/**
 * The most that is sent, bytes of text. Terminals cut or drop longer sequences (xterm at 100 kB, screen at 256 bytes a piece, some at
 * 8 kB of base64) without a word, and half a JSON on the clipboard is worse than a message.
 */
const LIMIT = 74_994;

/** `screen` passes on device control strings of less than this many bytes. */
const SCREEN_PIECE = 240;

/** What to send to the terminal, or why it cannot take it, in words. */
export type Sending = {readonly bytes: string} | {readonly why: string};

/**
 * What puts a text on the clipboard of the terminal that the person sits at (OSC 52): that also works over SSH, where no clipboard
 * program on this machine would. tmux and screen need the sequence wrapped to let it through.
 *
 * A terminal does not say whether it obeyed: some ask, some are set to refuse.
 */
export function sendingOf(text: string, env: Environment): Sending {
  const size = Buffer.byteLength(text);
  if (size > LIMIT) return {why: `${size} bytes are more than terminals take (${LIMIT})`};
  if (isDumb(env) || env.TERM === 'linux') return {why: `this terminal (TERM=${env.TERM}) has no clipboard`};
  const sequence = `\x1b]52;c;${Buffer.from(text).toString('base64')}\x07`;
  // Both ways: tmux itself takes the plain one (set-clipboard), the wrapped one reaches the terminal around it (allow-passthrough).
  if (env.TMUX) return {bytes: `${sequence}\x1bPtmux;${sequence.replaceAll('\x1b', '\x1b\x1b')}\x1b\\`};
  if (!env.STY) return {bytes: sequence};
  const pieces = sequence.match(new RegExp(`[\\s\\S]{1,${SCREEN_PIECE}}`, 'g')) ?? [];
  return {bytes: pieces.map(piece => `\x1bP${piece}\x1b\\`).join('')};
}
