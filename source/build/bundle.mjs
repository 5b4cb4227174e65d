// Bundles the program into dist/: one file would start three times faster than the loose modules, and chunks let `--version`
// and the listener start without Ink. Everything is bundled: the package has no dependencies of its own.
import {chmod, copyFile, mkdir, readFile, rm, writeFile} from 'node:fs/promises';
import {builtinModules} from 'node:module';
import {dirname, join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {build, transform} from 'esbuild';
import {billOfMaterials, licencesOf, packagesIn} from './bundled-packages.mjs';
import {lean} from './imports.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** The oldest Node that runs it. */
const target = 'node20';

/** What is built, by the name it gets in dist/. */
const entries = {
  start: 'source/start.ts',
  observer: 'source/run/observer/worker.ts',
  bus: 'source/run/bus/worker.ts',
  simulator: 'source/simulator/index.ts',
};

/**
 * Ink has top-level awaits, so nothing can `require` it, ink-table does, and source/screen/ink-table.ts leaves Ink's namespace at
 * this symbol before it loads ink-table.
 */
const inkForInkTable = {
  name: 'ink-for-ink-table',
  setup({onResolve, onLoad}) {
    onResolve({filter: /^ink$/}, ({importer}) =>
      importer.includes('/ink-table/') ? {path: 'ink', namespace: 'ink-for-ink-table'} : undefined,
    );
    onLoad({filter: /.*/, namespace: 'ink-for-ink-table'}, () => ({
      contents: `module.exports = globalThis[Symbol.for('convo-monitor/ink')];`,
    }));
  },
};

/** Ink's developer tools are an optional package of their own, and not for users. */
const noDevtools = {
  name: 'no-devtools',
  setup({onResolve, onLoad}) {
    onResolve({filter: /^\.\/devtools\.js$/}, ({importer}) =>
      importer.includes('/ink/') ? {path: 'devtools', namespace: 'no-devtools'} : undefined,
    );
    onLoad({filter: /.*/, namespace: 'no-devtools'}, () => ({contents: ''}));
  },
};

/**
 * `const {Agent} = await import('undici')`: Node finds the named exports of a CommonJS package, esbuild gives a lazy chunk only a
 * default export. So the names that Node finds are spelled out.
 */
const namedExports = {
  name: 'named-exports',
  setup({onResolve, onLoad, resolve}) {
    onResolve({filter: /^[^./]/}, async ({path, kind, resolveDir, pluginData}) => {
      if (kind !== 'dynamic-import' || pluginData === 'plain' || builtinModules.includes(path.replace(/^node:/, '')))
        return;
      const found = await resolve(path, {kind, resolveDir, pluginData: 'plain'});
      // What cannot be imported by name here (ink-table) was written for the default export.
      const names = await import(found.path).then(Object.keys, () => ['default']);
      const isCommonJs = names.includes('default') && !/^export\b/m.test(await readFile(found.path, 'utf8'));
      const spelled = names.filter(name => name !== 'default' && /^[A-Za-z_$][\w$]*$/.test(name));
      if (isCommonJs && spelled.length > 0)
        return {path, namespace: 'named-exports', pluginData: {file: found.path, names: spelled}};
    });
    onLoad({filter: /.*/, namespace: 'named-exports'}, ({pluginData: {file, names}}) => ({
      contents: `import all from ${JSON.stringify(file)};\nexport default all;\nexport const {${names.join(', ')}} = all;`,
      resolveDir: dirname(file),
    }));
  },
};

/**
 * OpenTelemetry's packages say in `module` where they have ES modules, which only those that look for it find. Their CommonJS cannot be shaken: it
 * would be four times as much.
 */
const openTelemetryModules = {
  name: 'open-telemetry-modules',
  setup({onResolve, onLoad}) {
    // What a machine is called is nobody's business, and each system would be a chunk.
    onResolve({filter: /\/getMachineId-\w+(\.js)?$/}, () => ({path: 'machine', namespace: 'no-machine'}));
    onLoad({filter: /.*/, namespace: 'no-machine'}, () => ({
      contents: 'export const getMachineId = async () => undefined;',
    }));
    onResolve({filter: /^@opentelemetry\/[\w-]+$/}, async ({path}) => {
      const folder = join(root, 'node_modules', path);
      const {module} = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
      return module === undefined ? undefined : {path: join(folder, module), sideEffects: false};
    });
  },
};

/**
 * The client of NATS is CommonJS, which cannot be shaken. What measures it, what a browser would need and its own ways to read a stream are left out, for nothing here asks for
 * them (bus/pull.ts reads); and the names within its files are short.
 */
const shortNats = {
  name: 'short-nats',
  setup({onResolve, onLoad}) {
    onResolve({filter: /^\.\/(bench|ws_transport|consumer|pushconsumer)$/}, ({importer}) =>
      importer.includes('/@nats-io/') ? {path: 'left-out', namespace: 'left-out'} : undefined,
    );
    onLoad({filter: /.*/, namespace: 'left-out'}, () => ({contents: ''}));
    onLoad({filter: /\/node_modules\/(@nats-io|tweetnacl)\/.*\.js$/}, async ({path}) => {
      const text = await readFile(path, 'utf8');
      const {code} = await transform(text, {minify: true, format: 'cjs', target, legalComments: 'none'});
      return {contents: code};
    });
  },
};

/** Says what to do where a package that the program is made of is not there, as after a change of package.json. */
function withAdvice(error) {
  const missing = error.errors?.map(({text}) => /^Could not resolve "([^./][^"]*)"/.exec(text)?.[1]).find(Boolean);
  if (missing) error.message = `node_modules lacks ${missing}: run npm ci, then build again.\n${error.message}`;
  throw error;
}

