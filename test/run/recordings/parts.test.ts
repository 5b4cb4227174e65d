import {mkdir, rename, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, it, onTestFinished, vi} from 'vitest';
import type {Observation} from '../../../source/call/observation.js';
import {headerLine, observationLine} from '../../../source/recording/line.js';
import {withFurtherParts} from '../../../source/recording/parts.js';
import {readAll} from '../../../source/run/check.js';
import {openReplay} from '../../../source/run/recorded.js';
import {busy, CON, talked} from '../../helpers/calls.js';
import {temporaryFolder} from '../../recording/folder.js';

const head = headerLine({started: new Date(0).toISOString(), version: 'test'});

/** A recording whose last line says that it goes on in another file, if it does. */
async function part(file: string, observations: readonly Observation[], next?: string, behind = ''): Promise<string> {
  const last = observations.at(-1);
  const rotated = {
    ...({source: 'health', part: 'recording', state: 'ok', code: 'rotated', text: `It goes on in ${next}.`} as const),
    ...{file: next, seq: (last?.seq ?? 0) + 1, at: last?.at ?? 0},
  };
  const lines = [...observations, ...(next === undefined ? [] : [rotated])].map(observationLine);
  await writeFile(file, head + lines.join('') + behind);
  return file;
}

describe('a recording that goes on in other files', () => {
  it('is opened with them, and that is said', async () => {
    const folder = await temporaryFolder();
    const at = (name: string) => join(folder, name);
    await part(at('a.ndjson'), busy.slice(0, 6), at('a-2.ndjson'));
    await part(at('a-2.ndjson'), busy.slice(6, 10), at('a-3.ndjson'));
    await part(at('a-3.ndjson'), busy.slice(10));
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    onTestFinished(() => said.mockRestore());
    const replay = await openReplay([at('a.ndjson')]);
    onTestFinished(() => replay.close());
    const world = await readAll(replay);
    expect(world.conversations.get(CON)?.rows).toHaveLength(7);
    expect(said.mock.calls.map(([text]) => text)).toEqual([
      `${at('a.ndjson')} goes on in a-2.ndjson, a-3.ndjson: that is shown with it.\n`,
    ]);
    said.mockClear();
    await (await openReplay([at('a.ndjson'), at('a-2.ndjson'), at('a-3.ndjson')])).close();
    expect(said).not.toHaveBeenCalled();
  });

  it('is known by its end, though notes stand behind that, and in the folder where it is by now', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'moved'));
    const note: Observation = {source: 'control', action: 'note', note: {to: 1, text: 'rotated'}, seq: 99, at: 1};
    await part(join(folder, 'a.ndjson'), talked, join(folder, 'a-2.ndjson'), observationLine(note));
    await part(join(folder, 'a-2.ndjson'), busy);
    const [first, second] = ['a.ndjson', 'a-2.ndjson'].map(name => join(folder, 'moved', name)) as [string, string];
    await rename(join(folder, 'a.ndjson'), first);
    await rename(join(folder, 'a-2.ndjson'), second);
    expect(await withFurtherParts(first)).toEqual([first, second]);
  });

  it.each([
    ['a file that is not there', '/nowhere/a-2.ndjson'],
    ['a folder', '..'],
    ['itself', 'a.ndjson'],
    ['a file elsewhere', '/etc/passwd'],
  ])('is alone where it names %s', async (_, next) => {
    const file = await part(join(await temporaryFolder(), 'a.ndjson'), busy, next);
    expect(await withFurtherParts(file)).toEqual([file]);
  });

  it('ends where its parts lead in a circle', async () => {
    const folder = await temporaryFolder();
    const [one, two] = [join(folder, 'one.ndjson'), join(folder, 'two.ndjson')];
    await part(one, busy, two);
    await part(two, busy, one);
    expect(await withFurtherParts(one)).toEqual([one, two]);
  });
});
