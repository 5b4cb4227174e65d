import {join} from 'node:path';
import {describe, expect, it, onTestFinished} from 'vitest';
import {startListener} from '../../source/intake/listener.js';
import {openJournal} from '../../source/recording/journal.js';
import {openRecording} from '../../source/recording/write.js';
import {until} from '../helpers/until.js';
import {exchange} from '../intake/exchange.js';
import {readAll, started} from '../recording/examples.js';
import {faultyFiles} from '../recording/faulty-files.js';
import {temporaryFolder} from '../recording/folder.js';

describe('a disk that fills up under a running monitor', () => {
  it('ends no call, acknowledges no event that is not recorded, and leaves a whole recording when there is room again', async () => {
    const file = join(await temporaryFolder(), 'r.ndjson');
    let room = 4000;
    const files = faultyFiles(operation => {
      if (operation !== 'write' || room === Number.POSITIVE_INFINITY) return undefined;
      // Each write is cut to what is left, as a full disk does; only a write that finds nothing left fails.
      if (room === 0) return 'ENOSPC';
      const short = Math.min(room, 700);
      room -= short;
      return {short};
    });
    const recording = await openRecording({file, ...started, files});
    const journal = openJournal({recording, onWritten: () => undefined});
    const listener = await startListener({port: 0}, journal.emit);
    onTestFinished(() => listener.close(0));

    const acknowledged: string[] = [];
    const send = async (uuid: string): Promise<number> => {
      const {status} = await exchange(`${listener.url}/webhooks/event`, {method: 'POST', body: `{"uuid":"${uuid}"}`});
      if (status === 200) acknowledged.push(uuid);
      return status;
    };
    for (let count = 0; (await send(`before-${count}`)) === 200; count++) expect(count).toBeLessThan(100);
    expect(acknowledged.length).toBeGreaterThan(2);
    expect(await send('while')).toBe(503);
    expect((await exchange(`${listener.url}/webhooks/answer`)).status).toBe(200);
    const full = await readAll(file);
    expect(full.notices).toEqual([]);

    room = Number.POSITIVE_INFINITY;
    expect(await send('after')).toBe(200);
    await listener.close();
    await journal.close();
    const read = await readAll(file);
    expect(read.notices).toEqual([]);
    expect(read.seqs).toEqual(read.seqs.map((_, index) => index + 1));
    const text = JSON.stringify(read.observed);
    for (const uuid of [...acknowledged, 'while']) expect(text).toContain(uuid);
    const health = read.observed.flatMap(({observation}) =>
      observation.source === 'health' ? [observation.code] : [],
    );
    expect(health).toEqual(['disk-full', 'recovered']);
  });

  it('is written again once there is room, though nothing more comes, and says so once', async () => {
    const file = join(await temporaryFolder(), 'r.ndjson');
    let isFull = true;
    let tries = 0;
    const files = faultyFiles((operation, count) => {
      if (operation !== 'write' || count === 1) return undefined;
      tries++;
      return isFull ? 'ENOSPC' : undefined;
    });
    const recording = await openRecording({file, ...started, files});
    const journal = openJournal({recording, onWritten: () => undefined, lookEvery: 5});
    expect(await journal.emit({source: 'tick'}).written).toBe(false);
    await until(() => expect(tries).toBeGreaterThan(5));
    isFull = false;
    const codes = async () =>
      (await readAll(file)).observed.map(({observation: o}) => (o.source === 'health' ? o.code : o.source));
    await until(async () => expect(await codes()).toContain('recovered'));
    const before = tries;
    await journal.emit({source: 'tick'}).written;
    await journal.close();
    expect(await codes()).toEqual(['tick', 'disk-full', 'recovered', 'tick']);
    expect(tries).toBe(before + 1);
  });
});
