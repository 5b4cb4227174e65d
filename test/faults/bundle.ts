import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';

const source = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/**
 * Bundles the observer's worker, and `entry` beside it where there is one, into a folder: what the tests run in threads and
 * processes of their own. Gives the names of Node's modules and packages that the worker loads.
 */
export async function bundleObserver(folder: string, entry?: string): Promise<string[]> {
  const worker = 'source/run/observer/worker.ts';
  const {metafile} = await build({
    entryPoints: [worker, ...(entry ? [entry] : [])].map(path => ({in: source(path), out: nameOf(path)})),
    outdir: folder,
    outExtension: {'.js': '.mjs'},
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    banner: {
      js: `import {createRequire as requireFrom} from 'node:module';const require = requireFrom(import.meta.url);`,
    },
    metafile: true,
    logLevel: 'error',
  });
  const {outputs} = metafile;
  const [first = ''] = Object.entries(outputs).find(([, {entryPoint}]) => entryPoint?.endsWith(worker)) ?? [];
  const loaded = new Set<string>();
  const visit = (file: string) => {
    const {imports = [], inputs = {}} = outputs[file] ?? {};
    for (const path of Object.keys(inputs)) if (path.includes('node_modules')) loaded.add(path);
    for (const {path, kind, external} of imports) {
      // What is imported later is not loaded before it listens.
      if (kind !== 'import-statement') continue;
      if (external) loaded.add(path);
      else visit(path);
    }
  };
  visit(first);
  return [...loaded];
}

const nameOf = (path: string) => path.replace(/^.*\//, '').replace(/\.ts$/, '');
