import {cpSync, mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {basename, join} from 'node:path';
import {fileURLToPath} from 'node:url';

type Bundle = (entries: Record<string, string>, outdir: string) => Promise<unknown>;
const script = new URL('../../source/build/bundle.mjs', import.meta.url).href;

/** A program of test/, such as `screens/wired.ts`, bundled as the program itself is: with the same Ink. Gives the file to run. */
export async function bundled(entry: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'convo-monitor-'));
  const name = basename(entry).replace(/\.tsx?$/, '');
  const {bundle} = (await import(script)) as {bundle: Bundle};
  await bundle({[name]: `test/${entry}`}, join(folder, 'dist'));
  // test/helpers/seed.ts looks for them beside its own folder.
  cpSync(fileURLToPath(new URL('../samples', import.meta.url)), join(folder, 'samples'), {recursive: true});
  // Where the version is read.
  cpSync(fileURLToPath(new URL('../../package.json', import.meta.url)), join(folder, 'package.json'));
  return join(folder, 'dist', `${name}.js`);
}
