import {readdir, readFile, stat} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import type {HealthObservation} from '../../source/call/observation.js';
import {openJournal} from '../../source/recording/journal.js';
import {observedIn} from '../../source/recording/observed.js';
import {openRecording} from '../../source/recording/write.js';
import {createArchive} from '../../source/run/archive.js';
import {readAll, started} from './examples.js';
import {temporaryFolder} from './folder.js';

const event = (n: number) => ({
  source: 'event' as const,
  raw: {method: 'POST', path: '/webhooks/event', headers: {}, body: `{"n":${n},"pad":"${'x'.repeat(300)}"}`},
});

/** So many webhooks in a recording that is full with 1,050 bytes, and what was made of its lines. */
async function recorded(count: number, isBehind = () => false) {
  const folder = await temporaryFolder();
  const recording = await openRecording({file: join(folder, 'r.ndjson'), ...started, max: 1050});
  const archive = createArchive(recording.file, {follows: true});
  const journal = openJournal({
    recording,
    isBehind,
    onWritten: (block, {offset}) => archive.add(observedIn(block, offset)),
  });
  for (let n = 1; n <= count; n += 1) await journal.emit(event(n)).written;
  await journal.close();
  const names = (await readdir(folder)).sort();
  return {folder, archive, names, files: names.map(name => join(folder, name))};
}

describe('a recording that has become as large as it may', () => {
  it('goes on in another file, and says so in its last line', async () => {
    const {names, files} = await recorded(12);
    expect(names).toEqual(['r-2.ndjson', 'r-3.ndjson', 'r-4.ndjson', 'r.ndjson']);
    const order = [files[3], ...files.slice(0, 3)] as string[];
    const read = await Promise.all(order.map(file => readAll(file)));
    expect(read.flatMap(({seqs}) => seqs)).toEqual(Array.from({length: 15}, (_, i) => i + 1));
    expect(read.flatMap(({notices}) => notices)).toEqual([]);
    for (const [i, {observed}] of read.slice(0, -1).entries()) {
      const last = observed.at(-1)?.observation as HealthObservation;
      expect(last).toMatchObject({code: 'rotated', file: order[i + 1]});
      expect(last.text).toContain(`goes on in ${order[i + 1]}`);
    }
    for (const file of files) {
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      expect(await readFile(file, 'utf8')).toMatch(/^\{"schema":"convo-monitor\/recording@1"/);
    }
  });

  it('does so when it has become as old as it may, and not where nothing comes', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'r.ndjson');
    const recording = await openRecording({file, ...started, lasts: 86_400_000});
    let now = Date.UTC(2026, 10, 20, 12);
    const journal = openJournal({recording, isBehind: () => false, onWritten: () => undefined, now: () => now});
    for (const hours of [0, 12, 11, 2, 23, 49]) {
      now += hours * 3_600_000;
      await journal.emit(event(hours)).written;
    }
    await journal.close();
    const names = (await readdir(folder)).sort();
    expect(names).toEqual(['r-2.ndjson', 'r-3.ndjson', 'r.ndjson']);
    const read = await Promise.all(names.map(name => readAll(join(folder, name))));
    const [second, third, first] = read.map(({seqs}) => seqs);
    expect([...(first ?? []), ...(second ?? []), ...(third ?? [])]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(first?.length).toBeGreaterThan(3);
  });

  it('has every payload, in whichever file it is', async () => {
    const {archive} = await recorded(12);
    for (let seq = 1; seq <= 15; seq += 1) expect((await archive.payload(seq))?.seq).toBe(seq);
    await archive.close();
  });

  it('stays in its file as long as that is still to be read back', async () => {
    let asked = 0;
    const {names} = await recorded(12, () => ++asked < 6);
    expect(names).toEqual(['r-2.ndjson', 'r-3.ndjson', 'r.ndjson']);
  });
});
