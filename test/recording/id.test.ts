import {readdir, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {idIn} from '../../source/recording/id.js';
import {openJournal} from '../../source/recording/journal.js';
import {headerLine, schema} from '../../source/recording/line.js';
import {openRecording} from '../../source/recording/write.js';
import {lines, readAll, started} from './examples.js';
import {temporaryFolder} from './folder.js';

const firstLineOf = async (file: string) => (await readFile(file, 'utf8')).split('\n')[0] ?? '';
const note = (text: string) =>
  ({source: 'control', action: 'note', note: {to: 1, text: text.padEnd(300, '.')}}) as const;

/** A recording that goes on in another file behind its first note. */
async function inParts(file: string): Promise<void> {
  const recording = await openRecording({file, ...started, max: 400});
  const journal = openJournal({recording, onWritten: () => undefined});
  for (const text of ['one', 'two']) {
    journal.emit(note(text));
    await journal.flushed();
  }
  await journal.close();
}

describe('the id of a recording', () => {
  it('is another one for each, beside the schema that older versions look for', async () => {
    const folder = await temporaryFolder();
    const files = ['a', 'b'].map(name => join(folder, `${name}.ndjson`));
    for (const file of files) await openRecording({file, ...started}).then(({close}) => close());
    const firsts = await Promise.all(files.map(firstLineOf));
    for (const first of firsts) {
      expect(first.startsWith(`{"schema":"${schema}"`)).toBe(true);
      expect(JSON.parse(first)).toEqual({schema, id: expect.stringMatching(/^[\da-f]{32}$/), ...started});
    }
    expect(new Set(firsts.map(idIn)).size).toBe(2);
    expect((await readAll(files[0] ?? '')).header).toMatchObject({id: idIn(firsts[0] ?? '')});
  });

  it('stays when somebody goes on with it', async () => {
    const file = join(await temporaryFolder(), 'r.ndjson');
    for (const seq of [1, 2]) {
      const recording = await openRecording({file, ...started});
      await recording.append(lines(seq));
      await recording.close();
    }
    expect((await readAll(file)).seqs).toEqual([1, 2]);
    expect((await readFile(file, 'utf8')).match(/"id":"/g)).toHaveLength(1);
  });

  it('is that of all the files in which it goes on, whose numbers go on as well', async () => {
    const folder = await temporaryFolder();
    await inParts(join(folder, 'r.ndjson'));
    const files = (await readdir(folder)).map(name => join(folder, name));
    expect(files.length).toBeGreaterThan(1);
    expect(new Set((await Promise.all(files.map(firstLineOf))).map(idIn)).size).toBe(1);
    const seqs = (await Promise.all(files.map(file => readAll(file)))).flatMap(read => read.seqs);
    expect(new Set(seqs).size).toBe(seqs.length);
  });

  it('gives no number twice, even where somebody goes on with the first of several files', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'r.ndjson');
    await inParts(file);
    const before = (await readAll(file)).seqs;
    const behind = (await readAll(join(folder, 'r-2.ndjson'))).seqs;
    expect(Math.max(...behind)).toBeGreaterThan(Math.max(...before));
    const recording = await openRecording({file, ...started});
    await recording.close();
    expect(recording.lastSeq).toBe(Math.max(...behind));
  });

  it.each([
    ['has none', `{"schema":"${schema}","started":"2026-01-01T00:00:00.000Z","version":"0.1.0"}`],
    ['has what is none', `{"schema":"${schema}","id":"../../x","started":"2026-01-01T00:00:00.000Z"}`],
    ['was torn', `{"schema":"${schema}","sta`],
  ])('follows from the first line where that %s', async (_what, first) => {
    expect(idIn(first)).toMatch(/^[\da-f]{32}$/);
    expect(idIn(`${first}\n`)).toBe(idIn(first));
    expect(idIn(first)).not.toBe(idIn(headerLine(started)));
    const file = join(await temporaryFolder(), 'r.ndjson');
    await writeFile(file, `${first}\n${lines(1)}`);
    expect((await readAll(file)).seqs).toEqual([1]);
  });
});
