import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {Agent, request} from 'node:http';
import {join} from 'node:path';
import {describe, expect, it, onTestFinished} from 'vitest';
import {openRecording} from '../../source/recording/write.js';
import {builtProgram} from '../helpers/built-program.js';
import {rounds} from '../helpers/rounds.js';
import {readAll, started} from '../recording/examples.js';
import {temporaryFolder} from '../recording/folder.js';
import {bundleObserver} from './bundle.js';

const connections = 32;

/** The intake alone starts quickly, so that there can be many rounds. */
async function intakeAlone() {
  const folder = await temporaryFolder();
  await bundleObserver(folder, 'test/faults/observer-child.ts');
  return (file: string) => [join(folder, 'observer-child.mjs'), file];
}

async function wholeProgram() {
  const program = join(await builtProgram(), 'dist/cli.js');
  return (file: string) => [program, '--port', '0', '--plain', '--record', file];
}

/** The process, and the port that it says it listens at: in a URL, or alone. */
async function startChild(args: string[]): Promise<{child: ChildProcess; port: number}> {
  const child = spawn(process.execPath, args, {stdio: ['ignore', 'pipe', 'pipe']});
  onTestFinished(() => void child.kill('SIGKILL'));
  const port = await new Promise<number>((resolve, reject) => {
    let said = '';
    const listen = (text: Buffer) => {
      said += text;
      const [, address, alone] = /127\.0\.0\.1:(\d+)|^(\d+)\n$/.exec(said) ?? [];
      if (address ?? alone) resolve(Number(address ?? alone));
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.on('exit', () => reject(new Error(`It ended too soon: ${said}`)));
  });
  return {child, port};
}

/** Sends events on one connection, one after the other, until the connection breaks; notes each acknowledged uuid. */
async function load(port: number, name: string, acknowledged: Set<string>): Promise<void> {
  const agent = new Agent({keepAlive: true, maxSockets: 1});
  for (let count = 0; ; count++) {
    const uuid = `${name}-${count}`;
    const status = await new Promise<number>(resolve => {
      const sent = request({port, agent, method: 'POST', path: '/webhooks/event'}, response => {
        response.on('error', () => resolve(0)).on('end', () => resolve(response.statusCode ?? 0));
        response.resume();
      });
      sent.on('error', () => resolve(0));
      sent.end(JSON.stringify({uuid, status: 'ringing', filler: 'x'.repeat(count % 300)}));
    });
    if (status !== 200) break;
    acknowledged.add(uuid);
  }
  agent.destroy();
}

describe('kill -9 under load', () => {
  it.each([
    ['the intake', rounds(12, 200), intakeAlone],
    ['the whole program, as it ships', rounds(4, 200), wholeProgram],
  ])('loses no acknowledged webhook, and leaves at most one torn line: %s', async (what, tries, prepare) => {
    const command = await prepare();
    const folder = await temporaryFolder();
    let total = 0;
    for (let round = 0; round < tries; round++) {
      const file = join(folder, `${round}.ndjson`);
      const {child, port} = await startChild(command(file));
      const acknowledged = new Set<string>();
      const loads = Array.from({length: connections}, (_, index) => load(port, `${index}`, acknowledged));
      const enough = 1 + Math.floor(Math.random() * 1000);
      while (acknowledged.size < enough) await new Promise(resolve => setImmediate(resolve));
      child.kill('SIGKILL');
      await Promise.all([...loads, once(child, 'exit')]);

      const before = await readAll(file);
      expect(before.notices.filter(({code}) => code !== 'torn')).toEqual([]);
      const reopened = await openRecording({file, ...started});
      await reopened.close();
      const {observed, notices} = await readAll(file);
      expect(notices).toEqual([]);
      expect(reopened.lastSeq).toBe(observed.length);
      const kept = new Set(
        observed.flatMap(({observation}) =>
          'raw' in observation && observation.raw ? uuidOf(observation.raw.body) : [],
        ),
      );
      expect([...acknowledged].filter(uuid => !kept.has(uuid))).toEqual([]);
      total += acknowledged.size;
    }
    expect(total).toBeGreaterThan(tries);
    if (process.env.ROUNDS) console.log(`${what}: killed ${tries} times, ${total} webhooks acknowledged, none lost`);
  });
});

const uuidOf = (body: string): string[] => (body === '' ? [] : [JSON.parse(body).uuid]);
