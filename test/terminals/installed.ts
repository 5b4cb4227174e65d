import {existsSync} from 'node:fs';
import {delimiter, join} from 'node:path';
import {describe} from 'vitest';

/** Whether a program is where programs are. */
const isInstalled = (program: string) =>
  (process.env.PATH ?? '').split(delimiter).some(folder => existsSync(join(folder, program)));

/** `describe` where all these programs are installed; otherwise its tests are skipped, and why is said. */
export function withInstalled(...programs: string[]) {
  const missing = programs.filter(program => !isInstalled(program));
  if (missing.length > 0)
    console.warn(`Skipped: ${missing.join(' and ')} not installed (apt-get install ${missing.join(' ')}).`);
  return describe.skipIf(missing.length > 0);
}
