import {execFile} from 'node:child_process';
import {cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {snapshotJsonSchema} from '../../source/output/snapshot-schema.js';
import {buildInto} from '../helpers/built-program.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const {version} = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {version: string};

/** Everything happens in here: a packed tarball, a global prefix, a project that depends on it, an empty home. */
let folder = '';
let tarball = '';
const place = (...path: string[]) => join(folder, ...path);

const run = async (file: string, args: string[], cwd = folder) => {
  const {stdout} = await promisify(execFile)(file, args, {cwd, env: {PATH: process.env.PATH, HOME: place('home')}});
  return stdout;
};
const npm = (args: string[], cwd?: string) => run('npm', [...args, '--offline', '--no-audit', '--no-fund'], cwd);
const node = (code: string) => run(process.execPath, ['--input-type=module', '--eval', code], place('project'));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convo-monitor-package-'));
  await Promise.all(['home', 'project', 'global'].map(name => mkdir(place(name))));
  // What `npm pack` does in the checkout, in a folder of our own: dist/ there may be in use.
  await buildInto(place('checkout'), {types: true});
  const besides = (await readdir(root)).filter(name => /^(readme|licen[cs]e|changelog)/i.test(name));
  for (const name of besides) await cp(join(root, name), place('checkout', name));
  const [packed] = JSON.parse(await npm(['pack', '--json', '--ignore-scripts'], place('checkout')));
  tarball = place('checkout', packed.filename);
  await writeFile(place('project/package.json'), JSON.stringify({name: 'project', private: true}));
  await npm(['install', tarball], place('project'));
  await npm(['install', '--global', '--prefix', place('global'), tarball]);
});
afterAll(() => rm(folder, {recursive: true, force: true}));

describe('the packed program', () => {
  it('runs from a global install, through a symlink, and from a project by npx and npm exec', async () => {
    const bin = place('global/bin/convo-monitor');
    await symlink(bin, place('link'));
    await symlink(place('link'), place('link-to-link'));
    const runs = [
      run(bin, ['--version']),
      run(place('link'), ['--version']),
      run(place('link-to-link'), ['--version']),
      run('npx', ['--no-install', 'convo-monitor', '--version'], place('project')),
      run('npm', ['exec', '--no', '--', 'convo-monitor', '--version'], place('project')),
    ];
    expect(await Promise.all(runs)).toEqual(runs.map(() => `${version}\n`));
  });

  it('needs no other package, and brings only what it needs', async () => {
    expect(await readdir(place('project/node_modules'))).toEqual(['.bin', '.package-lock.json', 'convo-monitor']);
    const files = await readdir(place('project/node_modules/convo-monitor'));
    expect(files).toContain('dist');
    expect(files.filter(name => /^(source|test|node_modules)$/.test(name))).toEqual([]);
  });

  it('shows a call, worker thread and all', async () => {
    const out = await run(place('global/bin/convo-monitor'), ['demo', '--until', 'ringing', '--no-record']);
    expect(out).toContain(' ringing ');
  });
});

describe('what a project can import', () => {
  it('is the simulator, and the snapshot’s JSON Schema', async () => {
    const code = `
      import {createApplication, findScenario} from 'convo-monitor/simulator';
            import {createRequire} from 'node:module';
      const schema = createRequire(import.meta.url)('convo-monitor/snapshot.schema.json');
      const {id} = await createApplication('an-id');
      console.log(JSON.stringify({id, name: findScenario('busy').name, schema}));
    `;
    expect(JSON.parse(await node(code))).toEqual({id: 'an-id', name: 'busy', schema: snapshotJsonSchema()});
  });

  it('is nothing else', async () => {
    await expect(node(`import 'convo-monitor'`)).rejects.toThrow('ERR_PACKAGE_PATH_NOT_EXPORTED');
  });

  it('has types, which need no package and no file that is missing', async () => {
    const seen = new Set<string>();
    const visit = async (file: string): Promise<void> => {
      if (seen.has(file)) return;
      seen.add(file);
      const text = (await readFile(file, 'utf8')).replace(/\/\*[\s\S]*?\*\//g, '');
      for (const [, from = ''] of text.matchAll(/\b(?:from|import) ?\(?['"]([^'"]+)['"]/g)) {
        if (from.startsWith('node:')) continue;
        expect(`${file}: ${from}`).toMatch(/: \.{1,2}\//);
        await visit(join(dirname(file), from.replace(/\.js$/, '.d.ts')));
      }
    };
    const {exports} = JSON.parse(await readFile(place('project/node_modules/convo-monitor/package.json'), 'utf8'));
    const file = place('project/node_modules/convo-monitor', exports['./simulator'].types);
    await visit(file);
    const declared = await Promise.all([...seen].map(each => readFile(each, 'utf8')));
    expect(declared.join('\n')).toMatch(/export declare function startSimulator\(options: SimulatorOptions\)/);
  });
});
