import {readFileSync} from 'node:fs';
import {FileError} from '../config/problem.js';
import {printable} from '../text/printable.js';
import {codeOf} from '../text/system-error.js';

/** What is in a file of certificates or of a key, named by that flag. Throws `FileError` where it cannot be read. */
export function pemIn(file: string, flag: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new FileError(
      `${flag} ${printable(file, 1000)} cannot be read (${codeOf(error)}). Give the path of a PEM file.`,
    );
  }
}
