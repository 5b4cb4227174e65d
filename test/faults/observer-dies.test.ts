import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, it, onTestFinished} from 'vitest';
import {builtProgram} from '../helpers/built-program.js';
import {until} from '../helpers/until.js';
import {exchange} from '../intake/exchange.js';
import {readAll} from '../recording/examples.js';
import {temporaryFolder} from '../recording/folder.js';

/** Lets the thread that listens end as soon as that file is there. */
const dying = (file: string) => `
  import {existsSync} from 'node:fs';
  import {isMainThread} from 'node:worker_threads';
  if (!isMainThread) setInterval(() => existsSync(${JSON.stringify(file)}) && process.exit(7), 5);`;

it('the thread that listens dies: that is said, the program ends with an error, and what was acknowledged is recorded', async () => {
  const folder = await temporaryFolder();
  const [file, preload, sign] = ['r.ndjson', 'dying.mjs', 'die'].map(name => join(folder, name)) as [
    string,
    string,
    string,
  ];
  await writeFile(preload, dying(sign));
  const program = join(await builtProgram(), 'dist/cli.js');
  const child = spawn(process.execPath, [program, '--port', '0', '--plain', '--ngrok-api', 'off', '--record', file], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {...process.env, NODE_OPTIONS: `--import ${preload}`},
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  child.stderr.setEncoding('utf8').on('data', text => {
    said += text;
  });
  const url = await until(() => {
    const [found] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? [];
    expect(found).toBeDefined();
    return found;
  });
  const ids = Array.from({length: 50}, (_, n) => `leg-${n}`);
  for (const uuid of ids) {
    const body = JSON.stringify({uuid, status: 'ringing'});
    expect((await exchange(`${url}/webhooks/event`, {method: 'POST', body})).status).toBe(200);
  }
  await writeFile(sign, '');
  expect(await once(child, 'exit')).toEqual([1, null]);
  expect(said).toMatch(/^Error: The listener has stopped: .* code 7\. Start convo-monitor again/m);
  expect(said).not.toContain('throw new Error');
  const {observed} = await readAll(file);
  const bodies = observed.flatMap(({observation: o}) => ('raw' in o && o.raw ? o.raw.body : [])).join('\n');
  for (const uuid of ids) expect(bodies).toContain(`"${uuid}"`);
});
