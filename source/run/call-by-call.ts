import {stat} from 'node:fs/promises';
import type {Config} from '../config/resolve.js';
import {endedBy} from '../terminal/signals.js';
import {areLines} from './lines-or-screen.js';
import {ceilingOf} from './listening.js';
import {openCall, openReplay} from './recorded.js';
import {callChooser} from './recordings/choose-call.js';
import {recordingNamed} from './recordings/named.js';
import {withAgain} from './replay/opened.js';
import {show} from './show.js';
import type {ShowFlags} from './start.js';

/** Bytes from which on the calls of a recording are listed before any of it is read. */
export const LARGE = 64e6;

/** The file of a recording that is so large that a person chooses among its calls first; undefined for all else. */
export async function largeOne(files: readonly string[], flags: ShowFlags): Promise<string | undefined> {
  const [name, ...others] = files;
  if (name === undefined || others.length > 0 || areLines(flags)) return undefined;
  const file = await recordingNamed(name);
  // What is packed has no places.
  if (file === '-' || file.endsWith('.gz')) return undefined;
  const found = await stat(file).catch(() => undefined);
  return found?.isFile() && found.size >= LARGE ? file : undefined;
}

/** Shows one call of a recording after the other, as they are chosen. Returns the exit status. */
export async function showCallByCall(file: string, flags: ShowFlags, config: Config): Promise<number> {
  const ceiling = ceilingOf(config);
  const choose = await callChooser(file, flags);
  for (let last: string | undefined; ; ) {
    const chosen = await choose(last);
    if (chosen === 'left') return 0;
    if (chosen === 'interrupted') return endedBy.SIGINT;
    const opened = {...(await (chosen === 'all' ? openReplay([file]) : openCall(file, chosen))), ceiling};
    const {source, resend} = withAgain(opened, config);
    try {
      const {exit} = await show({source, flags, resend, onStop: source.close});
      if (chosen === 'all' || exit !== 0) return exit;
    } finally {
      await source.close();
    }
    last = chosen.id;
  }
}
