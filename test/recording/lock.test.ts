import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, it, onTestFinished} from 'vitest';
import {holderOf, takeLock} from '../../source/recording/lock.js';
import {until} from '../helpers/until.js';
import {temporaryFolder} from './folder.js';

const lockOf = (pid: number | undefined) => JSON.stringify({pid, program: 'convo-monitor 0.1.0'});

it('is held by a process that is there, and by none that has ended', async () => {
  const file = join(await temporaryFolder(), 'held');
  const child = spawn('sleep', ['600']);
  onTestFinished(() => void child.kill('SIGKILL'));
  await writeFile(`${file}.lock`, lockOf(child.pid));
  expect((await holderOf(file))?.pid).toBe(child.pid);
  await expect(takeLock(file, '1', ({pid}) => new Error(`It is ${pid}.`))).rejects.toThrow(`It is ${child.pid}.`);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await holderOf(file)).toBeUndefined();
});

it.runIf(process.platform === 'linux')(
  'is not held by a process that was killed, and that its parent has not missed',
  async () => {
    const file = join(await temporaryFolder(), 'held');
    // Whoever was started by the shell is then the child of a program that never asks for its children.
    const parent = spawn('sh', ['-c', 'sleep 600 & echo $!; exec sleep 600']);
    onTestFinished(() => void parent.kill('SIGKILL'));
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(String(line));
    await until(async () => expect(await readFile(`/proc/${parent.pid}/comm`, 'utf8')).toBe('sleep\n'));
    await writeFile(`${file}.lock`, lockOf(pid));
    expect((await holderOf(file))?.pid).toBe(pid);
    process.kill(pid, 'SIGKILL');
    await until(async () => expect(await readFile(`/proc/${pid}/stat`, 'utf8')).toMatch(/ Z /));
    expect(await holderOf(file)).toBeUndefined();
    await (await takeLock(file, '1')).release();
  },
);
