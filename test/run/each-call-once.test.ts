import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import fc from 'fast-check';
import {describe, expect, it, onTestFinished, vi} from 'vitest';
import type {Observation} from '../../source/call/observation.js';
import {headerLine, observationLine} from '../../source/recording/line.js';
import {eachCallOnce} from '../../source/run/each-call-once.js';
import {halves} from '../helpers/halves.js';
import {rounds} from '../helpers/rounds.js';
import {calls} from '../helpers/several-calls.js';
import {temporaryFolder} from '../recording/folder.js';

/** Four calls, of which some go on at the same time, as one monitor recorded them. */
const all = calls(['talked', 0], ['busy', 1], ['menu', 2], ['moved', 3]);

const begun = {started: '2026-11-20T08:59:00.000Z', version: '1'};
const [mine, yours] = ['a'.repeat(32), 'b'.repeat(32)];

/** What a recording with that id has of it. */
const textOf = (some: readonly Observation[], id?: string) =>
  headerLine({...begun, id}) + some.map(observationLine).join('');

/** The figures of recordings, by the time of their calls, without the names of the recordings. */
async function figuresOf(files: readonly string[]) {
  const once = await eachCallOnce(files, () => {
    throw new Error('There is no bus.');
  });
  const figures = once.calls.map(({recording, ...each}) => each).sort((a, b) => a.at - b.at);
  return {...once, figures};
}

describe('the calls of several recordings', () => {
  it('count each once, whatever part of one recording each of two files has', async () => {
    const folder = await temporaryFolder();
    const file = (name: string) => join(folder, `${name}.ndjson`);
    const [whole, one, other] = [file('whole'), file('one'), file('other')];
    await writeFile(whole, textOf(all, mine));
    const {figures} = await figuresOf([whole]);
    expect(figures).toHaveLength(4);
    const sharing = fc.array(fc.constantFrom('one', 'other', 'both'), {minLength: all.length, maxLength: all.length});
    await fc.assert(
      fc.asyncProperty(sharing, async where => {
        await writeFile(
          one,
          textOf(
            all.filter((_, i) => where[i] !== 'other'),
            mine,
          ),
        );
        await writeFile(
          other,
          textOf(
            all.filter((_, i) => where[i] !== 'one'),
            mine,
          ),
        );
        expect((await figuresOf([one, other, whole])).figures).toEqual(figures);
        expect((await figuresOf([whole, other])).figures).toEqual(figures);
      }),
      {numRuns: rounds(20, 500)},
    );
  });

  it('are two where two recordings have nothing in common but an id, as those of a simulation by one seed have', async () => {
    const folder = await temporaryFolder();
    const [monday, tuesday] = [join(folder, 'monday.ndjson'), join(folder, 'tuesday.ndjson')];
    await writeFile(monday, textOf(all, mine));
    await writeFile(tuesday, textOf(all, yours));
    const {figures, shared} = await figuresOf([monday, tuesday]);
    expect([figures.length, shared]).toEqual([8, []]);
  });

  it('are one where each of two listeners has a part of it, whoever got which webhook', async () => {
    const folder = await temporaryFolder();
    const file = (name: string) => join(folder, `${name}.ndjson`);
    const [whole, one, other] = [file('whole'), file('one'), file('other')];
    await writeFile(whole, textOf(all, mine));
    const {figures} = await figuresOf([whole]);
    const idsIn = (some: readonly Observation[]) => new Set(JSON.stringify(some).match(/CON-[\da-f-]{36}/g));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), {minLength: 8, maxLength: 64}), async toSecond => {
        const [first, second] = halves(all, toSecond);
        await writeFile(one, textOf(first, mine));
        await writeFile(other, textOf(second, yours));
        const once = await figuresOf([one, other]);
        const others = idsIn(second);
        expect(once.figures).toEqual(figures);
        expect(once.shared.length).toBe([...idsIn(first)].some(id => others.has(id)) ? 1 : 0);
      }),
      {numRuns: rounds(20, 500)},
    );
  });

  it('are read twice, and what is no observation is told once', async () => {
    const folder = await temporaryFolder();
    const [whole, torn] = [join(folder, 'whole.ndjson'), join(folder, 'torn.ndjson')];
    await writeFile(whole, textOf(all, mine));
    await writeFile(torn, `${textOf(all.slice(0, 20), mine)}{"torn`);
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    onTestFinished(() => said.mockRestore());
    await figuresOf([whole, torn]);
    expect(said.mock.calls.map(([text]) => text)).toEqual([
      expect.stringMatching(/torn\.ndjson: Line 22 is the last one/),
    ]);
  });

  it('are each of the first recording that has it, and say which are in several', async () => {
    const folder = await temporaryFolder();
    const file = async (name: string, some: readonly Observation[]) => {
      const path = join(folder, name);
      await writeFile(path, textOf(some, mine));
      return path;
    };
    const until = all.findIndex(({at}) => at >= (all[0]?.at ?? 0) + 1000);
    const first = await file('first.ndjson', all.slice(0, until));
    const second = await file('second.ndjson', all);
    const apart = join(folder, 'apart.ndjson');
    await writeFile(apart, textOf(calls(['crowd', 0]), yours).replaceAll('-4000-', '-4999-'));
    const {calls: counted, recordings, shared} = await figuresOf([first, apart, second]);
    expect(recordings).toEqual(['first.ndjson', 'apart.ndjson', 'second.ndjson']);
    expect(counted.map(({recording}) => recording).sort()).toEqual([
      ...['apart.ndjson', 'first.ndjson', 'second.ndjson', 'second.ndjson', 'second.ndjson'],
    ]);
    expect(shared).toEqual([{recordings: ['first.ndjson', 'second.ndjson'], calls: 1}]);
  });
});
