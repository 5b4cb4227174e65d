import {stat, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Observation} from '../../source/call/observation.js';
import {callIndexOf, readCallIndex, writeCallIndex} from '../../source/recording/call-index.js';
import {createCallScan} from '../../source/recording/call-scan.js';
import {headerLine, observationLine} from '../../source/recording/line.js';
import {openCall} from '../../source/run/recorded.js';
import {chainsOf} from '../../source/world/read/chains.js';
import {calls} from '../helpers/several-calls.js';
import {worldOf} from '../output/seed-call.js';
import {started} from './examples.js';
import {temporaryFolder} from './folder.js';

/** As a monitor writes it: number, time and source come first. */
function line(o: Observation): string {
  const {seq, at, source} = o;
  const first = o.source === 'reply' ? {seq, at, source, to: o.to} : {seq, at, source};
  return observationLine({...first, ...o} as Observation);
}

const all = calls(['talked', 0], ['busy', 1], ['menu', 2], ['moved', 3], ['talked', 40]);
const bytes = Buffer.from(headerLine(started) + all.map(line).join(''));

function scanned(size = bytes.length) {
  const scan = createCallScan();
  for (let at = 0; at < bytes.length; at += size) scan.add(bytes.subarray(at, at + size));
  return scan.calls();
}

describe('a glance at a recording', () => {
  it('finds its calls, a transferred one once, wherever the blocks end', () => {
    const found = scanned();
    const chains = chainsOf(worldOf(all));
    expect(found.map(({id}) => id).sort()).toEqual(chains.map(([first]) => first?.id).sort());
    expect(found[0]).toMatchObject({
      from: '447700900001',
      to: '447700900000',
      status: 'completed',
      startedAt: all[0]?.at,
    });
    expect(found[1]).toMatchObject({status: 'busy'});
    fc.assert(
      fc.property(fc.integer({min: 1, max: 3000}), size => {
        expect(scanned(size)).toEqual(found);
      }),
      {numRuns: 30},
    );
  });

  it('knows where the lines of each are: opened alone, a call is what it is among the others', async () => {
    const file = join(await temporaryFolder(), 'calls.ndjson');
    await writeFile(file, bytes);
    const whole = worldOf(all);
    for (const call of scanned()) {
      const replay = await openCall(file, call);
      const seen: Observation[] = [];
      await replay.listen(batch => void seen.push(...batch));
      const world = worldOf(seen);
      const chain = chainsOf(whole).find(each => each[0]?.id === call.id);
      for (const {id} of chain ?? []) {
        expect(world.conversations.get(id)?.legs).toEqual(whole.conversations.get(id)?.legs);
        expect(world.conversations.get(id)?.rows.length).toBe(whole.conversations.get(id)?.rows.length);
      }
      expect(await replay.payload(seen[0]?.seq ?? 0)).toEqual(seen[0]);
      await replay.close();
    }
  });

  it('is kept beside the recording, and made again when that is another', async () => {
    const file = join(await temporaryFolder(), 'calls.ndjson');
    await writeFile(file, bytes);
    const found = scanned();
    await writeCallIndex(file, await stat(file), found);
    expect(await readCallIndex(file, await stat(file))).toEqual(found);
    expect((await stat(callIndexOf(file))).mode & 0o777).toBe(0o600);
    await writeFile(file, '\n', {flag: 'a'});
    expect(await readCallIndex(file, await stat(file))).toBeUndefined();
    await writeFile(callIndexOf(file), 'nothing\n');
    expect(await readCallIndex(file, await stat(file))).toBeUndefined();
  });
});
