import {appendFile, rename, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, it, onTestFinished} from 'vitest';
import type {Observation} from '../../../source/call/observation.js';
import {headerLine, observationLine} from '../../../source/recording/line.js';
import {openFollowing} from '../../../source/run/recorded.js';
import {calls} from '../../helpers/several-calls.js';
import {until} from '../../helpers/until.js';
import {temporaryFolder} from '../../recording/folder.js';

const all = calls(['talked', 0], ['busy', 1]);
const head = headerLine({started: new Date(0).toISOString(), version: 'test'});
const text = (some: readonly Observation[]) => some.map(observationLine).join('');

/** A recording that is followed, and what came of it. */
async function followed() {
  const file = join(await temporaryFolder(), 'call.ndjson');
  await writeFile(file, head + text(all.slice(0, 5)));
  const source = await openFollowing([file]);
  const seen: Observation[] = [];
  const ended = source.listen(batch => void seen.push(...batch));
  onTestFinished(async () => {
    await source.close();
    await ended;
  });
  const has = (count: number) =>
    until(() => {
      if (seen.length < count) throw new Error(`${seen.length} observations came, not ${count}`);
    });
  const codes = () => seen.flatMap(o => (o.source === 'health' && o.part === 'recording' ? o.code : []));
  await has(5);
  return {file, source, seen, has, codes};
}

describe('a recording that is followed', () => {
  it('is shown as it grows, a line when it is whole, and its payloads are found', async () => {
    const {file, source, seen, has} = await followed();
    const [next, ...rest] = all.slice(5) as [Observation, ...Observation[]];
    const line = observationLine(next);
    await appendFile(file, line.slice(0, 40));
    await appendFile(file, line.slice(40) + text(rest));
    await has(all.length);
    expect(seen).toEqual(all);
    expect(await source.payload(all.length)).toEqual(all.at(-1));
    expect(source.reading?.()).toBeUndefined();
  });

  it('that is cut short is read again, beside what was read', async () => {
    const {file, source, seen, has, codes} = await followed();
    await writeFile(file, head + text(all.slice(0, 2)));
    await has(8);
    expect(codes()).toEqual(['cut']);
    expect(seen.map(({seq}) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(await source.payload(8)).toEqual({...all[1], seq: 8, ...(all[1]?.source === 'reply' && {to: 7})});
    // What was read of the file before is still in memory.
    expect(await source.payload(1)).toEqual(all[0]);
  });

  it('that is replaced or deleted is followed under its name', async () => {
    const {file, has, codes} = await followed();
    await writeFile(`${file}.new`, head + text(all.slice(0, 3)));
    await rename(`${file}.new`, file);
    await has(9);
    await rm(file);
    await has(10);
    await writeFile(file, head + text(all.slice(0, 4)));
    await has(14);
    expect(codes()).toEqual(['replaced', 'deleted']);
  });

  it('goes on in the file in which the monitor goes on', async () => {
    const {file, has} = await followed();
    const next = file.replace('call', 'call-2');
    await writeFile(next, head + text(all.slice(6)));
    const rotated = {
      seq: 6,
      at: 0,
      source: 'health',
      part: 'recording',
      state: 'ok',
      code: 'rotated',
      text: '',
      file: next,
    } as const;
    await appendFile(file, observationLine(rotated));
    await has(all.length);
    await appendFile(next, text([{seq: all.length + 1, at: 0, source: 'tick'}]));
    await has(all.length + 1);
  });

  it('is one file, and is there', async () => {
    await expect(openFollowing(['one.ndjson', 'two.ndjson'])).rejects.toThrow('--follow follows one file: name one.');
    await expect(openFollowing(['missing.ndjson'])).rejects.toThrow(/missing\.ndjson cannot be opened/);
  });
});
