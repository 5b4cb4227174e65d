import {execFile} from 'node:child_process';
import {cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {buildInto} from '../helpers/built-program.js';
import {startApplication} from '../simulator/application.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const tsc = join(root, 'node_modules/typescript/bin/tsc');
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
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

  it('says which packages are in it, each with its licence, and runs nothing when it is installed', async () => {
    const installed = (name: string) => readFile(place('project/node_modules/convo-monitor', name), 'utf8');
    const {components} = JSON.parse(await installed('dist/sbom.cdx.json')) as {components: Record<string, unknown>[]};
    const named = components.map(({name, version}) => `${name} ${version}`);
    expect(named).toEqual(expect.arrayContaining([expect.stringMatching(/^ink \d/), expect.stringMatching(/^ws \d/)]));
    const licences = await installed('dist/licenses.txt');
    for (const name of named) expect(licences).toContain(`${name} — `);
    expect(components.filter(({licenses}) => !licenses)).toEqual([]);
    const {scripts = {}, dependencies = {}} = JSON.parse(await installed('package.json'));
    expect(Object.keys(scripts).filter(name => /install|^prepare$/.test(name))).toEqual([]);
    expect(dependencies).toEqual({});
  });

  it('shows a call, worker thread and all', async () => {
    const out = await run(place('global/bin/convo-monitor'), ['demo', '--until', 'ringing', '--no-record']);
    expect(out).toContain(' ringing ');
  });
});

describe('what a project can import', () => {
  it('is the simulator, and the JSON Schemas of snapshots, comparisons, lines, flows, checkups, replays, figures, agents, summaries, links and settings', async () => {
    const code = `
      import {createApplication, findScenario} from 'convo-monitor/simulator';
      import {createRequire} from 'node:module';
      const require = createRequire(import.meta.url);
      const titles = ['snapshot', 'diff', 'lines', 'flow', 'doctor', 'replay', 'stats', 'agent', 'summary', 'link', 'settings'].map(of => require('convo-monitor/' + of + '.schema.json').title);
      const {id} = await createApplication('an-id');
      console.log(JSON.stringify({id, name: findScenario('busy').name, titles}));
    `;
    const titles = [
      'A snapshot of convo-monitor',
      'Two calls compared by convo-monitor',
      'A line of convo-monitor --format ndjson',
      'A flow of convo-monitor: how calls are to go',
      'A checkup of convo-monitor doctor',
      'A replay of convo-monitor',
      'The figures of convo-monitor stats',
      'What an agent did in convo-monitor simulate',
      'A summary of a call on a bus',
      'What convo-monitor link sets, or restores',
      'The settings of convo-monitor',
    ];
    expect(JSON.parse(await node(code))).toEqual({id: 'an-id', name: 'busy', titles});
  });

  it('is nothing else', async () => {
    await expect(node(`import 'convo-monitor'`)).rejects.toThrow('ERR_PACKAGE_PATH_NOT_EXPORTED');
  });
});

describe('the types of the simulator', () => {
  it('are one file, which imports nothing', async () => {
    const dist = place('project/node_modules/convo-monitor/dist');
    const files = await readdir(dist, {recursive: true});
    expect(files.filter(name => /\.d\.[cm]?ts$/.test(name))).toEqual(['simulator.d.ts']);
    const text = await readFile(join(dist, 'simulator.d.ts'), 'utf8');
    expect(text.replace(/\/\*[\s\S]*?\*\//g, '')).not.toMatch(/\bimport\b|\bfrom ['"]|\brequire\b/);
  });

  // Without skipLibCheck, without a single package of types, and with no library newer than the project's own.
  it.each([
    ['node16', 'node16'],
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ])('hold in a strict project of others: module %s, moduleResolution %s', async (module, moduleResolution) => {
    const file = place(`project/${module}.mts`);
    await writeFile(file, typedUse);
    const options = {strict: true, noEmit: true, target: 'es2022', lib: 'es2022', module, moduleResolution};
    const flags = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
    const check = run(process.execPath, [tsc, '--ignoreConfig', ...flags, file], place('project'));
    expect(await check.catch(({stdout}) => stdout)).toBe('');
  });
});

describe('the test that README shows', () => {
  let application: Awaited<ReturnType<typeof startApplication>>;
  beforeAll(async () => {
    const ncco = [{action: 'connect', endpoint: [{type: 'phone', number: '447700900001'}]}];
    application = await startApplication(({path}) => ({body: path === '/webhooks/answer' ? ncco : {}}));
  });
  afterAll(() => application.close());

  /** The code block that has `from 'vitest'`, with the address of the application that there is. */
  const shown = async () => {
    const readme = await readFile(place('project/node_modules/convo-monitor/README.md'), 'utf8');
    const block = [...readme.matchAll(/```[jt]s\n([\s\S]*?)```/g)].find(([, code]) => code?.includes(`from 'vitest'`));
    expect(block?.[1]).toContain('http://127.0.0.1:4000');
    return (block?.[1] ?? '').replace('http://127.0.0.1:4000', application.url);
  };

  it('passes under vitest', async () => {
    await symlink(join(root, 'node_modules/vitest'), place('project/node_modules/vitest'));
    await writeFile(place('project/readme.test.ts'), await shown());
    const out = await run(process.execPath, [vitest, 'run', 'readme.test.ts'], place('project'));
    expect(out).toMatch(/Tests .*1 passed/);
  });

  it('passes under jest, without its first line', async ({skip}) => {
    const jest = process.env.JEST;
    if (!jest)
      return skip('JEST names no jest, such as node_modules/jest/bin/jest.js of a folder where npm i jest ran.');
    await writeFile(place('project/readme.test.mjs'), (await shown()).replace(/^import .* from 'vitest';.*\n/, ''));
    const args = ['--experimental-vm-modules', jest, '--rootDir', place('project'), 'readme.test.mjs'];
    const {stderr} = await promisify(execFile)(process.execPath, args, {cwd: place('project')});
    expect(stderr).toMatch(/Tests: .*1 passed/);
  });
});

const typedUse = `
import {type CallOutcome, createApplication, type Scenario, simulate, startSimulator} from 'convo-monitor/simulator';

const nobody: Scenario = {name: 'nobody', summary: 'Nobody answers', callees: [{outcome: 'timeout'}]};
await using vonage = await simulate('http://127.0.0.1:4000', {seed: 7});
const call: CallOutcome = await vonage.place(nobody);
export const statuses: string[] = call.legs.flatMap(leg => leg.statuses.map(({status}) => status));
const {id, publicKey} = await createApplication();
const other = await startSimulator({answerUrl: '', eventUrl: '', applicationId: id, publicKey});
await other.close();
// @ts-expect-error: no callee ends like that.
await vonage.place({...nobody, callees: [{outcome: 'vanished'}]});
`;
