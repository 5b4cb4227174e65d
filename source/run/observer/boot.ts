import {Worker} from 'node:worker_threads';

/** Beside the program's own file, in the bundle. */
const bundled = new URL('./observer.js', import.meta.url);

let booted: Worker | undefined;

/**
 * Lets the intake's thread start and load its code before anybody knows what it is to do: the configuration is read and
 * the rest of the program loaded meanwhile. For verbs that will certainly listen. Until it is taken, it keeps nothing alive.
 */
export function bootIntake(): void {
  booted ??= started(bundled);
  booted.unref();
}

/** The thread that `bootIntake` started, or a new one; `file` is another build of it. */
export function takeIntake(file: URL = bundled): Worker {
  const worker = file === bundled ? booted : undefined;
  booted = undefined;
  worker?.ref();
  return worker ?? started(file);
}

const started = (file: URL): Worker => new Worker(file, {workerData: 'intake'});
