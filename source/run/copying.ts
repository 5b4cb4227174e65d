import {spawn} from 'node:child_process';
import {relative} from 'node:path';
import {writeText} from '../output/write-file.js';
import {sendingOf} from '../terminal/clipboard.js';
import type {Environment} from '../terminal/style.js';
import {inert} from '../text/inert.js';
import {messageOf} from '../text/system-error.js';
import {stamp} from '../text/time.js';

export type CopyOptions = {
  env: Environment;
  /** Sends bytes to the terminal. */
  send: (bytes: string) => void;
  /** Where a file goes that a clipboard does not take. */
  folder: string;
  /** Learns of such a file. */
  onSaved?: ((file: string) => void) | undefined;
};

/** What became of it, in words. */
export type Copied = {text: string; tone: 'good' | 'bad'};

/**
 * Copies a text to where the person can paste it from, and says where that is: by tmux where that runs, else by the terminal's clipboard,
 * else into a file. Only line ends stay of what would act when it is pasted. Never rejects.
 *
 * @param what the thing in words, for the message: `leg id`, `event JSON`
 */
export async function copyText(
  given: string,
  what: string,
  {env, send, folder, onSaved}: CopyOptions,
): Promise<Copied> {
  const text = inert(given);
  const size = Buffer.byteLength(text);
  const sending = sendingOf(text, env);
  if ('bytes' in sending) {
    const trouble = env.TMUX ? await byTmux(text, env) : undefined;
    if (env.TMUX && trouble === undefined) {
      return {text: `${what} copied (${size} bytes, by tmux: its buffer and the clipboard around it)`, tone: 'good'};
    }
    send(sending.bytes);
    const why = trouble && `; tmux load-buffer -w failed: ${trouble}; so that needs: set -g set-clipboard on`;
    return {text: `${what} copied (${size} bytes sent to the terminal's clipboard${why ?? ''})`, tone: 'good'};
  }
  try {
    const target = {folder, name: `copied-${stamp(Date.now())}`, ending: 'txt'};
    const file = await writeText(`${text}\n`, target, 'The copy');
    onSaved?.(file);
    return {text: `${what} written to ${relative(folder, file)}: ${sending.why}`, tone: 'good'};
  } catch (error) {
    return {
      text: `${what} not copied: ${sending.why}. ${messageOf(error)}`,
      tone: 'bad',
    };
  }
}

/** How long tmux may take, ms. */
const PATIENCE = 2000;

/**
 * Gives a text to tmux, and by it (`-w`, tmux 3.2) to the clipboard of the terminal around it: with its default settings it takes no
 * sequence for that from a program. Resolves with what went wrong, in words.
 */
function byTmux(text: string, env: Environment): Promise<string | undefined> {
  return new Promise(resolve => {
    const tmux = spawn('tmux', ['load-buffer', '-w', '-'], {env, stdio: ['pipe', 'ignore', 'pipe'], timeout: PATIENCE});
    let said = '';
    tmux.stderr.setEncoding('utf8').on('data', more => {
      said = (said + more).slice(0, 200);
    });
    // It may leave before it has read all.
    tmux.stdin.on('error', () => undefined);
    tmux.on('error', error => resolve(error.message));
    tmux.on('close', (code, signal) =>
      resolve(code === 0 ? undefined : said.trim() || `it ended with ${signal ?? code}`),
    );
    tmux.stdin.end(text);
  });
}
