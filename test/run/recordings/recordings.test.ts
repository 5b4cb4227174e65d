import {readdir, stat, utimes, writeFile} from 'node:fs/promises';
import {basename, join} from 'node:path';
import {describe, expect, it} from 'vitest';
import type {Observation} from '../../../source/call/observation.js';
import {type ListedRecording, recordingsJson, recordingsTable} from '../../../source/output/recordings-table.js';
import {indexOf} from '../../../source/recording/index-file.js';
import {observationLine} from '../../../source/recording/line.js';
import {takeLock} from '../../../source/recording/lock.js';
import {listRecordings} from '../../../source/run/recordings/list.js';
import {recordingNamed} from '../../../source/run/recordings/named.js';
import {removeRecording, unwantedOf} from '../../../source/run/recordings/prune.js';
import {writeRecording} from '../../helpers/recording.js';
import {calls} from '../../helpers/several-calls.js';
import {temporaryFolder} from '../../recording/folder.js';

const talked = calls(['talked', 0]);
const three = calls(['talked', 3600], ['busy', 3601], ['busy', 3700]);
/** Enough time for everything, however slow the machine is. */
const patient = {reading: 600_000};

/** A folder with two recordings, a packed note, and what is none. */
async function folderOfTwo(): Promise<string> {
  const folder = await temporaryFolder();
  await writeRecording(join(folder, 'one.ndjson'), talked);
  await writeRecording(join(folder, 'three.ndjson'), three);
  await writeFile(join(folder, 'notes.txt'), 'none');
  return folder;
}

describe('the list of recordings', () => {
  it('says of each what it holds, the newest first', async () => {
    const [newest, oldest, ...others] = await listRecordings(await folderOfTwo(), patient);
    expect(others).toEqual([]);
    expect(newest).toMatchObject({
      name: 'three.ndjson',
      isLive: false,
      observations: three.length,
      calls: 3,
      outcomes: {busy: 2, completed: 1},
      startedAt: three[0]?.at,
      endedAt: three.at(-1)?.at,
    });
    expect(oldest).toMatchObject({name: 'one.ndjson', calls: 1, openCalls: 0, outcomes: {completed: 1}});
    expect(oldest?.parties).toHaveLength(1);
    expect(oldest?.endings).toEqual([expect.stringMatching(/^Talked for .* hung up\.$/)]);
  });

  it('reads a recording once: it is known by its index until it is another file', async () => {
    const folder = await folderOfTwo();
    const file = join(folder, 'one.ndjson');
    const about = (all: readonly ListedRecording[]) => all.find(({name}) => name === 'one.ndjson');
    const known = about(await listRecordings(folder, patient));
    expect(await readdir(folder)).toContain(basename(indexOf(file)));
    expect(about(await listRecordings(folder, {reading: 0}))).toEqual(known);
    const {mtimeMs} = await stat(file);
    const index = await stat(indexOf(file));
    // Another length, another time, another beginning, an index that somebody wrote into: it is read again.
    await writeFile(file, observationLine(talked[0] as Observation), {flag: 'a'});
    await utimes(file, mtimeMs / 1000, mtimeMs / 1000);
    expect(about(await listRecordings(folder, {reading: 0}))?.calls).toBeUndefined();
    expect(about(await listRecordings(folder, patient))?.observations).toBe(talked.length + 1);
    expect((await stat(indexOf(file))).mode).toBe(index.mode);
    await writeFile(indexOf(file), '{"schema":"convo-monitor/index@1"');
    expect(about(await listRecordings(folder, patient))?.observations).toBe(talked.length + 1);
  });

  it('says when a recording was that it has no time to read', async () => {
    const [newest] = await listRecordings(await folderOfTwo(), {reading: 0});
    expect(newest).toMatchObject({startedAt: three[0]?.at, endedAt: three.at(-1)?.at});
    expect(newest).not.toHaveProperty('calls');
  });

  it('is empty where nothing was recorded', async () => {
    expect(await listRecordings(join(await temporaryFolder(), 'none'))).toEqual([]);
  });

  it('tells a recording that is being written, and keeps no index of it', async () => {
    const folder = await folderOfTwo();
    const lock = await takeLock(join(folder, 'one.ndjson'), 'test');
    const all = await listRecordings(folder, patient);
    expect(all.map(({name, isLive}) => [name, isLive])).toEqual([
      ['three.ndjson', false],
      ['one.ndjson', true],
    ]);
    await lock.release();
    expect(await readdir(folder)).not.toContain('one.ndjson.index');
  });
});

