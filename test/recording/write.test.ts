import {chmod, readdir, readFile, stat, symlink, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {openRecording, type Recording} from '../../source/recording/write.js';
import {lines, readAll, started} from './examples.js';
import {type Fault, faultyFiles} from './faulty-files.js';
import {temporaryFolder} from './folder.js';

describe('a recording', () => {
  it('is a file of its owner alone, in a folder of its owner alone', async () => {
    const file = join(await temporaryFolder(), 'state', 'new.ndjson');
    const recording = await openRecording({file, ...started});
    await recording.close();
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(join(file, '..'))).mode & 0o777).toBe(0o700);
  });

  it('tells where each block of lines begins', async () => {
    const file = join(await temporaryFolder(), 'r.ndjson');
    const recording = await openRecording({file, ...started});
    const offsets = await Promise.all([recording.append(lines(1, 2)), recording.append(lines(3))]);
    await recording.close();
    const bytes = await readFile(file);
    expect(offsets.map(offset => bytes.indexOf('{"seq":', offset))).toEqual(offsets);
    expect(bytes.subarray(offsets[1])).toEqual(lines(3));
  });

  it('goes on after the highest number of a recording that exists', async () => {
    const file = join(await temporaryFolder(), 'r.ndjson');
    const first = await openRecording({file, ...started});
    await first.append(lines(1, 2, 41));
    await first.close();
    const second = await openRecording({file, ...started});
    expect(second.lastSeq).toBe(41);
    await second.append(lines(42));
    await second.close();
    expect((await readAll(file)).seqs).toEqual([1, 2, 41, 42]);
  });

  it('finds the highest number behind a very long line and lines that are no observations', async () => {
    const file = join(await temporaryFolder(), 'r.ndjson');
    const first = await openRecording({file, ...started});
    await first.append(lines(7));
    await first.append(Buffer.from(`${'x'.repeat(300_000)}\nnot json\n`));
    await first.close();
    const second = await openRecording({file, ...started});
    await second.close();
    expect(second.lastSeq).toBe(7);
  });

  it('goes on after any cut through its last three lines', async () => {
    const file = join(await temporaryFolder(), 'r.ndjson');
    const first = await openRecording({file, ...started});
    await first.append(lines(1, 2));
    const whole = (await first.append(lines(3, 4, 5))) as number;
    await first.close();
    const bytes = await readFile(file);
    for (let size = whole; size <= bytes.length; size++) {
      await writeFile(file, bytes.subarray(0, size));
      const kept = 2 + bytes.subarray(whole, size).filter(byte => byte === 10).length;
      const again = await openRecording({file, ...started});
      expect(again.lastSeq).toBe(kept);
      expect(again.cut).toBe(size - (bytes.subarray(0, size).lastIndexOf(10) + 1));
      await again.append(lines(kept + 1));
      await again.close();
      const read = await readAll(file);
      expect(read.notices).toEqual([]);
      expect(read.seqs).toEqual(Array.from({length: kept + 1}, (_, index) => index + 1));
    }
  });

  it.each([
    ['another file', (file: string) => writeFile(file, 'precious\n'), 'not-a-recording'],
    [
      'a recording of another version',
      (file: string) => writeFile(file, '{"schema":"convo-monitor/recording@9"}\n'),
      'not-a-recording',
    ],
    ['a symbolic link', (file: string) => symlink('/etc/hostname', file), 'not-a-recording'],
  ])('leaves %s as it is', async (_what, make, code) => {
    const file = join(await temporaryFolder(), 'r.ndjson');
    await make(file);
    const before = await readFile(file, 'utf8').catch(() => '');
    await expect(openRecording({file, ...started})).rejects.toMatchObject({name: 'RecordingError', code});
    expect(await readFile(file, 'utf8').catch(() => '')).toBe(before);
  });

  it('begins in an empty file that exists', async () => {
    const file = join(await temporaryFolder(), 'r.ndjson');
    await writeFile(file, '');
    await chmod(file, 0o600);
    const recording = await openRecording({file, ...started});
    await recording.append(lines(1));
    await recording.close();
    expect((await readAll(file)).header).toMatchObject({version: started.version});
  });

  it('says what to do when the place cannot be written', async () => {
    const file = join(await temporaryFolder(), 'file');
    await writeFile(file, '');
    const opening = openRecording({file: join(file, 'r.ndjson'), ...started});
    await expect(opening).rejects.toMatchObject({code: 'no-folder', message: expect.stringContaining('--record')});
  });

  it('touches nothing once it is closed: the number of its file may be another one’s by then', async () => {
    const done: string[] = [];
    const files = faultyFiles(operation => void done.push(operation));
    const recording = await openRecording({file: join(await temporaryFolder(), 'r.ndjson'), files, ...started});
    await recording.close();
    done.length = 0;
    await expect(recording.append(lines(1))).rejects.toThrow('is closed');
    await expect(recording.check()).rejects.toThrow('is closed');
    await expect(recording.read(0, 10)).rejects.toThrow('is closed');
    await recording.close();
    expect(done).toEqual([]);
  });

  it('that was begun for nothing is taken away, and one that has lines is not', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'r.ndjson');
    await (await openRecording({file, ...started})).discard();
    expect(await readdir(folder)).toEqual([]);
    const used = await openRecording({file, ...started});
    await used.append(lines(1));
    await used.discard();
    const again = await openRecording({file, ...started});
    await again.discard();
    expect((await readAll(file)).seqs).toEqual([1]);
  });
});

