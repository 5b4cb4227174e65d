import {Worker} from 'node:worker_threads';

/** Beside the program's own file, in the bundle. */
const bundled = new URL('./observer.js', import.meta.url);

let booted: Worker | undefined;

/**
 * Lets the observer's thread start and load its code before anybody knows what it is to do: the configuration is read and
 * the rest of the program loaded meanwhile. For verbs that will certainly listen. Until it is taken, it keeps nothing alive.
 */
export function bootObserver(): void {
  booted ??= started(bundled);
  booted.unref();
}

/** The thread that `bootObserver` started, or a new one; `file` is another build of it. */
export function takeObserver(file: URL = bundled): Worker {
  const worker = file === bundled ? booted : undefined;
  booted = undefined;
  worker?.ref();
  return worker ?? started(file);
}

const started = (file: URL): Worker => new Worker(file, {workerData: 'observer'});