const listed = (name: string, more: Partial<ListedRecording> = {}): ListedRecording => ({
  file: `/recordings/${name}`,
  name,
  bytes: 14_000,
  writtenAt: Date.UTC(2026, 10, 20, 12),
  isLive: false,
  ...more,
});

const full = listed('full.ndjson', {
  startedAt: Date.UTC(2026, 10, 20, 12),
  endedAt: Date.UTC(2026, 10, 20, 12, 1, 15),
  calls: 14,
  parties: ['447700900001 → 447700900000', '447700900002 → 447700900000'],
  outcomes: {busy: 2, completed: 12},
  errors: 1,
  warnings: 2,
});

describe('the table of recordings', () => {
  it('has dots for what is not known, and a line more each where the terminal is narrow', () => {
    const all = [full, listed('unknown.ndjson', {bytes: 1.3e9, isLive: true})];
    const table = recordingsTable(all).replaceAll(/2026-11-20 \d\d:\d\d/g, '2026-11-20 12:00');
    expect(table.split('\n')).toEqual([
      'when              how long   calls  parties                         outcome               problems               size  recording',
      '2026-11-20 12:00     1m15s      14  447700900001 → 447700900000, …  12 completed, 2 busy  1 error, 2 warnings   14 kB  full.ndjson',
      '2026-11-20 12:00         …  … live  …                               …                     …                    1.3 GB  unknown.ndjson',
      '',
    ]);
    const narrow = recordingsTable(all, {width: 80}).trimEnd().split('\n');
    expect(narrow).toHaveLength(6);
    expect(Math.max(...narrow.map(line => line.length))).toBeLessThan(90);
  });

  it('shows no number with mask, in the table and for programs', () => {
    const texts = [recordingsTable([full], {mask: true}), recordingsJson([full], {mask: true})];
    for (const text of texts) {
      expect(text).not.toMatch(/4477009000/);
      expect(text).toContain('44••••••0001');
    }
    expect(JSON.parse(recordingsJson([full]))).toMatchObject([{calls: 14, errors: 1, live: false, openCalls: null}]);
  });
});

describe('pruning', () => {
  const day = 86_400_000;
  const now = Date.UTC(2026, 10, 30, 12);
  const all = [
    listed('live', {isLive: true, bytes: 5e9}),
    listed('new', {writtenAt: now - day}),
    listed('large', {writtenAt: now - 5 * day, bytes: 300e6}),
    listed('old', {writtenAt: now - 40 * day}),
    listed('old and large', {writtenAt: now - 41 * day, bytes: 201e6}),
  ];

  it.each([
    [{olderThan: 30 * day}, ['old', 'old and large']],
    [{largerThan: 200e6}, ['large', 'old and large']],
    [{olderThan: 30 * day, largerThan: 200e6}, ['old and large']],
    [{keep: 3}, ['old', 'old and large']],
    [{keep: 0}, ['new', 'large', 'old', 'old and large']],
    [{keep: 4, olderThan: 30 * day}, ['old and large']],
    [{olderThan: 365 * day}, []],
  ])('by %o', (unwanted, names) => {
    expect(unwantedOf(all, unwanted, now).map(({name}) => name)).toEqual(names);
  });

  it('removes a recording with its index, and none that is held or has grown', async () => {
    const folder = await folderOfTwo();
    const [three, one] = (await listRecordings(folder, patient)) as [ListedRecording, ListedRecording];
    const lock = await takeLock(three.file, 'test');
    expect(await removeRecording(three)).toMatch(/three\.ndjson stays: .* is being written by another process/);
    await lock.release();
    expect(await removeRecording({...three, bytes: three.bytes - 1})).toMatch(/has grown meanwhile, and stays/);
    expect(await removeRecording(one)).toBeUndefined();
    expect((await readdir(folder)).sort()).toEqual(['notes.txt', 'three.ndjson', 'three.ndjson.index']);
    expect(await removeRecording(one)).toMatch(/one\.ndjson stays: /);
  });
});

describe('the name of a recording', () => {
  it('is a file here, or one of the state folder with or without its ending', async () => {
    const folder = await folderOfTwo();
    const one = join(folder, 'one.ndjson');
    expect(await recordingNamed(one, folder)).toBe(one);
    expect(await recordingNamed('one', folder)).toBe(one);
    expect(await recordingNamed('one.ndjson', folder)).toBe(one);
    expect(await recordingNamed('-', folder)).toBe('-');
    expect(await recordingNamed('./one', folder)).toBe('./one');
    await expect(recordingNamed('on.ndjson', folder)).rejects.toThrow(
      /no recording of that name .*Did you mean one\.ndjson\?/,
    );
    await expect(recordingNamed('else', folder)).rejects.toThrow(/convo-monitor recordings lists/);
  });
});
