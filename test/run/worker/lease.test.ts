import {describe, expect, it} from 'vitest';
import type {StoredValue} from '../../../source/bus/desk.js';
import {createColleagues} from '../../../source/run/worker/colleagues.js';
import {createLeases, LEASE} from '../../../source/run/worker/lease.js';

/** A bus of one shard that keeps leases, and a time that passes when it is told to. */
function bus() {
  let value: StoredValue | undefined;
  let now = 0;
  const desk = {
    get: async () => value,
    async put(_subject: string, body: string, before: number) {
      if ((value?.number ?? 0) !== before) return undefined;
      value = {number: before + 1, body: Buffer.from(body)};
      return value.number;
    },
  };
  return {
    worker: (name: string) => createLeases(desk, name, () => now),
    pass(ms: number) {
      now += ms;
    },
    spoil: () => desk.put('', '{"schema":"other"}', value?.number ?? 0),
  };
}

const shard = {number: 1, of: 1};
const progress = {created: '2026-11-20T00:00:00Z', seq: 7};

describe('the lease of a shard', () => {
  it('is had by one, who renews it, and by the next when it was given up, with how far that came', async () => {
    const {worker, pass} = bus();
    const [one, other] = [worker('one'), worker('other')];
    const lease = await one.take(shard);
    expect(lease?.before).toEqual({created: '', seq: 0});
    for (let i = 0; i < 10; i += 1) {
      expect(await other.take(shard)).toBeUndefined();
      pass(LEASE - 1);
      expect(await lease?.renew(progress)).toBe(true);
    }
    await lease?.release(progress);
    expect((await other.take(shard))?.before).toEqual(progress);
    expect(await lease?.renew(progress)).toBe(false);
  });

  it('is free as soon as it has stood for its time before the eyes of who watches it, and not before', async () => {
    const {worker, pass} = bus();
    const [one, other, third] = [worker('one'), worker('other'), worker('third')];
    const lease = await one.take(shard);
    await lease?.renew(progress);
    await other.watch(shard);
    pass(LEASE);
    expect(await third.take(shard)).toBeUndefined();
    expect((await other.take(shard))?.before).toEqual(progress);
    expect(await lease?.renew(progress)).toBe(false);
  });

  it('is taken again at once by who has it, after a connection was lost', async () => {
    const {worker} = bus();
    await (await worker('one').take(shard))?.renew(progress);
    expect((await worker('one').take(shard))?.before).toEqual(progress);
  });

  it('is taken where nothing that can be read stands there', async () => {
    const {worker, spoil} = bus();
    await spoil();
    expect((await worker('one').take(shard))?.before).toEqual({created: '', seq: 0});
  });
});

describe('workers that are there', () => {
  it('share the shards out, each in one share, until one says bye or is not heard of', () => {
    let now = 0;
    const names = ['c', 'a', 'b'];
    const all = names.map(name => createColleagues(name, undefined, () => now));
    const greet = (texts: readonly string[]) => {
      for (const text of texts) for (const each of all) each.heard(text);
    };
    const shares = () => all.map(each => each.shares(7).map(({number}) => number));
    expect(shares()).toEqual(names.map(() => [1, 2, 3, 4, 5, 6, 7]));
    greet(names);
    expect(shares()).toEqual([
      [3, 6],
      [1, 4, 7],
      [2, 5],
    ]);
    now += LEASE + 1;
    greet(['a', 'b']);
    expect(shares().slice(1)).toEqual([
      [1, 3, 5, 7],
      [2, 4, 6],
    ]);
    greet([all[2]?.farewell ?? '']);
    expect(shares()[1]).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });
});
