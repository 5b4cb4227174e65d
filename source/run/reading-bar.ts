import {fstatSync} from 'node:fs';
import {isLong, readingText} from '../store/reading.js';
import {isInForeground, LOOK_EVERY} from '../terminal/foreground.js';
import type {Source} from './source.js';

const CLEAR = '\r\x1b[K';

/**
 * Says on standard error how far a recording has been read while that takes long: where that is a terminal, and the lines go to a file. A
 * pipe may lead to a pager, whose screen it is then; lines on the terminal show by themselves that they come. Returns how to stop it.
 */
export function readingBar({reading}: Pick<Source, 'reading'>): () => void {
  const {stdout, stderr} = process;
  if (!reading || !stderr.isTTY || stdout.isTTY || process.env.TERM === 'dumb') return () => undefined;
  const out = fstatSync(1);
  if (out.isFIFO() || out.isSocket()) return () => undefined;
  return barBelow('Reading', reading);
}

/** The same where nothing else is written meanwhile: wherever standard error is a terminal. */
export function barBelow(what: string, reading: NonNullable<Source['reading']>): () => void {
  const {stderr} = process;
  if (!stderr.isTTY || process.env.TERM === 'dumb') return () => undefined;
  let isShown = false;
  const show = () => {
    const news = reading();
    if (!isLong(news) || !isInForeground()) return;
    isShown = true;
    // At the row's beginning again, where other lines go on.
    stderr.write(`${CLEAR}${what}: ${readingText(news)}\r`);
  };
  const timer = setInterval(show, Math.max(200, LOOK_EVERY));
  return () => {
    clearInterval(timer);
    if (isShown) stderr.write(CLEAR);
  };
}