describe('when the disk fails', () => {
  it('cuts a torn line off and writes it again when there is room', async () => {
    const file = join(await temporaryFolder(), 'r.ndjson');
    // A full disk as it really shows: first a short write without an error, only then ENOSPC.
    const faults = new Map<number, Fault>([
      [3, {short: 250}],
      [4, 'ENOSPC'],
    ]);
    const files = faultyFiles((operation, count) => (operation === 'write' ? faults.get(count) : undefined));
    const recording = await openRecording({file, ...started, files});
    await recording.append(lines(1));
    await expect(recording.append(lines(2, 3, 4))).rejects.toMatchObject({code: 'disk-full'});
    const full = await readAll(file);
    expect(full.notices).toEqual([]);
    expect(full.seqs).toEqual([1, 2]);
    await recording.append(lines(5));
    await recording.close();
    expect((await readAll(file)).seqs).toEqual([1, 2, 3, 4, 5]);
    expect(recording.lost()).toBe(0);
  });

  it('counts what it can no longer hold', async () => {
    const file = join(await temporaryFolder(), 'r.ndjson');
    let full = true;
    const files = faultyFiles((operation, count) =>
      operation === 'write' && count > 1 && full ? 'ENOSPC' : undefined,
    );
    const holdLimit = lines(1).length * 2;
    const recording = await openRecording({file, ...started, files, holdLimit});
    for (const seq of [1, 2, 3, 4]) await expect(recording.append(lines(seq))).rejects.toThrow('disk is full');
    full = false;
    await recording.append(lines(5));
    await recording.close();
    expect(recording.lost()).toBe(2);
    expect((await readAll(file)).seqs).toEqual([1, 2, 5]);
  });

  it('takes no line in while a torn one cannot be cut off', async () => {
    const file = join(await temporaryFolder(), 'r.ndjson');
    const files = faultyFiles((operation, count) => {
      if (operation === 'truncate') return count <= 3 ? 'EIO' : undefined;
      const short: Fault = {short: 250};
      return operation === 'write'
        ? new Map<number, Fault>([
            [2, short],
            [3, 'ENOSPC'],
          ]).get(count)
        : undefined;
    });
    const recording = await openRecording({file, ...started, files});
    const refused: number[] = [];
    for (const seq of [1, 3, 5]) {
      await recording.append(lines(seq, seq + 1)).catch(() => refused.push(seq));
    }
    expect(refused).toEqual([1, 3]);
    await recording.close();
    expect(await readAll(file)).toMatchObject({seqs: [1, 2, 3, 4, 5, 6], notices: []});
  });

  const faults: Fault[] = ['EIO', 'ENOSPC', 'EMFILE', {short: 1}, {short: 200}];
  const operations = ['open', 'write', 'truncate', 'sync', 'close', 'stat', 'read'] as const;
  const cases = operations.flatMap(operation => faults.map(fault => ({operation, fault})));

  it.each(cases)(
    'loses no acknowledged line, and writes none twice: $operation, $fault',
    async ({operation, fault}) => {
      const folder = await temporaryFolder();
      for (let first = 1; first <= 9; first++) {
        for (const times of [1, 2, 3]) {
          const files = faultyFiles((called, count) =>
            called === operation && count >= first && count < first + times ? fault : undefined,
          );
          const file = join(folder, `${first}-${times}.ndjson`);
          const acknowledged: number[] = [];
          for (const run of [0, 1]) {
            const recording: Recording | undefined = await openRecording({
              file,
              ...started,
              durable: true,
              files,
            }).catch(() => undefined);
            if (!recording) continue;
            for (const batch of [1, 2, 3, 4]) {
              const seqs = [run * 100 + batch * 2, run * 100 + batch * 2 + 1];
              await recording.append(lines(...seqs)).then(
                () => acknowledged.push(...seqs),
                () => undefined,
              );
            }
            await recording.close();
          }
          const read = await readAll(file).catch(() => ({seqs: [] as number[]}));
          expect(read.seqs).toEqual(expect.arrayContaining(acknowledged));
          expect(new Set(read.seqs).size).toBe(read.seqs.length);
          expect(read.seqs).toEqual([...read.seqs].sort((a, b) => a - b));
        }
      }
    },
  );
});
