import type {BusAccess} from '../../bus/connect.js';
import type {Desk} from '../../bus/desk.js';
import type {Shard} from '../../bus/shards.js';
import {tokenOf} from '../../bus/subject.js';
import {type StreamExtent, type Subscription, subscribe} from '../../bus/subscribe.js';
import {SUMMARIES, summariesOf} from '../../bus/summaries.js';
import type {CallSummary} from '../../output/call-summary-schema.js';
import {busAddressText} from '../../text/bus-address.js';
import type {ShardPosition} from './lease.js';
import {type CallPlace, createShare, type Share, SILENT_AFTER} from './share.js';
import {summaryIn, summaryText} from './summary-message.js';

export type HoldingOptions = {
  access: BusAccess;
  desk: Desk;
  shard: Shard;
  /** Up to where somebody has counted before. */
  before: ShardPosition;
  most(): number;
  /** Gets each summary once it is published. */
  published(summary: CallSummary): void;
  /** Gets what is wrong with a message, a sentence. */
  refuse(text: string): void;
};

/** The counting of one shard, as long as one has the lease. */
export type Holding = {
  /** Up to here everything is in a summary that was published. */
  progress(): ShardPosition;
  /** Rejects with `Overtaken` where somebody else has published, and with `BusError`; resolves after `close`. */
  done: Promise<void>;
  /** Leaves off after what is being counted. Never rejects. */
  close(): Promise<void>;
};

/** How often it is looked after what time alone changes, ms. */
const LOOKED_AFTER_EVERY = 500;

/** Calls that are read again at the same time. */
const TOGETHER = 16;

/** Counts what comes of a shard, behind what was counted before. */
export function holdShard(options: HoldingOptions): Holding {
  const {access, desk, shard, before, most, published, refuse} = options;
  let progress = before;
  let isClosing = false;
  let subscription: Subscription | undefined;
  let looking: ReturnType<typeof setInterval> | undefined;
  let given: Promise<void> = Promise.resolve();

  /** One behind the other: what comes, and what time brings. */
  const give = (what: () => Promise<void>): Promise<void> => {
    given = given.then(() => (isClosing ? undefined : what()));
    return given;
  };

  async function run(): Promise<void> {
    const isAsBefore = ({created, last}: StreamExtent) => created === before.created && before.seq <= last;
    subscription = await subscribe(access, {shard: shard.number}, extent =>
      isAsBefore(extent) ? {after: before.seq} : undefined,
    );
    const [extent] = subscription.extents;
    if (isClosing || !extent) return subscription.close();
    const isWhole = !isAsBefore(extent) || before.seq === 0;
    const {created} = extent;
    if (isWhole) progress = {created, seq: 0};
    const share = createShare({
      shard,
      created,
      url: busAddressText(access.address),
      isWhole,
      read: subject => desk.read(extent.stream, subject),
      get: subject => desk.get(SUMMARIES, subject),
      async put(subject, summary, number) {
        const own = await desk.put(subject, summaryText(summary), number);
        if (own !== undefined) published(summary);
        return own;
      },
      refuse,
      most,
    });
    await takeOver(share);
    let failed: (error: unknown) => void = () => undefined;
    const failure = new Promise<never>((_, reject) => {
      failed = reject;
    });
    // As long as more is there than was counted, it is not the time of the calls.
    let isBehind = subscription.waiting > 0;
    looking = setInterval(() => {
      if (!isBehind) give(() => share.pass(Date.now())).catch(failed);
    }, LOOKED_AFTER_EVERY);
    const {messages} = subscription;
    await Promise.race([
      failure,
      count(share, messages, () => {
        isBehind = false;
      }),
    ]);
  }

  async function count(share: Share, messages: Subscription['messages'], caughtUp: () => void): Promise<void> {
    for await (const {items, left} of messages) {
      await give(async () => {
        await share.take(items, Date.now());
        progress = {...progress, seq: items.at(-1)?.number ?? progress.seq};
      });
      if (!left) caughtUp();
      if (isClosing) return;
    }
  }

  /** Takes over the calls that were up when they were counted last: if nothing more of them comes, that may be what is wrong. */
  async function takeOver(share: Share): Promise<void> {
    const up = new Map<string, CallPlace>();
    for await (const message of desk.read(SUMMARIES, summariesOf(shard), Date.now() - SILENT_AFTER)) {
      const summary = summaryIn(message);
      if (typeof summary === 'string' || summary.over) up.delete(message.subject);
      else up.set(message.subject, {team: summary.team, conversation: tokenOf(summary.conversation)});
    }
    const places = [...up.values()];
    for (let i = 0; i < places.length && !isClosing; i += TOGETHER)
      await Promise.all(places.slice(i, i + TOGETHER).map(place => share.open(place, Date.now())));
  }

  return {
    progress: () => progress,
    done: run().finally(() => clearInterval(looking)),
    async close() {
      isClosing = true;
      clearInterval(looking);
      await given.catch(() => undefined);
      await subscription?.close();
    },
  };
}
