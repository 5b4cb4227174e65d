import {type FSWatcher, watch} from 'node:fs';

/** Tells when a file may have more in it. */
export type Growth = {
  /** Resolves soon after the next write, or one since it was asked last, and now and then; or when the signal comes. */
  more(signal: AbortSignal): Promise<void>;
  close(): void;
};

/** Not every file system tells of writes, ms. */
const LOOK_EVERY = 100;

/** ms from a write on: until then the webhook is answered that it is about, and more may have come that is read together. */
const SOON = 10;

export function watchGrowth(file: string): Growth {
  let hasGrown = false;
  let wake: (() => void) | undefined;
  const watcher = watcherOf(file, () => {
    hasGrown = true;
    wake?.();
  });
  watcher?.on('error', () => watcher.close());
  return {
    more: signal =>
      new Promise(resolve => {
        const done = (): void => {
          clearTimeout(timer);
          signal.removeEventListener('abort', done);
          wake = undefined;
          hasGrown = false;
          resolve();
        };
        let timer = setTimeout(done, LOOK_EVERY);
        signal.addEventListener('abort', done, {once: true});
        wake = () => {
          wake = undefined;
          clearTimeout(timer);
          timer = setTimeout(done, SOON);
        };
        if (signal.aborted) done();
        else if (hasGrown) wake();
      }),
    close: () => watcher?.close(),
  };
}

function watcherOf(file: string, onChange: () => void): FSWatcher | undefined {
  try {
    return watch(file, {persistent: false}, onChange);
  } catch {
    return undefined;
  }
}
