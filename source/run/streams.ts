import {hideSecrets} from '../text/secrets.js';

/** Where a verb prints: standard output, and standard error without secrets. */
export const streams = {
  out: (text: string) => void process.stdout.write(text),
  err: (text: string) => void process.stderr.write(hideSecrets(text)),
};
