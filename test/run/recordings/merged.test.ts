import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Observation} from '../../../source/call/observation.js';
import {snapshotOf} from '../../../source/output/snapshot.js';
import {headerLine, observationLine} from '../../../source/recording/line.js';
import {openReplay} from '../../../source/run/recorded.js';
import {calls} from '../../helpers/several-calls.js';
import {worldOf} from '../../output/seed-call.js';
import {temporaryFolder} from '../../recording/folder.js';

/** Three calls at once, as one monitor recorded them, no two things at the same moment. */
const all = calls(['talked', 0], ['busy', 1], ['menu', 2]).map(o => ({...o, at: o.at + o.seq / 1000}));

/** The snapshot of recordings: all that is known, payloads included, but not when it was taken, nor which of them each is of. */
async function opened(files: readonly string[]): Promise<string> {
  const replay = await openReplay(files);
  const seen: Observation[] = [];
  await replay.listen(batch => void seen.push(...batch));
  const snapshot = await snapshotOf(worldOf(seen), {takenAt: 0, payload: replay.payload});
  await replay.close();
  expect(seen.map(({seq}) => seq)).toEqual(seen.map((_, i) => i + 1));
  return JSON.stringify(snapshot)
    .replaceAll(/"seq":\d+/g, '"seq":0')
    .replaceAll(/,"origin":\{[^}]*\}/g, '');
}

const text = (some: readonly Observation[]) => some.map(observationLine).join('');

/** A recording of its own: numbered from 1, with replies to its own webhooks. */
function alone(some: readonly Observation[]): Observation[] {
  const places = new Map(some.map(({seq}, i) => [seq, i + 1]));
  return some.map(o => ({
    ...o,
    seq: places.get(o.seq) ?? 0,
    ...(o.source === 'reply' && {to: places.get(o.to) ?? 0}),
  }));
}

describe('several recordings as one', () => {
  it('show what one that holds all of it shows, however it was shared out', async () => {
    const folder = await temporaryFolder();
    const file = (name: string) => join(folder, name);
    await writeFile(file('whole.ndjson'), text(all));
    const whole = await opened([file('whole.ndjson')]);
    const sharing = fc.array(fc.nat({max: 2}), {minLength: all.length, maxLength: all.length});
    await fc.assert(
      fc.asyncProperty(sharing, async shares => {
        // A reply is where its webhook is.
        const of = (o: Observation) => shares[(o.source === 'reply' ? o.to : o.seq) - 1];
        const parts = [0, 1, 2].map(part => alone(all.filter(o => of(o) === part)));
        const used = parts.flatMap((part, i) => (part.length > 0 ? [{part, name: file(`${i}.ndjson`)}] : []));
        for (const {part, name} of used) await writeFile(name, text(part));
        expect(await opened(used.map(({name}) => name))).toBe(whole);
      }),
      {numRuns: 20},
    );
  });

  it('show once what two of them hold', async () => {
    const folder = await temporaryFolder();
    const [first, second] = [join(folder, 'first.ndjson'), join(folder, 'second.ndjson.gz')];
    await writeFile(first, text(all.slice(0, 30)));
    await writeFile(second, gzipSync(text(all)));
    expect(await opened([first, second])).toBe(await opened([second]));
  });
});

describe('what is seen as one', () => {
  it('says of which recording it is, by the name of the file; the parts of one recording are of one', async () => {
    const folder = await temporaryFolder();
    const file = (name: string) => join(folder, name);
    const originsOf = async (names: readonly string[]) => {
      const replay = await openReplay(names.map(file));
      const seen: Observation[] = [];
      await replay.listen(batch => void seen.push(...batch));
      const read = await replay.payload(seen.at(-1)?.seq ?? 0);
      await replay.close();
      expect(read).toEqual(seen.at(-1));
      return [...new Set(seen.map(({origin}) => origin && `${origin.id} ${origin.listener}`))].sort();
    };
    const half = all.length >> 1;
    const every = (rest: number) => alone(all.filter(o => (o.source === 'reply' ? o.to : o.seq) % 2 === rest));
    await writeFile(file('laptop.ndjson'), text(every(0)));
    await writeFile(file('lab.ndjson.gz'), gzipSync(text(every(1))));
    expect(await originsOf(['laptop.ndjson', 'lab.ndjson.gz'])).toEqual(['1 lab', '2 laptop']);
    const on = {seq: half + 1, at: all[half]?.at ?? 0, source: 'health', part: 'recording', state: 'ok'} as const;
    const rotated = observationLine({...on, code: 'rotated', text: 'It goes on.', file: file('day.1.ndjson')});
    await writeFile(file('day.ndjson'), text(all.slice(0, half)) + rotated);
    await writeFile(file('day.1.ndjson'), text(all.slice(half).map(o => ({...o, seq: o.seq + 1}))));
    expect(await originsOf(['day.ndjson', 'day.1.ndjson'])).toEqual([undefined]);
    expect(await originsOf(['day.ndjson', 'laptop.ndjson'])).toEqual(['1 day', '2 laptop']);
  });
});

describe('recordings one behind the other in one file', () => {
  const heading = (id: number) =>
    headerLine({id: `${id}`.repeat(32), started: '2026-11-20T12:00:00.000Z', version: '0'});
  const [first = 0] = all.map(({at}) => at);
  /** No two of the calls are at the same time. */
  const long = calls(['talked', 0], ['busy', 1000], ['menu', 2000]).map(o => ({...o, at: o.at + o.seq / 1000}));
  const apart = [0, 1, 2].map(
    i => heading(i) + text(alone(long.filter(({at}) => Math.floor((at - first) / 1_000_000) === i))),
  );

  it.each([
    ['as they are', (parts: string[]) => Buffer.from(parts.join(''))],
    ['each with a byte order mark', (parts: string[]) => Buffer.from(parts.map(part => `\ufeff${part}`).join(''))],
    ['each packed by gzip', (parts: string[]) => Buffer.concat(parts.map(part => gzipSync(part)))],
    ['as UTF-16', (parts: string[]) => Buffer.from(`\ufeff${parts.join('')}`, 'utf16le')],
  ])('are what they are in files of their own, payloads included: %s', async (_, together) => {
    const folder = await temporaryFolder();
    const files = apart.map((_part, i) => join(folder, `${i}.ndjson`));
    for (const [i, file] of files.entries()) await writeFile(file, apart[i] ?? '');
    const one = join(folder, 'all.ndjson');
    await writeFile(one, together(apart));
    const whole = await opened(files);
    expect(await opened([one])).toBe(whole);
    expect(await opened([one, files[1] ?? '']), 'and one of them again').toBe(whole);
  });
});

describe('what is packed by gzip', () => {
  it('is shown as it was, payloads included, and as far as it is whole', async () => {
    const folder = await temporaryFolder();
    const [plain, packed, cut] = ['plain.ndjson', 'packed', 'cut'].map(name => join(folder, name)) as [
      string,
      string,
      string,
    ];
    await writeFile(plain, text(all));
    await writeFile(packed, gzipSync(text(all)));
    // Two members, of which the second is not whole.
    await writeFile(
      cut,
      Buffer.concat([gzipSync(text(all.slice(0, 20))), gzipSync(text(all.slice(20))).subarray(0, 50)]),
    );
    expect(await opened([packed])).toBe(await opened([plain]));
    const replay = await openReplay([cut]);
    const seqs: number[] = [];
    await replay.listen(batch => void seqs.push(...batch.map(({seq}) => seq)));
    await replay.close();
    expect(seqs.slice(0, 20)).toEqual(all.slice(0, 20).map(({seq}) => seq));
  });
});
