import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {describe, expect, it, onTestFinished} from 'vitest';
import {builtProgram} from '../helpers/built-program.js';
import {readAll} from '../recording/examples.js';
import {temporaryFolder} from '../recording/folder.js';

type Sent = {id: string; status: number; ms: number};
type Measure = {webhook(port: number, id: string, patience: number): Promise<Sent>};

const here = (file: string) => new URL(`attacks/${file}`, import.meta.url);
const {names} = (await import(here('attack.mjs').href)) as {names: string[]};
const {webhook} = (await import(here('measure.mjs').href)) as Measure;

function started(args: string[]): ChildProcess {
  const child = spawn(process.execPath, args, {stdio: ['ignore', 'pipe', 'pipe']});
  onTestFinished(() => void child.kill('SIGKILL'));
  child.stdout.resume();
  return child;
}

/** Waits until the program has said that, and gives what it captured. */
async function saying({stderr}: ChildProcess, what: RegExp): Promise<string> {
  let said = '';
  for await (const text of stderr ?? []) {
    said += text;
    const found = what.exec(said);
    if (found) {
      stderr?.resume();
      return found[1] ?? '';
    }
  }
  throw new Error(`It ended too soon: ${said}`);
}

/** A webhook, sent again as Vonage does where it is told to (503): the status in the end, 0 where there was no answer. */
async function delivered(port: number, id: string): Promise<number> {
  const {status} = await webhook(port, id, 120_000);
  return status === 503 ? delivered(port, id) : status;
}

/** `npm run test:faults` measures how long that takes. */
describe('while strangers attack, every webhook is answered, and a signal ends the monitor with all of them recorded', () => {
  it.each(names)('%s', async name => {
    const file = join(await temporaryFolder(), 'r.ndjson');
    const program = join(await builtProgram(), 'dist/cli.js');
    const monitor = started([program, '--port', '0', '--plain', '--ngrok-api', 'off', '--record', file]);
    const port = Number(await saying(monitor, /127\.0\.0\.1:(\d+)/));
    const strangers = started([fileURLToPath(here('attack.mjs')), name, String(port), '60000']);
    await saying(strangers, /begun/);

    const ids = Array.from({length: 10}, (_, n) => `good-${n}`);
    const statuses = await Promise.all(ids.map(id => delivered(port, id)));
    expect(statuses).toEqual(ids.map(() => 200));

    monitor.kill('SIGTERM');
    expect(await once(monitor, 'exit')).toEqual([143, null]);
    const {notices, observed} = await readAll(file);
    expect(notices).toEqual([]);
    const bodies = observed.map(({observation: o}) => ('raw' in o && o.raw ? o.raw.body : '')).join('\n');
    expect(ids.filter(id => !bodies.includes(`"uuid":"${id}"`))).toEqual([]);
  });
});
