import {readFileSync} from 'node:fs';
import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {snapshotOf} from '../../source/output/snapshot.js';
import {readSnapshot} from '../../source/recording/from-snapshot.js';
import {headerLine, observationLine} from '../../source/recording/line.js';
import {createArchive} from '../../source/run/archive.js';
import {everyForm} from '../helpers/every-form.js';
import {mutantsOf, tries} from '../helpers/mutants.js';
import {seedObservations} from '../helpers/seed.js';
import {payloadOf, worldOf} from '../output/seed-call.js';
import {eventObservation, readAll, started} from './examples.js';
import {temporaryFolder} from './folder.js';

async function* bytesOf(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}

const busy = readFileSync(new URL('old/v1-busy.ndjson', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(1);
const restricted = readFileSync(new URL('../recordings/rejected-restricted.ndjson', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(1);
const seed = seedObservations().map(each => observationLine(each).trim());

describe('a recording that somebody changed', () => {
  it.each([
    ['of a simulated call', busy],
    ['of the call in Vonage’s documentation', seed],
    ['whose listener said how it was set up', restricted],
  ])('%s is opened and exported as far as it can be read, and each other line is named', async (_what, lines) => {
    await fc.assert(
      fc.asyncProperty(mutantsOf(lines), async mutants => {
        const {observed, notices} = await readAll(bytesOf(`${headerLine(started)}${mutants.join('\n')}\n`));
        expect(observed.length + notices.length).toBe(mutants.filter(line => line.trim() !== '').length);
        for (const {line, text} of notices) {
          expect(mutants[line - 2]).not.toBe(lines[line - 2]);
          expect(text).toMatch(new RegExp(`^Line ${line} .+\\.$`));
        }
        const archive = createArchive('/none');
        archive.add(observed);
        await everyForm(observed.map(({observation}) => observation));
      }),
      tries(80),
    );
  });

  it.each(['3s', 7, null, [], {}])('has no start that calls answers slow from %j on', async slowAnswer => {
    const start = {seq: 1, at: 1, source: 'control', action: 'start', setup: {version: '0.1.0', slowAnswer}};
    const {seqs, notices} = await readAll(
      bytesOf(`${headerLine(started)}${JSON.stringify(start)}\n${observationLine(eventObservation(7))}`),
    );
    expect(seqs).toEqual([7]);
    expect(notices).toMatchObject([
      {line: 2, text: expect.stringMatching(/^Line 2 is not a whole observation: setup\.slowAnswer: /)},
    ]);
  });

  const numbers = [9_007_199_254_740_991, 4_294_967_296];
  it.each(numbers)('has no observation numbered %d', async seq => {
    const line = JSON.stringify({...eventObservation(1), seq});
    const read = await readAll(bytesOf(`${headerLine(started)}${line}\n${observationLine(eventObservation(7))}`));
    expect(read.seqs).toEqual([7]);
    expect(read.notices).toMatchObject([
      {line: 2, text: expect.stringMatching(/^Line 2 is not a whole observation: seq: /)},
    ]);
  });

  it('takes no more room for a high number than for a low one', async () => {
    const file = join(await temporaryFolder(), 'r.ndjson');
    const seqs = [4_294_967_295, 3, 4_000_000_000, 3];
    await writeFile(
      file,
      headerLine(started) + seqs.map((seq, i) => observationLine(eventObservation(seq, `{"n":${i}}`))).join(''),
    );
    const archive = createArchive(file);
    archive.add((await readAll(file)).observed);
    // What is not among the newest any more is read back from its place in the file.
    archive.add([{observation: eventObservation(100, 'x'.repeat(5e6))}]);
    const bodies = await Promise.all(seqs.slice(0, 3).map(async seq => (await archive.payload(seq)) ?? {}));
    expect(bodies).toMatchObject([{raw: {body: '{"n":0}'}}, {raw: {body: '{"n":3}'}}, {raw: {body: '{"n":2}'}}]);
    expect(await archive.payload(5)).toBeUndefined();
    await archive.close();
  });
});

describe('a snapshot that somebody changed', () => {
  it('is opened as far as it is one; else the line and the field are named', async () => {
    const observations = seedObservations();
    const snapshot = await snapshotOf(worldOf(observations), {takenAt: 0, payload: payloadOf(observations)});
    await fc.assert(
      fc.asyncProperty(mutantsOf([JSON.stringify(snapshot)]), async ([text = '']) => {
        const read = await readSnapshot(text).catch((error: Error) => error.message);
        if (typeof read === 'string') expect(read).toMatch(/^line 1(: [\w.]+: .+| is not JSON\. .+)\.$/);
        else await everyForm(read);
      }),
      tries(80),
    );
  });
});
