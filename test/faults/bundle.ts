import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';

const source = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/**
 * Bundles the intake's worker, and `entry` beside it where there is one, into a folder: what the tests run in threads and
 * processes of their own. Gives the names of Node's modules and packages that the worker loads.
 */
export async function bundleIntake(folder: string, entry?: string): Promise<string[]> {
  const worker = 'source/run/observer/worker.ts';
  const {metafile} = await build({
    entryPoints: [worker, ...(entry ? [entry] : [])].map(path => ({in: source(path), out: nameOf(path)})),
    outdir: folder,
    outExtension: {'.js': '.mjs'},
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    metafile: true,
    logLevel: 'error',
  });
  const output = Object.values(metafile.outputs).find(({entryPoint}) => entryPoint?.endsWith(worker));
  const packages = Object.keys(output?.inputs ?? {}).filter(path => path.includes('node_modules'));
  return [...(output?.imports ?? []).map(({path}) => path), ...packages];
}

const nameOf = (path: string) => path.replace(/^.*\//, '').replace(/\.ts$/, '');
