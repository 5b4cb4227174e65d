import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll} from 'vitest';

/** What the tests of a file leave behind: several run at a time, so nothing is cleared away before the last one is over. */
const left: (() => unknown)[] = [];
afterAll(async () => {
  for (const clear of left.splice(0).reverse()) await clear();
});

/** Does something when all tests of the file are over; the last one first. */
export function atTheEnd(clear: () => unknown): void {
  left.push(clear);
}

export async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'convo-monitor-test-'));
  atTheEnd(() => rm(folder, {recursive: true, force: true}));
  return folder;
}
