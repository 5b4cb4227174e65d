import {accessSync, constants, statSync} from 'node:fs';
import {basename, delimiter, join} from 'node:path';
import type {Environment} from '../terminal/style.js';

/** The first of some programs that is there to be run: in a folder of `PATH`, or where its own path leads. */
export function firstProgram(names: readonly string[], env: Environment): string | undefined {
  const folders = (env.PATH ?? '').split(delimiter).filter(folder => folder !== '');
  return names.find(name => {
    const places = basename(name) === name ? folders.map(folder => join(folder, name)) : [name];
    return places.some(place => ['', '.exe', '.com'].some(end => isProgram(place + end)));
  });
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