/** What the page of a monitor that is served is made of; a browser asks for each by its name. */
const page = {script: 'source/page/main.ts', style: 'source/page/page.css', files: ['index.html', 'icon.svg']};

/** Builds that page into a folder: one script and one style. Returns esbuild's metafile. */
export async function bundlePage(outdir) {
  const {metafile} = await build({
    absWorkingDir: root,
    entryPoints: [
      {in: page.script, out: 'page'},
      {in: page.style, out: 'page'},
    ],
    outdir,
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: ['chrome111', 'firefox114', 'safari16.4'],
    minify: true,
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
    define: {'process.env.NODE_ENV': '"production"'},
  }).catch(withAdvice);
  for (const file of page.files) await copyFile(join(root, 'source/page', file), join(outdir, file));
  return metafile;
}

/** CommonJS packages require Node's own modules. */
const makeRequire = `import {createRequire as requireFrom} from 'node:module';const require = requireFrom(import.meta.url);\n`;

/** Builds `entries` (name → source file) into a folder that is emptied before, unless the build fails; returns esbuild's metafile. */
export async function bundle(entries, outdir) {
  const built = await build({
    absWorkingDir: root,
    entryPoints: entries,
    outdir,
    write: false,
    bundle: true,
    splitting: true,
    // Flat, so that `new URL('./observer.js', import.meta.url)` holds in every chunk.
    chunkNames: '[name]-[hash]',
    format: 'esm',
    platform: 'node',
    target,
    // Names stay: a stack trace in a bug report should say something.
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    // What stands in a page that the program writes.
    loader: {'.css': 'text', '.client.js': 'text'},
    metafile: true,
    logLevel: 'warning',
    // Without this, React is the development build: twice the time for a frame, and it keeps a performance entry for each.
    define: {
      'process.env.NODE_ENV': '"production"',
      'process.env.DEV': '"false"',
      // ws looks for two compiled packages that would make it faster.
      'process.env.WS_NO_BUFFER_UTIL': '"1"',
      'process.env.WS_NO_UTF_8_VALIDATE': '"1"',
      IS_BUNDLED: 'true',
    },
    plugins: [inkForInkTable, noDevtools, openTelemetryModules, shortNats, namedExports],
  }).catch(withAdvice);
  const {metafile} = built;
  const isOwn = path => path.startsWith('node:') || builtinModules.includes(path);
  for (const [file, {imports}] of Object.entries(metafile.outputs)) {
    const missing = imports.find(({path, external}) => external && !isOwn(path));
    if (missing) throw new Error(`${file} would need the package "${missing.path}" at run time; bundle it.`);
  }
  await rm(outdir, {recursive: true, force: true});
  await mkdir(outdir, {recursive: true});
  for (const {path, text} of lean(built, makeRequire)) await writeFile(path, text);
  await writeLicences(outdir, await packagesIn(metafile.inputs));
  return metafile;
}

async function writeLicences(outdir, packages) {
  await writeFile(join(outdir, 'licenses.txt'), await licencesOf(packages));
}

/** The bin: it only looks at the version of Node before it loads the rest, and old versions must be able to read it. */
async function buildBin(outdir) {
  const {engines} = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const [, oldest] = /^>=(\d+\.\d+)$/.exec(engines.node) ?? [];
  if (!oldest)
    throw new Error(`package.json: engines.node is "${engines.node}"; source/cli.ts can check ">=20.19" and the like.`);
  const file = join(outdir, 'cli.js');
  await build({
    absWorkingDir: root,
    entryPoints: ['source/cli.ts'],
    outfile: file,
    bundle: true,
    external: ['./start.js'],
    format: 'esm',
    platform: 'node',
    target: 'es2015',
    supported: {'dynamic-import': true},
    minifySyntax: true,
    minifyWhitespace: true,
    define: {OLDEST_NODE: JSON.stringify(oldest)},
    banner: {js: '#!/usr/bin/env node'},
    logLevel: 'warning',
  });
  await chmod(file, 0o755);
}

