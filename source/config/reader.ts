import {closeSync, fstatSync, openSync, readSync} from 'node:fs';
import {platform} from 'node:os';
import {codeOf, whyUnreadable} from '../text/system-error.js';

/** A file's text, or why there is none. `mode`: its permission bits, where the system has such. */
export type FileContent = {text: string; mode?: number} | {missing: true} | {refused: string};

/** How the configuration sees the disk; tests give their own. Never throws. */
export type FileReader = (path: string) => FileContent;

/** Bytes. No key or configuration is near it, and a path may lead to anything. */
const largest = 256 * 1024;

/** Reads a small text file. */
export function readTextFile(path: string): FileContent {
  try {
    const file = openSync(path, 'r');
    try {
      const buffer = Buffer.alloc(largest + 1);
      let size = 0;
      for (let read = -1; read !== 0 && size <= largest; size += read) {
        read = readSync(file, buffer, size, buffer.length - size, null);
      }
      if (size > largest) return {refused: `it is larger than ${largest} bytes`};
      const text = buffer.toString('utf8', 0, size);
      return platform() === 'win32' ? {text} : {text, mode: fstatSync(file).mode & 0o777};
    } finally {
      closeSync(file);
    }
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return {missing: true};
    return {refused: whyUnreadable(error)};
  }
}
