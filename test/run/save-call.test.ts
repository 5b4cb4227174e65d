import {mkdtemp, readdir, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, beforeEach, describe, expect, it} from 'vitest';
import {saveCall} from '../../source/run/save-call.js';
import type {SaveFormat} from '../../source/store/save-formats.js';
import {CALL, seedObservations} from '../helpers/seed.js';
import {payloadOf, worldOf} from '../output/seed-call.js';

const observations = seedObservations();
const world = worldOf(observations);
const rows = world.conversations.get(CALL)?.rows ?? [];

let root: string;
let folder: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'convo-monitor-save-'));
});
afterAll(() => rm(root, {recursive: true}));
beforeEach(async () => {
  folder = await mkdtemp(join(root, 'folder-'));
});

const save = async (format: SaveFormat, file?: string, only?: readonly number[]) => {
  const {text} = await saveCall(
    world,
    format,
    {conversation: CALL, limits: only ? ['filter dtmf', 'marks'] : [], ...(only && {rows: only})},
    {folder, file, ascii: false, mask: false, payload: payloadOf(observations)},
  );
  return text;
};

describe('saving a call', () => {
  it.each([
    ['json', /^Saved convo-monitor-CON-bc64-[\dTZ-]+\.json: 14 events as json, [\d.]+ kB\.$/],
    ['mermaid', /^Saved convo-monitor-CON-bc64-[\dTZ-]+\.mmd: 14 events as mermaid, \d+ bytes\.$/],
    ['ladder', /^Saved convo-monitor-CON-bc64-[\dTZ-]+\.ladder\.txt: 14 events as ladder, [\d.]+ kB\.$/],
  ] as const)('as %s says what was written, where, and how much', async (format, said) => {
    expect(await save(format)).toMatch(said);
    const [name = ''] = await readdir(folder);
    expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
  });

  it('counts bytes, and not characters', async () => {
    const said = await save('ladder');
    const [name = ''] = await readdir(folder);
    const {size} = await stat(join(folder, name));
    expect(said).toContain(`${(size / 1000).toFixed(1)} kB`);
  });

  it('says by what it was limited', async () => {
    expect(await save('csv', 'a.csv', rows.slice(0, 3))).toMatch(
      /^Saved a\.csv: 3 of 14 events \(by filter dtmf, marks\) as csv, \d+ bytes\.$/,
    );
    expect((await readFile(join(folder, 'a.csv'), 'utf8')).trimEnd().split('\r\n')).toHaveLength(4);
  });

  it('never writes over a file that is there', async () => {
    await writeFile(join(folder, 'a.csv'), 'precious');
    await expect(save('csv', 'a.csv')).rejects.toThrow(
      /^The file was not written to .*a\.csv: a file of that name exists/,
    );
    expect(await readFile(join(folder, 'a.csv'), 'utf8')).toBe('precious');
    await Promise.all([save('csv'), save('csv')]);
    expect(await readdir(folder)).toHaveLength(3);
  });

  it('names the folder that is not there', async () => {
    await expect(save('text', 'none/a.txt')).rejects.toThrow(/there is no such folder\. Make it first/);
  });

  it('says where a file is that is not below the folder', async () => {
    const file = join(root, 'elsewhere.md');
    expect(await save('markdown', file)).toContain(`Saved ${file}: `);
  });
});
