// Where the bench works: a folder of its own with a copy of what was built, so that a build meanwhile disturbs nothing.
import {cpSync, existsSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {start} from './children.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Makes the folder; `dist` is what to measure, the package's own build when not given. */
export function makePlace(dist = join(root, 'dist')) {
  if (!existsSync(join(dist, 'cli.js'))) throw new Error(`${dist}/cli.js does not exist: run npm run build first.`);
  const folder = mkdtempSync(join(tmpdir(), 'convo-monitor-bench-'));
  cpSync(dist, join(folder, 'package/dist'), {recursive: true});
  // Of what was built, and of programs of the bench, one folder above each.
  for (const above of ['package', '.']) cpSync(join(root, 'package.json'), join(folder, above, 'package.json'));
  return {
    folder,
    cli: join(folder, 'package/dist/cli.js'),
    dist: join(folder, 'package/dist'),
    remove: () => rmSync(folder, {recursive: true, force: true}),
  };
}

const bundled = new Map();

/**
 * A program of test/bench that imports the source itself, built exactly as the package is built (React for production).
 * Returns its file.
 */
export async function built(place, name) {
  const key = `${place.folder} ${name}`;
  if (!bundled.has(key)) {
    const {bundle} = await import('../../../source/build/bundle.mjs');
    const outdir = join(place.folder, `built-${name}`);
    await bundle({[name]: `test/bench/${name}.mjs`}, outdir);
    bundled.set(key, join(outdir, `${name}.js`));
  }
  return bundled.get(key);
}

/** Runs such a program with its options, until the deadline at most; gives the lines of JSON that it said. Throws where it said too little. */
export async function resultsOf(place, name, options, deadline) {
  const file = await built(place, name);
  return new Promise((resolve, reject) => {
    const lines = [];
    const child = start(process.execPath, [file, JSON.stringify(options)], {
      folder: place.folder,
      env: {BENCH_SAMPLES: fileURLToPath(new URL('../../samples', import.meta.url))},
      onLine: line => lines.push(JSON.parse(line)),
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), deadline - performance.now());
    child.once('exit', code => {
      clearTimeout(timer);
      if (lines.length > 1) resolve(lines);
      else reject(new Error(`${name} ended with ${code}`));
    });
  });
}
