import * as z from 'zod';
import type {Desk} from '../../bus/desk.js';
import type {Shard} from '../../bus/shards.js';
import {WORK, workSubject} from '../../bus/summaries.js';
import {jsonIn} from '../../text/json-in.js';

/** Up to where a shard is counted: which stream of its name, by when it was made, and the number of a message there. */
export type ShardPosition = {created: string; seq: number};

/** The right to count a shard, as long as it is renewed. */
export type Lease = {
  /** Up to where whoever had it before has counted. */
  before: ShardPosition;
  /** Says that one is still at it. False where somebody else has taken it: then it is lost. */
  renew(progress: ShardPosition): Promise<boolean>;
  /** Gives it up, so that somebody else can take it at once. */
  release(progress: ShardPosition): Promise<void>;
};

/** ms without a word after which whoever has a lease, and whoever was there, is taken for dead. */
export const LEASE = 5000;

const SCHEMA = 'convo-monitor/work@1';

const recordShape = z.object({
  schema: z.literal(SCHEMA),
  /** Empty where it was given up. */
  worker: z.string().max(200),
  created: z.string().max(100),
  seq: z.int().min(0),
});

type Seen = {number: number; since: number};

/**
 * Takes leases in the name of a worker. A lease is one message: it says who has it and how far that has come, and is replaced only where nobody else has
 * replaced it meanwhile. It is free when it has stood for `LEASE` without being replaced, by this machine's clock: clocks of others are never compared.
 */
export function createLeases(desk: Pick<Desk, 'get' | 'put'>, worker: string, clock = () => performance.now()) {
  const seen = new Map<string, Seen>();

  function lease(subject: string, before: ShardPosition, taken: number): Lease {
    let number = taken;
    const replace = async (progress: ShardPosition, by: string): Promise<boolean> => {
      const next = await desk.put(subject, recordText(by, progress), number);
      number = next ?? number;
      return next !== undefined;
    };
    return {
      before,
      renew: progress => replace(progress, worker),
      async release(progress) {
        await replace(progress, '');
      },
    };
  }

  /** Since when the same message stands there, ms. */
  function stoodFor(subject: string, number: number): number {
    const known = seen.get(subject);
    if (known?.number === number) return clock() - known.since;
    seen.set(subject, {number, since: clock()});
    return 0;
  }

  /** What stands there, and whether anybody may replace it. */
  async function look(shard: Shard) {
    const subject = workSubject(shard);
    const value = await desk.get(WORK, subject);
    const record = value && recordShape.safeParse(jsonIn(Buffer.from(value.body).toString())).data;
    const {worker: owner = '', created = '', seq = 0} = record ?? {};
    const number = value?.number ?? 0;
    const isFree = stoodFor(subject, number) >= LEASE || owner === '' || owner === worker;
    return {subject, number, before: {created, seq}, isFree};
  }

  return {
    /** Sees whether it is renewed: so that it is known to be free as soon as it is. */
    async watch(shard: Shard): Promise<void> {
      await look(shard);
    },
    /** Undefined where somebody has it. */
    async take(shard: Shard): Promise<Lease | undefined> {
      const {subject, number, before, isFree} = await look(shard);
      if (!isFree) return undefined;
      const taken = await desk.put(subject, recordText(worker, before), number);
      return taken === undefined ? undefined : lease(subject, before, taken);
    },
  };
}

const recordText = (worker: string, progress: ShardPosition): string =>
  JSON.stringify({schema: SCHEMA, worker, ...progress});
