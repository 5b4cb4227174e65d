import {generateKeyPairSync} from 'node:crypto';
import {mkdir, readdir, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {Ajv2020} from 'ajv/dist/2020.js';
import {describe, expect, it} from 'vitest';
import {builtProgram} from '../helpers/built-program.js';
import {emptyFolder, run} from './program.js';

const {privateKey} = generateKeyPairSync('rsa', {modulusLength: 2048});
const key = privateKey.export({type: 'pkcs8', format: 'pem'}).toString();
const id = 'aaaaaaaa-bbbb-cccc-dddd-0123456789ab';

const application = {
  'package.json': '{"scripts": {"dev": "PORT=4000 node app.js"}}',
  '.env': `VONAGE_APPLICATION_ID=${id}\nVONAGE_API_SECRET=CANARY\nVONAGE_SIGNATURE_SECRET=CANARY${'y'.repeat(32)}`,
  'private.key': key,
};

/** A folder with these files, which is home, too. */
async function folderWith(files: Record<string, string>): Promise<string> {
  const folder = await emptyFolder();
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(folder, name, '..'), {recursive: true});
    await writeFile(join(folder, name), text, {mode: 0o600});
  }
  return folder;
}

const init = (cwd: string, ...flags: string[]) => run(['init', ...flags], {cwd});
const written = (cwd: string) => readFile(join(cwd, 'convo-monitor.json'), 'utf8');

describe('convo-monitor init in a pipe', () => {
  it('asks nothing and writes what it found, which the monitor then has, and no secret', async () => {
    const cwd = await folderWith(application);
    const {status, out, err} = await init(cwd);
    expect([status, out]).toEqual([0, '']);
    expect(err).toContain('Written: ./convo-monitor.json, ./convo-monitor.schema.json.');
    expect(err + (await written(cwd))).not.toContain('CANARY');
    const config = await run(['config', '--json'], {cwd});
    const {settings, warnings, errors} = JSON.parse(config.out);
    expect([warnings, errors]).toEqual([[], []]);
    const origin = 'file ./convo-monitor.json';
    expect(settings).toMatchObject({
      port: {value: 3000, origin},
      forward: {value: 'http://localhost:4000', origin},
      applicationId: {value: id, origin},
      privateKey: {origin},
    });
  });

  it('writes what its schema allows', async () => {
    const cwd = await folderWith(application);
    await init(cwd);
    const settings = JSON.parse(await written(cwd));
    const beside = JSON.parse(await readFile(join(cwd, settings.$schema), 'utf8'));
    const shipped = await readFile(join(await builtProgram(), 'dist/settings.schema.json'), 'utf8');
    expect(beside).toEqual(JSON.parse(shipped));
    const allows = new Ajv2020({strict: false}).compile(beside);
    expect(allows(settings)).toBe(true);
    expect(allows({...settings, prot: 3000})).toBe(false);
  });

  it('names the schema of the package where the project depends on it', async () => {
    const schema = 'node_modules/convo-monitor/dist/settings.schema.json';
    const root = await folderWith({'package.json': '{}', [schema]: '{}', 'calls/.env': 'PORT=4000'});
    await init(join(root, 'calls'));
    expect(JSON.parse(await written(join(root, 'calls')))).toMatchObject({$schema: `../${schema}`});
    expect(await readdir(join(root, 'calls'))).toEqual(['.env', 'convo-monitor.json']);
  });

  it('prints the file and writes nothing with --dry-run', async () => {
    const cwd = await folderWith(application);
    const {status, out} = await init(cwd, '--dry-run');
    expect([status, JSON.parse(out)]).toMatchObject([0, {port: 3000, forward: 'http://localhost:4000'}]);
    expect(await readdir(cwd)).not.toContain('convo-monitor.json');
  });

  it('does it once, and says so the second time', async () => {
    const cwd = await folderWith(application);
    await init(cwd);
    const before = await written(cwd);
    const {status, err} = await init(cwd);
    expect([status, err]).toEqual([0, expect.stringContaining('exists, and is left alone: it says all of that.')]);
    expect(await written(cwd)).toBe(before);
  });

  it('leaves alone what says otherwise, and ends with 3', async () => {
    const text = '{"forward": 4001, "prot": 3000}';
    const cwd = await folderWith({...application, 'convo-monitor.json': text});
    const {status, err} = await init(cwd, '--yes');
    expect(status).toBe(3);
    expect(err).toContain('./convo-monitor.json:1:19 has an unknown key "prot": did you mean "port"?');
    expect(err).toContain('has forward http://localhost:4001, not http://localhost:4000 (package.json, script dev).');
    expect(err).toContain('./convo-monitor.json exists, and is left alone: change it yourself, or move it away.');
    expect(await written(cwd)).toBe(text);
  });

  it('says where one is broken', async () => {
    const cwd = await folderWith({...application, 'convo-monitor.json': '{"port": 3000,}'});
    const {status, err} = await init(cwd);
    expect([status, err]).toEqual([3, expect.stringContaining('./convo-monitor.json:1:14 is broken.')]);
  });

  it('refuses a flag that makes no sense', async () => {
    const {status, err} = await init(await folderWith({}), '--port', 'x');
    expect([status, err]).toEqual([2, expect.stringMatching(/^The port \(flag --port\) must be a whole number/)]);
  });
});
