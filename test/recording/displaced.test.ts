import {execFileSync} from 'node:child_process';
import {appendFile, link, mkdir, readFile, rename, rm, stat, truncate, unlink, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {describe, expect, it} from 'vitest';
import type {HealthObservation} from '../../source/call/observation.js';
import {openJournal} from '../../source/recording/journal.js';
import {openRecording} from '../../source/recording/write.js';
import {until} from '../helpers/until.js';
import {readAll, started} from './examples.js';
import {temporaryFolder} from './folder.js';

/** A journal with three lines in a file of its own folder, which looks after the file all the time. */
async function recorded({elsewhere}: {elsewhere?: string} = {}) {
  const folder = join(await temporaryFolder(), 'calls');
  await mkdir(folder);
  const file = join(folder, 'r.ndjson');
  const recording = await openRecording({file, ...started, elsewhere});
  const journal = openJournal({recording, onWritten: () => undefined, lookEvery: 5});
  for (let n = 0; n < 3; n += 1) await journal.emit({source: 'tick'}).written;
  return {folder, file, recording, journal};
}

const healths = async (file: string) =>
  (await readAll(file)).observed.map(({observation}) => observation).filter(o => o.source === 'health');

/** What another program does to the recording, what is said then, and whether all of it is in the new file. */
const deeds: {name: string; do: (file: string) => Promise<unknown>; says: string; isWhole: boolean}[] = [
  {name: 'deleted', do: unlink, says: 'was deleted', isWhole: true},
  {name: 'moved', do: file => rename(file, `${file}.old`), says: 'was moved away', isWhole: true},
  {name: 'replaced', do: replace, says: 'was deleted', isWhole: true},
  {name: 'replaced by a file that is moved there', do: swap, says: 'was replaced', isWhole: true},
  {name: 'emptied', do: file => truncate(file, 0), says: 'was cut short', isWhole: false},
  {name: 'cut in a line', do: file => truncate(file, 150), says: 'was cut short', isWhole: false},
  {name: 'written to', do: file => appendFile(file, 'not ours\n'), says: 'was written to', isWhole: false},
];

async function replace(file: string) {
  await unlink(file);
  await writeFile(file, 'another');
}

async function swap(file: string) {
  await link(file, `${file}.kept`);
  await writeFile(`${file}.new`, 'another');
  await rename(`${file}.new`, file);
}

describe('a recording that is', () => {
  it.each(deeds)('$name goes on in another file, which is said', async ({do: spoil, says, isWhole}) => {
    const {file, folder, recording, journal} = await recorded();
    await spoil(file);
    await until(() => expect(recording.file).not.toBe(file));
    for (let n = 0; n < 3; n += 1) expect(await journal.emit({source: 'tick'}).written).toBe(true);
    await journal.close();
    expect(recording.file).toBe(join(folder, 'r-2.ndjson'));
    const {seqs, notices} = await readAll(recording.file);
    expect(seqs).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(notices).toEqual([]);
    expect((await stat(recording.file)).mode & 0o777).toBe(0o600);
    const [health] = (await healths(recording.file)) as HealthObservation[];
    expect(health).toMatchObject({part: 'recording', state: 'ok', file: recording.file});
    expect(health?.code).toBe(isWhole ? 'moved' : 'begun-anew');
    expect(health?.text).toContain(says);
    expect(health?.text).toContain(recording.file);
  });

  it('left without its folder goes on in the other one that it was given', async () => {
    const elsewhere = join(await temporaryFolder(), 'state');
    const {file, recording, journal} = await recorded({elsewhere});
    // At once: a folder that is emptied first would be gone on in.
    const gone = `${dirname(file)}-gone`;
    await rename(dirname(file), gone);
    await rm(gone, {recursive: true});
    await until(() => expect(recording.file).toBe(join(elsewhere, 'r-2.ndjson')));
    await journal.emit({source: 'tick'}).written;
    await journal.close();
    expect((await readAll(recording.file)).seqs).toEqual([1, 2, 3, 4, 5]);
  });

  it('left without a place is said to be, once, and goes on where it went', async () => {
    const {file, recording, journal} = await recorded();
    const folder = dirname(file);
    await rename(folder, `${folder}-away`);
    const kept = () => healths(join(`${folder}-away`, 'r.ndjson'));
    await until(async () => expect(await kept()).toMatchObject([{state: 'failing', code: 'no-folder'}]));
    expect(await journal.emit({source: 'tick'}).written).toBe(true);
    await mkdir(folder);
    await until(() => expect(recording.file).toBe(join(folder, 'r-2.ndjson')));
    await journal.close();
    expect((await healths(recording.file)).map(({code}) => code)).toEqual(['no-folder', 'moved']);
  });

  it('displaced again and again goes on each time', async () => {
    const {recording, journal} = await recorded();
    for (let n = 0; n < 4; n += 1) {
      const before = recording.file;
      await unlink(before);
      await until(() => expect(recording.file).not.toBe(before));
    }
    await journal.close();
    expect((await readAll(recording.file)).seqs).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });
});

describe('a second writer', () => {
  it('is refused with the pid and the name of the first, and loses nothing of it', async () => {
    const {file, journal} = await recorded();
    await expect(openRecording({file, ...started})).rejects.toMatchObject({
      code: 'in-use',
      message: expect.stringContaining(
        `is being written by another process (convo-monitor 0.0.0-test, pid ${process.pid})`,
      ),
    });
    await journal.emit({source: 'tick'}).written;
    await journal.close();
    expect((await readAll(file)).seqs).toEqual([1, 2, 3, 4]);
    await (await openRecording({file, ...started})).close();
  });

  const deadPid = () => Number(execFileSync(process.execPath, ['-p', 'process.pid'], {encoding: 'utf8'}));

  it.each<[string, () => string]>([
    ['of a process that has ended', () => JSON.stringify({pid: deadPid(), start: 'boot 1', program: 'convo-monitor'})],
    ['whose number another process has now', () => JSON.stringify({pid: process.ppid, start: 'boot 1', program: 'x'})],
    ['that was not written to its end', () => '{"pid":'],
    ['that is empty', () => ''],
    ['of nobody', () => '{"pid":0}'],
    ['of all processes', () => '{"pid":-1}'],
    ['of no number', () => '{"pid":"1"}'],
    ['of nonsense', () => 'null'],
  ])('is not held up by a lock %s', async (_, content) => {
    const file = join(await temporaryFolder(), 'r.ndjson');
    await writeFile(`${file}.lock`, content());
    const recording = await openRecording({file, ...started});
    expect(JSON.parse(await readFile(`${file}.lock`, 'utf8'))).toMatchObject({pid: process.pid});
    await recording.close();
    await expect(stat(`${file}.lock`)).rejects.toMatchObject({code: 'ENOENT'});
  });

  it('leaves no lock where it may not write', async () => {
    const file = join(await temporaryFolder(), 'notes.txt');
    await writeFile(file, 'mine');
    await expect(openRecording({file, ...started})).rejects.toMatchObject({code: 'not-a-recording'});
    await expect(stat(`${file}.lock`)).rejects.toMatchObject({code: 'ENOENT'});
  });
});
