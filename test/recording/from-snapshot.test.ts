import {describe, expect, it} from 'vitest';
import {snapshotOf} from '../../source/output/snapshot.js';
import {isSnapshot, readSnapshot} from '../../source/recording/from-snapshot.js';
import {endingOf} from '../../source/world/read/ending.js';
import {seedObservations} from '../helpers/seed.js';
import {payloadOf, worldOf} from '../output/seed-call.js';

describe('a snapshot', () => {
  it('opens as the recording that it was taken of', async () => {
    const observations = seedObservations();
    const world = worldOf(observations);
    const snapshot = await snapshotOf(world, {takenAt: 0, payload: payloadOf(observations)});
    const text = JSON.stringify(snapshot, null, 2);
    expect(isSnapshot(Buffer.from(text))).toBe(true);
    const again = worldOf(await readSnapshot(text));
    const seen = (one: typeof world) =>
      [...one.conversations.values()].map(call => [
        call.id,
        endingOf(one, call),
        call.rows.map(row => [one.log.typeOf(row), one.log.legOf(row)]),
      ]);
    expect(seen(again)).toEqual(seen(world));
  });

  it('is told from a recording, and from what only begins like one', async () => {
    expect(isSnapshot(Buffer.from('{"schema":"convo-monitor/recording@1"}\n'))).toBe(false);
    const text = '{"schema":"convo-monitor/snapshot@1","conversations":1}';
    expect(isSnapshot(Buffer.from(text))).toBe(true);
    await expect(readSnapshot(text)).rejects.toThrow('line 1: conversations');
    const deep = `{"schema":"convo-monitor/snapshot@1","conversations":${'['.repeat(10_000_000)}`;
    await expect(readSnapshot(deep)).rejects.toThrow('nested more than 100 levels deep');
  });
});
