import {access, cp, mkdir, rename, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {setTimeout} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {inject} from 'vitest';

type BuildPackage = (outdir: string, options?: {types?: boolean}) => Promise<unknown>;

const root = new URL('../..', import.meta.url);
const script = new URL('source/build/bundle.mjs', root).href;

/** Builds what a package has into `folder`, package.json included; with `types`, the declarations as well. */
export async function buildInto(folder: string, options?: {types?: boolean}): Promise<void> {
  const {buildPackage} = (await import(script)) as {buildPackage: BuildPackage};
  await buildPackage(join(folder, 'dist'), options);
  await cp(fileURLToPath(new URL('package.json', root)), join(folder, 'package.json'));
}

/**
 * The folder of the program as it ships, built once a run from the sources as they are now and far from node_modules: what runs
 * there needs nothing but Node. Its bin is dist/cli.js.
 */
export async function builtProgram(): Promise<string> {
  const folder = inject('builtFolder');
  const [whole, failed] = [join(folder, 'whole'), join(folder, 'failed')];
  const isFirst = await mkdir(join(folder, 'begun')).then(
    () => true,
    () => false,
  );
  if (isFirst) {
    const draft = join(folder, 'draft');
    try {
      await buildInto(draft);
      await rename(draft, whole);
    } catch (error) {
      await writeFile(failed, '');
      throw error;
    }
  }
  while (!(await exists(whole))) {
    if (await exists(failed)) throw new Error('The program was not built; see the test that failed first.');
    await setTimeout(50);
  }
  return whole;
}

const exists = (file: string) =>
  access(file).then(
    () => true,
    () => false,
  );
