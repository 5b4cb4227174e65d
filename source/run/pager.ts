import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {PagerFile} from '../screen/pager-text.js';
import type {Environment} from '../terminal/style.js';
import {messageOf} from '../text/system-error.js';
import {runLent, wordsOf} from './lent-program.js';
import {firstProgram} from './programs.js';

/** A pager that ends sooner, ms, has shown what it had and left: nobody has read that yet. */
const AT_A_GLANCE = 1000;

export type PagerOptions = {
  env: Environment;
  /** The terminal's input, by its file descriptor: the pager reads keys there. */
  stdin: number;
  /** Gives the terminal away while something runs. */
  lend: (run: () => Promise<void>) => Promise<void>;
  /** Waits for any key, with what is on the screen still there. */
  anyKey: () => Promise<void>;
  /** ms, on a clock that only goes forward. */
  now: () => number;
  /** Ends the pager. */
  signal: AbortSignal;
};

/**
 * Shows a text in `$PAGER`, else in `less` or `more`, with the terminal handed over, out of a file that only its owner can read
 * and that is gone afterwards. Returns what went wrong, in words. Never rejects.
 */
export async function showInPager({name, text}: PagerFile, options: PagerOptions): Promise<string | undefined> {
  const {env, lend, anyKey, now, signal} = options;
  const own = wordsOf(env.PAGER ?? '');
  const [pager = firstProgram(['less', 'more'], env), ...args] = own;
  if (pager === undefined) return 'There is no pager here: install less, or set PAGER to a program that shows files.';
  if (firstProgram([pager], env) === undefined)
    return `PAGER is ${env.PAGER}, which is not to be found: set it to less, or unset it.`;
  try {
    // mkdtemp makes folders that nobody else can enter.
    const folder = await mkdtemp(join(tmpdir(), 'convo-monitor-'));
    try {
      await writeFile(join(folder, name), text, {mode: 0o600, flag: 'wx'});
      await lend(async () => {
        const started = now();
        await runLent(pager, [...args, name], {...options, folder});
        if (now() - started < AT_A_GLANCE && !signal.aborted) await anyKey();
      });
    } finally {
      await rm(folder, {recursive: true, force: true});
    }
  } catch (error) {
    return `The pager ${pager} could not be started: ${messageOf(error)}`;
  }
  return undefined;
}
