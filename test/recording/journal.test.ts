import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import type {Observation} from '../../source/call/observation.js';
import {openJournal} from '../../source/recording/journal.js';
import {type Observed, observedIn} from '../../source/recording/observed.js';
import {openRecording} from '../../source/recording/write.js';
import {readAll, started} from './examples.js';
import {faultyFiles} from './faulty-files.js';
import {temporaryFolder} from './folder.js';

describe('the journal', () => {
  it('numbers and stamps in one sequence, and settles in that order', async () => {
    let time = 100;
    const blocks: Observed[][] = [];
    const journal = openJournal({
      onWritten: (block, {offset}) => blocks.push(observedIn(block, offset)),
      now: () => time++,
    });
    const order: number[] = [];
    await Promise.all(
      Array.from({length: 5}, () => {
        const {observation, written} = journal.emit({source: 'tick'});
        return written.then(() => order.push(observation.seq));
      }),
    );
    expect(order).toEqual([1, 2, 3, 4, 5]);
    expect(blocks).toHaveLength(1);
    expect(blocks[0]?.map(({observation}) => observation)).toEqual(
      [1, 2, 3, 4, 5].map((seq): Observation => ({seq, at: 99 + seq, source: 'tick'})),
    );
  });

  it('is what is recorded, with the place of each line', async () => {
    const file = join(await temporaryFolder(), 'r.ndjson');
    const recording = await openRecording({file, ...started});
    const handedOn: Observed[] = [];
    const journal = openJournal({
      recording,
      onWritten: (block, {offset}) => handedOn.push(...observedIn(block, offset)),
    });
    for (let round = 0; round < 3; round++) await journal.emit({source: 'tick'}).written;
    journal.emit({source: 'tick'});
    await journal.close();
    expect(handedOn).toEqual((await readAll(file)).observed);
  });

  it('says once that the recording fails and once that it works again, and misses nothing', async () => {
    const file = join(await temporaryFolder(), 'r.ndjson');
    let full = false;
    const files = faultyFiles(operation => (operation === 'write' && full ? 'ENOSPC' : undefined));
    const recording = await openRecording({file, ...started, files});
    const handedOn: Observed[] = [];
    const journal = openJournal({
      recording,
      onWritten: (block, {offset}) => handedOn.push(...observedIn(block, offset)),
    });
    const tick = () => journal.emit({source: 'tick'}).written;
    expect(await tick()).toBe(true);
    full = true;
    expect([await tick(), await tick()]).toEqual([false, false]);
    full = false;
    expect(await tick()).toBe(true);
    await journal.close();
    const read = await readAll(file);
    expect(read.seqs).toEqual(handedOn.map(({observation}) => observation.seq));
    expect(read.observed.map(({observation}) => observation).filter(({source}) => source === 'health')).toMatchObject([
      {part: 'recording', state: 'failing', code: 'disk-full'},
      {part: 'recording', state: 'ok', code: 'recovered', text: expect.stringContaining('nothing is missing')},
    ]);
    // What was refused at first is handed on without a place: its text has to stay in memory.
    expect(handedOn.map(({offset}) => offset !== undefined)).toEqual([true, false, false, false, true, true]);
  });

  it('says that a torn line was cut off', async () => {
    const file = join(await temporaryFolder(), 'r.ndjson');
    const torn = await openRecording({file, ...started});
    await torn.append(Buffer.from('{"seq":1,"at":1,"source":"tick"}\n{"seq":2,'));
    await torn.close();
    const recording = await openRecording({file, ...started});
    await openJournal({recording, onWritten: () => undefined}).close();
    expect((await readAll(file)).observed.map(({observation}) => observation)).toMatchObject([
      {seq: 1},
      {seq: 2, source: 'health', code: 'torn-line-cut', text: expect.stringContaining('9 bytes')},
    ]);
  });
});
