import {dirname, isAbsolute, join, relative, resolve, sep} from 'node:path';
import type {Layer} from './layer.js';
import type {ConfigWarning} from './problem.js';
import type {FileReader} from './reader.js';

/** Where relative paths, `~` and files are looked up. */
export type PathContext = {cwd: string; home: string; read: FileReader};

/** A value as somebody wrote it, and where. */
export type Given = PathContext & {
  raw: unknown;
  layer: Layer;
  /** Such as `flag --port` or `file ./.vonagerc (Vonage CLI 3)`. */
  origin: string;
  /** The file that holds it. */
  file?: string;
  /** Where in a file of ours: `file ./convo-monitor.json:3:11`. */
  placed?: string;
  /** The program that the file belongs to, when it is not this one, such as `Vonage CLI 3`. */
  owner?: string;
};

/** A value that can be used, and what to say of it. */
export type Parsed<T> = {value: T; warnings?: ConfigWarning[]};

/** The path that a person wrote: `~` is the home folder, and in a file paths are relative to that file. */
export function pathOf(written: string, {cwd, home, file}: Pick<Given, 'cwd' | 'home' | 'file'>): string {
  const expanded = /^~[/\\]/.test(written) ? join(home, written.slice(2)) : written;
  return resolve(file === undefined ? cwd : dirname(file), expanded);
}

/** A path as people write it: `./private.key`, `~/.vonage/config.json`, or in full. */
export function shownPath(path: string, {cwd, home}: Pick<PathContext, 'cwd' | 'home'>): string {
  if (isBelow(path, cwd)) return `.${sep}${relative(cwd, path)}`;
  return isBelow(path, home) ? `~${sep}${relative(home, path)}` : path;
}

function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '' && !way.startsWith('..') && !isAbsolute(way);
}

/** What to say of a file with secrets that others may read; `what` such as `The private key`. */
export function permissionWarnings(what: string, path: string, mode: number | undefined): ConfigWarning[] {
  if (mode === undefined || (mode & 0o044) === 0) return [];
  const bits = (mode & 0o777).toString(8).padStart(3, '0');
  const advice = `run chmod 600 ${path}`;
  if ((mode & 0o004) !== 0) {
    const text = `${what} in ${path} can be read by everybody on this machine (mode ${bits}): ${advice}.`;
    return [{code: 'world-readable', text}];
  }
  const text = `${what} in ${path} can be read by its group (mode ${bits}): ${advice}, unless that is meant.`;
  return [{code: 'group-readable', text}];
}
