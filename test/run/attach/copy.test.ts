import {existsSync} from 'node:fs';
import {readFile, rename, rm, stat} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import type {HealthObservation, Observation} from '../../../source/call/observation.js';
import {observationLine} from '../../../source/recording/line.js';
import {keepCopy} from '../../../source/run/attach/copy.js';
import type {Source} from '../../../source/run/source.js';
import {talked} from '../../helpers/calls.js';
import {until} from '../../helpers/until.js';
import {readAll} from '../../recording/examples.js';
import {faultyFiles} from '../../recording/faulty-files.js';
import {temporaryFolder} from '../../recording/folder.js';

const said = (seq: number): HealthObservation => ({
  ...{source: 'health', part: 'feed', state: 'failing', code: 'detached', text: 'The connection was lost.'},
  ...{seq, at: 1},
});

/** Something to be looked at, of which a copy is made; `gives` resolves with what is shown for a batch. */
async function copying(options?: Parameters<typeof keepCopy>[1]) {
  const file = join(await temporaryFolder(), 'copy.ndjson');
  const copy = await keepCopy(file, options);
  let take: Parameters<Source['listen']>[0] = () => undefined;
  let shown: readonly Observation[] = [];
  const source: Source = {
    mode: 'attached',
    payload: async () => undefined,
    keepNote: async () => ({text: '', tone: 'good'}),
    listen(onObservations) {
      take = onObservations;
    },
  };
  void copy.copied(source).listen(batch => {
    shown = batch;
  });
  return {
    file,
    copy,
    async gives(...batch: Observation[]) {
      await take(batch);
      return shown;
    },
    shown: () => shown,
    recorded: async () => (await readFile(file, 'utf8')).split('\n').slice(1, -1),
  };
}

const isCondition = (o: Observation): o is HealthObservation => o.source === 'health' && o.part === 'recording';

describe('a recording of what is looked at', () => {
  it('has what somebody observed, as it came, and nothing that is said here; for its owner alone', async () => {
    const {file, copy, gives, recorded} = await copying();
    const [first, second, third] = talked;
    if (!first || !second || !third) throw new Error('There are too few.');
    const tick: Observation = {source: 'tick', seq: 0, at: 1};
    expect(await gives(said(0), first)).toEqual([said(0), first]);
    expect(await gives(said(1), tick, second, said(2))).toEqual([said(1), tick, second, said(2)]);
    await gives(third);
    expect(await recorded()).toEqual(
      [first, second, third].map(({seq, at, ...rest}) => observationLine({seq, at, ...rest} as Observation).trimEnd()),
    );
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await copy.close();
    expect(copy.keptLine()).toBe(`Recorded in ${file}: convo-monitor open shows it again.`);
  });

  it('is no file where nothing came', async () => {
    const {file, copy, gives} = await copying();
    await gives(said(0));
    await copy.close();
    expect([existsSync(file), copy.keptLine()]).toEqual([false, undefined]);
  });

  it('says once that the disk is full and once that it is not any more, ends nothing, and misses nothing', async () => {
    let isFull = false;
    const files = faultyFiles(operation => (operation === 'write' && isFull ? 'ENOSPC' : undefined));
    const {file, copy, gives} = await copying({files});
    const told: HealthObservation[] = [];
    for (const [i, observation] of talked.entries()) {
      isFull = i > 2 && i < 6;
      const shown = await gives(observation);
      expect(shown[0]).toEqual(observation);
      told.push(...shown.filter(isCondition));
    }
    expect(told).toMatchObject([
      {state: 'failing', code: 'disk-full', text: expect.stringContaining('the disk is full')},
      {state: 'ok', code: 'recovered', text: expect.stringContaining('nothing is missing')},
    ]);
    expect(told[0]?.text).toContain(file);
    await copy.close();
    expect((await readAll(file)).seqs).toEqual(talked.map(({seq}) => seq));
    expect(copy.keptLine()).not.toContain('as far as');
  });

  it('is written again once there is room, though nothing more comes', async () => {
    let isFull = false;
    const files = faultyFiles(operation => (operation === 'write' && isFull ? 'ENOSPC' : undefined));
    const {copy, gives, recorded, shown} = await copying({files, lookEvery: 5});
    const [first] = talked;
    if (!first) throw new Error('There is none.');
    isFull = true;
    expect((await gives(first)).filter(isCondition)).toMatchObject([{code: 'disk-full'}]);
    isFull = false;
    await until(() => expect(shown().filter(isCondition)).toMatchObject([{code: 'recovered'}]));
    expect(await recorded()).toHaveLength(1);
    await copy.close();
  });

  it('says in the end where not all of it could be written', async () => {
    let isFull = false;
    const files = faultyFiles(operation => (operation === 'write' && isFull ? 'ENOSPC' : undefined));
    const {copy, gives} = await copying({files});
    const [first, second] = talked;
    if (!first || !second) throw new Error('There are too few.');
    await gives(first);
    isFull = true;
    await gives(second);
    await copy.close();
    expect(copy.keptLine()).toContain('as far as it could be written');
  });

  it.each([
    ['deleted', (file: string) => rm(file)],
    ['moved', (file: string) => rename(file, `${file}.old`)],
  ])('goes on in another file where it was %s, with all that it had, and says so', async (_, disturb) => {
    const {file, copy, gives} = await copying({lookEvery: 0});
    const [first, ...rest] = talked;
    if (!first) throw new Error('There is none.');
    await gives(first);
    await disturb(file);
    const shown = await gives(...rest);
    expect(shown.filter(isCondition)).toMatchObject([{state: 'ok', code: 'moved', file: copy.file()}]);
    await copy.close();
    expect(copy.file()).not.toBe(file);
    expect(copy.keptLine()).toContain(copy.file());
    expect((await readAll(copy.file())).seqs).toEqual(talked.map(({seq}) => seq));
  });
});
