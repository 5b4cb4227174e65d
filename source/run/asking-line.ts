import type {HopWatcher} from '../doctor/evidence.js';
import {isInForeground, LOOK_EVERY} from '../terminal/foreground.js';
import {forStream} from './paint.js';

const CLEAR = '\r\x1b[K';

/** ms: what is answered sooner needs no word. */
const PATIENCE = 400;

/**
 * Says on standard error, where that is a terminal, which hops are being asked, and for how long, while that takes long. `end` takes it away again.
 */
export function askingLine(): {watch: HopWatcher; end: () => void} {
  const {stderr} = process;
  if (!stderr.isTTY || process.env.TERM === 'dumb') return {watch: () => undefined, end: () => undefined};
  const began = performance.now();
  const asked = new Map<Promise<unknown>, string>();
  let isShown = false;
  const show = () => {
    const ms = performance.now() - began;
    if (ms < PATIENCE || asked.size === 0 || !isInForeground()) return;
    isShown = true;
    const line = `Asking: ${[...asked.values()].join(', ')} … ${Math.floor(ms / 1000)} s`;
    stderr.write(`${CLEAR}${forStream(stderr, line.slice(0, Math.max(0, stderr.columns - 1)))}`);
  };
  const timer = setInterval(show, Math.max(200, LOOK_EVERY));
  return {
    watch(hop, answer) {
      asked.set(answer, hop);
      const answered = () => void asked.delete(answer);
      answer.then(answered, answered);
    },
    end() {
      clearInterval(timer);
      if (isShown) stderr.write(CLEAR);
    },
  };
}
