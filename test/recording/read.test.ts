import {readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {headerLine, observationLine} from '../../source/recording/line.js';
import {observedIn} from '../../source/recording/observed.js';
import {openPayloads} from '../../source/recording/payload.js';
import {readRecording} from '../../source/recording/read.js';
import {eventObservation, lines, readAll, started} from './examples.js';
import {temporaryFolder} from './folder.js';

const head = headerLine(started);

/** A stream that hands out these bytes in blocks of this size. */
async function* inBlocks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

describe('reading a recording', () => {
  it('gives back what was written, whatever is in it and wherever the blocks end', async () => {
    const bodies = fc.array(fc.string({unit: 'binary', maxLength: 40}), {maxLength: 6});
    await fc.assert(
      fc.asyncProperty(bodies, fc.integer({min: 1, max: 300}), async (texts, size) => {
        const observations = texts.map((text, index) => eventObservation(index + 1, text));
        const bytes = Buffer.from(head + observations.map(observationLine).join(''));
        const read = await readAll(inBlocks(bytes, size));
        expect(read.notices).toEqual([]);
        expect(read.observed.map(({observation}) => observation)).toEqual(observations);
        for (const {observation, offset = 0, length = 0} of read.observed) {
          expect(`${bytes.toString('utf8', offset, offset + length)}\n`).toBe(observationLine(observation));
        }
      }),
      {numRuns: 200},
    );
  });

  it('drops a torn last line with a notice and keeps the file', async () => {
    const file = join(await temporaryFolder(), 'r.ndjson');
    const bytes = Buffer.concat([Buffer.from(head), lines(1, 2, 3)]);
    const last = bytes.lastIndexOf(10, -2) + 1;
    for (let size = last + 1; size < bytes.length - 1; size++) {
      await writeFile(file, bytes.subarray(0, size));
      const read = await readAll(file);
      expect(read.seqs).toEqual([1, 2]);
      expect(read.notices).toMatchObject([{line: 4, code: 'torn'}]);
      expect((await readFile(file)).length).toBe(size);
    }
  });

  it.each([
    ['a broken line', '{"seq":\n', {line: 3, code: 'not-json'}],
    ['zeros, as after a power cut', `${'\0'.repeat(40)}\n`, {line: 3, code: 'not-json'}],
    ['JSON that is no observation', '[1,2]\n', {line: 3, code: 'not-an-observation'}],
    ['a source of a later version', '{"seq":9,"at":1,"source":"telepathy"}\n', {line: 3, code: 'not-an-observation'}],
    ['a webhook without its request', '{"seq":9,"at":1,"source":"event"}\n', {line: 3, code: 'not-an-observation'}],
    ['a line beyond the limit', `"${'x'.repeat(5000)}"\n`, {line: 3, code: 'too-long'}],
    ['a line that calls itself something else', '{"schema":"other@1"}\n', {line: 3, code: 'not-an-observation'}],
  ])('reports %s with its line number and reads on', async (_what, odd, notice) => {
    const bytes = Buffer.concat([Buffer.from(head), lines(1), Buffer.from(odd), lines(2)]);
    const read = await readAll(inBlocks(bytes, 700), 4096);
    expect(read.seqs).toEqual([1, 2]);
    expect(read.notices).toMatchObject([notice]);
  });

  it('reads every other line, whichever bit of a line is wrong', async () => {
    const bytes = Buffer.from(`${head}${lines(1, 2, 3)}`);
    const [start, end] = [bytes.indexOf('\n') + 1 + lines(1).length, bytes.length - lines(3).length];
    for (let bit = start * 8; bit < end * 8; bit++) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const {seqs, notices} = await readAll(inBlocks(flipped, bytes.length));
      // Where the line's end was, it is one with the next.
      const isJoined = bit >> 3 === end - 1;
      expect(seqs, `bit ${bit}`).toEqual(expect.arrayContaining(isJoined ? [1] : [1, 3]));
      expect(seqs.length + notices.length).toBeGreaterThanOrEqual(isJoined ? 2 : 3);
    }
  });

  it.each([
    ['brackets', '['.repeat(10_000_000)],
    ['objects', `[${'{},'.repeat(100_000)}{}]`],
    ['brackets in one another', `{"seq":1,"at":0,"source":"tick","z":${'['.repeat(9000)}${']'.repeat(9000)}}`],
    ['brackets in a field', `{"seq":1,"at":0,"source":"tick","z":${'['.repeat(5_000_000)}${']'.repeat(5_000_000)}}`],
  ])('reads every other line where one is nothing but %s, which takes neither time nor memory', async (_, line) => {
    const read = await readAll(
      inBlocks(Buffer.concat([head, lines(1), Buffer.from(`${line}\n`), lines(2)].map(Buffer.from)), 65_536),
    );
    expect(read.seqs).toEqual([1, 2]);
    expect(read.notices).toEqual([expect.objectContaining({line: 3, code: 'too-long'})]);
  });

  it('names the source that it does not know', async () => {
    const read = await readAll(inBlocks(Buffer.from(`${head}{"seq":9,"at":1,"source":"telepathy"}\n`), 64));
    expect(read.notices[0]?.text).toBe('Line 2 has a source that this version does not know: "telepathy".');
  });

  it.each([
    ['no header', '', []],
    ['a header of another version', '{"schema":"convo-monitor/recording@2"}\n', ['other-schema']],
    ['a foreign first line', 'hello\n', ['not-json']],
    ['Windows line ends', head.replace('\n', '\r\n'), []],
    ['a byte order mark', `\ufeff${head}`, []],
  ])('reads what follows %s', async (_what, first, codes) => {
    const read = await readAll(inBlocks(Buffer.concat([Buffer.from(first), lines(1)]), 64));
    expect(read.seqs).toEqual([1]);
    expect(read.notices.map(({code}) => code)).toEqual(codes);
  });

  it('tells of a recording behind another one in front of what it holds, and of the version that wrote it', async () => {
    const later = '{"schema":"convo-monitor/recording@99","started":"","version":"9.0.0"}\n';
    for (const second of [head, later, `\ufeff${head}`]) {
      const told: unknown[] = [];
      const bytes = Buffer.concat([head, lines(1, 2), second, lines(1)].map(Buffer.from));
      for await (const batch of readRecording(inBlocks(bytes, 1 << 16), {
        onHeader: ({version}) => void told.push(version),
        onNotice: ({line, code}) => void told.push([line, code]),
      }))
        told.push(batch.map(({observation}) => observation.seq));
      const [{version}, notices] = second === later ? [{version: '9.0.0'}, [[4, 'other-schema']]] : [started, []];
      expect(told.filter(each => !notices.some(notice => String(notice) === String(each)))).toEqual([
        started.version,
        [1, 2],
        version,
        [1],
      ]);
      expect(told).toHaveLength(4 + notices.length);
    }
  });

  it('keeps fields that this version does not know', async () => {
    const observation = {...eventObservation(1), mood: 'sunny'};
    const read = await readAll(inBlocks(Buffer.from(head + observationLine(observation)), 64));
    expect(read.observed[0]?.observation).toEqual(observation);
  });

  it('is not impressed by a line inside a line', async () => {
    const forged = eventObservation(1, 'x\n{"seq":2,"at":1,"source":"tick"}\n');
    const read = await readAll(inBlocks(Buffer.from(head + observationLine(forged)), 64));
    expect(read.seqs).toEqual([1]);
  });

  it('fails when the file does not exist', async () => {
    await expect(readAll(join(await temporaryFolder(), 'none.ndjson'))).rejects.toThrow('ENOENT');
  });
});

describe('a line', () => {
  it('holds no control character that a terminal would obey', () => {
    const line = observationLine(eventObservation(1, 'a\u009b31m\u007f\u0007\u001b]52;c;eA==\u0007b'));
    expect(line).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    expect(JSON.parse(line)).toEqual(eventObservation(1, 'a\u009b31m\u007f\u0007\u001b]52;c;eA==\u0007b'));
  });
});

describe('a payload', () => {
  it('is read back from its place while the recording goes on', async () => {
    const file = join(await temporaryFolder(), 'r.ndjson');
    const block = lines(1, 2, 3);
    await writeFile(file, head);
    const payloads = await openPayloads(file);
    await writeFile(file, Buffer.concat([Buffer.from(head), block]));
    for (const {observation, offset = 0, length = 0} of observedIn(block, Buffer.byteLength(head))) {
      expect(await payloads.find(observation.seq, {offset, length})).toEqual(observation);
    }
    expect(await payloads.find(1, {offset: 3, length: 20})).toBeUndefined();
    expect(await payloads.find(1, {offset: 1e6, length: 20})).toBeUndefined();
    await payloads.close();
  });
});
