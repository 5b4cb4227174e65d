import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {build} from 'esbuild';
import {afterAll, beforeAll, beforeEach, describe, expect, it} from 'vitest';
import {snapshotOf} from '../../source/output/snapshot.js';
import type {Snapshot} from '../../source/output/snapshot-schema.js';
import {writeSnapshot} from '../../source/output/write-snapshot.js';
import {rounds} from '../helpers/rounds.js';
import {seedObservations} from '../helpers/seed.js';
import {payloadOf, worldOf} from './seed-call.js';

let root: string;
let folder: string;
let snapshot: Snapshot;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'convo-monitor-snapshot-'));
  const observations = seedObservations();
  const takenAt = Date.UTC(2018, 9, 25, 9, 40, 1, 500);
  snapshot = await snapshotOf(worldOf(observations), {takenAt, payload: payloadOf(observations)});
});
afterAll(() => rm(root, {recursive: true}));
beforeEach(async () => {
  folder = await mkdtemp(join(root, 'folder-'));
});

const readJson = async (file: string): Promise<unknown> => JSON.parse(await readFile(file, 'utf8'));

describe('a snapshot in a folder', () => {
  it('is named after the call and the time, for its owner alone', async () => {
    const file = await writeSnapshot(snapshot, {folder});
    expect(file).toBe(join(folder, 'convo-monitor-CON-bc64-2018-10-25T09-40-01Z.json'));
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readJson(file)).toEqual(snapshot);
    expect(await readdir(folder)).toHaveLength(1);
  });

  it('is numbered when the name is taken, also when several are written at once', async () => {
    await Promise.all(Array.from({length: 5}, () => writeSnapshot(snapshot, {folder})));
    const base = 'convo-monitor-CON-bc64-2018-10-25T09-40-01Z';
    expect((await readdir(folder)).sort()).toEqual(
      [...[2, 3, 4, 5].map(n => `${base}-${n}.json`), `${base}.json`].sort(),
    );
  });

  it.each([
    ['../../etc/passwd', 'convo-monitor-------et-2018'],
    ['CON-/\0…', 'convo-monitor-CON-----2018'],
    ['leg:797168e2', 'convo-monitor-leg-7971-2018'],
  ])('stays in its folder whatever the conversation calls itself: %j', async (id, name) => {
    const conversations = snapshot.conversations.map(each => ({...each, id}));
    await writeSnapshot({...snapshot, conversations}, {folder});
    expect(await readdir(folder)).toEqual([expect.stringContaining(name)]);
  });

  it('of several calls is named by their number', async () => {
    const {conversations} = snapshot;
    await writeSnapshot({...snapshot, conversations: [...conversations, ...conversations]}, {folder});
    expect(await readdir(folder)).toEqual(['convo-monitor-2-calls-2018-10-25T09-40-01Z.json']);
  });
});

describe('a snapshot in a file', () => {
  it('never overwrites unless it is told to', async () => {
    const file = join(folder, 'mine.json');
    await writeFile(file, 'precious', {mode: 0o644});
    const refusal = /mine\.json: a file of that name exists, and is left alone\. Choose another name/;
    await expect(writeSnapshot(snapshot, {file})).rejects.toThrow(refusal);
    expect(await readFile(file, 'utf8')).toBe('precious');
    expect(await writeSnapshot(snapshot, {file, replace: true})).toBe(file);
    expect(await readJson(file)).toEqual(snapshot);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['mine.json']);
  });

  it('does not follow a link that somebody laid in its place', async () => {
    const target = join(folder, 'target');
    const file = join(folder, 'link.json');
    await writeFile(target, 'precious');
    await symlink(target, file);
    await expect(writeSnapshot(snapshot, {file})).rejects.toThrow(/exists/);
    await writeSnapshot(snapshot, {file, replace: true});
    expect(await readFile(target, 'utf8')).toBe('precious');
  });

  it.each([
    ['a folder that is not there', ['none', 'a.json'], 'there is no such folder. Make it first'],
    ['a file in the place of a folder', ['file', 'a.json'], 'a part of the path is a file.'],
    ['a folder', ['sub'], 'this is a folder. Name a file in it.'],
    ['a name that is too long', ['x'.repeat(300)], 'the name is too long. Choose a shorter one.'],
  ])('says what to do about %s', async (_, path, advice) => {
    await writeFile(join(folder, 'file'), '');
    await mkdir(join(folder, 'sub'));
    const file = join(folder, ...path);
    await expect(writeSnapshot(snapshot, {file, replace: true})).rejects.toThrow(advice);
    expect((await readdir(folder)).sort()).toEqual(['file', 'sub']);
  });
});

it('is the old or the new one when the program is killed while it writes', async () => {
  const program = join(root, 'write.mjs');
  const source = new URL('../../source/output/write-snapshot.ts', import.meta.url).pathname;
  const script = `
    import {writeSnapshot} from ${JSON.stringify(source)};
    const file = process.argv[2];
    for (let n = 0; ; n++) {
      await writeSnapshot({n, text: 'x'.repeat(1_000_000), end: n}, {file, replace: true});
      if (n === 0) process.stdout.write('.');
    }`;
  await build({
    stdin: {contents: script, resolveDir: root, loader: 'ts'},
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: program,
  });
  const file = join(folder, 'killed.json');
  for (let round = 0; round < rounds(30, 200); round++) {
    const child = spawn(process.execPath, [program, file], {stdio: ['ignore', 'pipe', 'inherit']});
    await once(child.stdout, 'data');
    // Any moment will do: whichever step of a write it is, the file must be whole.
    setTimeout(() => child.kill('SIGKILL'), Math.random() * 20);
    await once(child, 'exit');
    const {n, end} = (await readJson(file)) as {n: number; end: number};
    expect(n).toBe(end);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  }
});
