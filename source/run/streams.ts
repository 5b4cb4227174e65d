import {hideSecrets} from '../text/secrets.js';
import {forStream} from './paint.js';

/** Where a verb prints: standard output, and standard error without secrets. */
export const streams = {
  out: (text: string) => void process.stdout.write(forStream(process.stdout, text)),
  err: (text: string) => void process.stderr.write(forStream(process.stderr, hideSecrets(text))),
};
