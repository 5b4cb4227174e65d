import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, openSync} from 'node:fs';
import {join} from 'node:path';
import {Agent, request} from 'undici';
import {describe, expect, it} from 'vitest';
import {builtProgram} from '../helpers/built-program.js';
import {readAll} from '../recording/examples.js';
import {inPipe} from './program.js';

const recording = join(import.meta.dirname, '../recording/old/v1-busy.ndjson');

/** One of each kind: what the command line itself prints, tables, lines of a recording and of a run. */
const verbs = [
  ['--version'],
  ['--help'],
  ['keys', '--format', 'markdown'],
  ['config', '--format', 'schema'],
  ['explain', '486'],
  ['simulate', '--list'],
  ['export', recording, '--format', 'json'],
  ['open', recording, '--plain'],
  ['demo', 'busy', '--port', '0', '--speed', 'max', '--plain', '--no-record'],
];

async function ended(child: ChildProcess): Promise<{status: number | null; err: string}> {
  let err = '';
  child.stderr?.on('data', chunk => {
    err += chunk;
  });
  await once(child, 'close');
  return {status: child.exitCode, err};
}

describe('standard output', () => {
  it.each(verbs.map(args => [args.join(' ').replace(recording, 'FILE'), args]))(
    'whose reader is gone ends %s quietly, as SIGPIPE ends others',
    async (_, args) => {
      const child = spawn(process.execPath, [join(await builtProgram(), 'dist/cli.js'), ...args], {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      // Gone before anything is written: the program takes longer than this to start.
      child.stdout.destroy();
      const {status, err} = await ended(child);
      expect(status).toBe(141);
      expect(err).not.toMatch(/EPIPE|Error|\n {4}at /);
    },
  );

  it.skipIf(!existsSync('/dev/full')).each(verbs.map(args => [args.join(' ').replace(recording, 'FILE'), args]))(
    'on a full disk ends %s with one sentence and 1 (needs /dev/full)',
    async (_, args) => {
      const full = openSync('/dev/full', 'w');
      const child = spawn(process.execPath, [join(await builtProgram(), 'dist/cli.js'), ...args], {
        stdio: ['ignore', full, 'pipe'],
      });
      const {status, err} = await ended(child);
      expect(status).toBe(1);
      expect(err.match(/Standard output cannot be written: the disk is full/g)).toHaveLength(1);
      expect(err).not.toMatch(/\n {4}at /);
    },
  );

  it('that nobody reads holds up neither the webhooks nor a signal, and the recording has it all', async () => {
    const {child, url, err, home} = await inPipe(['--port', '0', '--format', 'ndjson', '--record', 'r.ndjson']);
    const address = `${await url()}/webhooks/event`;
    child.stdout?.pause();
    const dispatcher = new Agent({connections: 8});
    const uuids = Array.from({length: 4000}, (_, i) => `leg-${i}`);
    const statuses = await Promise.all(
      uuids.map(async uuid => {
        const detail = 'x'.repeat(3000);
        const body = JSON.stringify({uuid, conversation_uuid: 'CON-1', status: 'answered', detail});
        const {statusCode, body: answer} = await request(address, {method: 'POST', body, dispatcher});
        await answer.dump();
        return statusCode;
      }),
    );
    await dispatcher.close();
    expect(new Set(statuses)).toEqual(new Set([200]));
    child.kill('SIGTERM');
    const [status] = await once(child, 'exit');
    expect(status).toBe(143);
    expect(err()).toMatch(/More came than could be shown: \d+ observations came after what was shown last\./);
    const {observed} = await readAll(join(home, 'r.ndjson'));
    expect(observed.filter(({observation}) => observation.source === 'event')).toHaveLength(uuids.length);
  });
});
