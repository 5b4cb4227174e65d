import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {TestProject} from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    builtFolder: string;
  }
}

/** A folder for the whole run, in which the first test that wants the built program builds it. */
export default async function setup({provide}: TestProject) {
  const folder = await mkdtemp(join(tmpdir(), 'convo-monitor-built-'));
  provide('builtFolder', folder);
  return () => rm(folder, {recursive: true, force: true});
}