/** The declarations of the simulator, which other people's tests import, as one file. Slow, so only for a package. */
async function declareSimulator(outdir) {
  const [{rollup}, {dts}] = await Promise.all([import('rollup'), import('rollup-plugin-dts')]);
  const bundled = await rollup({
    input: join(root, entries.simulator),
    external: /^[^./]/,
    plugins: [dts({tsconfig: join(root, 'tsconfig.json')})],
  });
  const {output} = await bundled.write({
    file: join(outdir, 'simulator.d.ts'),
    // Symbol.asyncDispose is of this library, which a project's own settings may lack.
    banner: '/// <reference lib="esnext.disposable" />',
  });
  const missing = output.flatMap(({imports}) => imports)[0];
  if (missing)
    throw new Error(`simulator.d.ts would need "${missing}", which a project may lack; say it in types of our own.`);
}

/** The JSON Schemas that ship: what each describes, and the schema that the program's own types come from. Later versions add fields, so more pass. */
const schemas = {
  'snapshot.schema.json': ['A snapshot of convo-monitor', 'output/snapshot-schema.ts', 'snapshotSchema'],
  'diff.schema.json': [
    'Two calls compared by convo-monitor',
    'output/compare/comparison-schema.ts',
    'comparisonSchema',
  ],
  'doctor.schema.json': ['A checkup of convo-monitor doctor', 'output/checkup-schema.ts', 'checkupSchema'],
  'link.schema.json': ['What convo-monitor link sets, or restores', 'link/difference-schema.ts', 'differenceSchema'],
  'agent.schema.json': ['What an agent did in convo-monitor simulate', 'output/agent-schema.ts', 'agentSchema'],
  'flow.schema.json': ['A flow of convo-monitor: how calls are to go', 'flow/file/shape.ts', 'flowShape'],
  'replay.schema.json': ['A replay of convo-monitor', 'output/replayed/schema.ts', 'wholeReplaySchema'],
  'stats.schema.json': ['The figures of convo-monitor stats', 'output/stats/schema.ts', 'statsSchema'],
  'summary.schema.json': ['A summary of a call on a bus', 'output/call-summary-schema.ts', 'callSummarySchema'],
  'lines.schema.json': ['A line of convo-monitor --format ndjson', 'output/lines-schema.ts', 'lineSchema'],
};

/** What a few lines of source that import the program's own modules export by default. */
async function evaluated(contents) {
  const {outputFiles} = await build({
    stdin: {contents, resolveDir: root},
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    // Commander asks for Node's modules in the old way.
    banner: {js: `import {createRequire} from 'node:module'; const require = createRequire('${import.meta.url}');`},
  });
  const code = Buffer.from(outputFiles[0].contents).toString('base64');
  return (await import(`data:text/javascript;base64,${code}`)).default;
}

async function writeSchemas(outdir) {
  const written = Object.entries(schemas).map(async ([file, [title, path, name]]) => {
    const {$schema, ...schema} = await evaluated(`
      import {toJSONSchema} from 'zod';
      import {${name} as schema} from './source/${path}';
      export default toJSONSchema(schema, {io: 'input'});`);
    await writeFile(join(outdir, file), `${JSON.stringify({$schema, $id: file, title, ...schema}, null, 2)}\n`);
  });
  const settings = await evaluated(`
    import {settingsSchema} from './source/config/schema.ts';
    export default settingsSchema();`);
  await writeFile(join(outdir, 'settings.schema.json'), `${JSON.stringify(settings, null, 2)}\n`);
  await Promise.all(written);
}

async function writeManPage(outdir) {
  const page = await evaluated(`export {manPage as default} from './source/program/man-page.ts';`);
  const {version} = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  await writeFile(join(outdir, 'convo-monitor.1'), page(version));
}

/** Everything that a package has in dist/; with `types`, for which tsc needs its time, the declarations and the bill of materials as well. */
export async function buildPackage(outdir, {types = false} = {}) {
  const metafile = await bundle(entries, outdir);
  const {inputs, outputs} = await bundlePage(join(outdir, 'page'));
  const packages = await packagesIn({...metafile.inputs, ...inputs});
  await writeLicences(outdir, packages);
  await buildBin(outdir);
  await Promise.all([writeSchemas(outdir), writeManPage(outdir)]);
  if (types) {
    await declareSimulator(outdir);
    await writeFile(join(outdir, 'sbom.cdx.json'), billOfMaterials(packages));
  }
  return {...metafile, outputs: {...metafile.outputs, ...outputs}};
}

async function main() {
  const metafile = await buildPackage(join(root, 'dist'), {types: process.argv.includes('--types')});
  if (!process.argv.includes('--sizes')) return;
  for (const [file, {bytes}] of Object.entries(metafile.outputs)) console.log(`${String(bytes).padStart(9)}  ${file}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
