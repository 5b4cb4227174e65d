import type {StoredValue} from '../../bus/desk.js';
import {type Shard, streamName, suffixOf} from '../../bus/shards.js';
import {isConversation, type Place, placeIn} from '../../bus/subject.js';
import {summarySubject} from '../../bus/summaries.js';
import {type InStream, quoted} from '../../bus/wire.js';
import type {CallSummary} from '../../output/call-summary-schema.js';
import {createOneCall, type OneCall} from './one-call.js';
import {summaryIn} from './summary-message.js';

/** A call among others: its team and its token. */
export type CallPlace = Pick<Place, 'team' | 'conversation'>;

export type ShareOptions = {
  shard: Shard;
  /** When the stream of the shard was made: what was counted of another one counts for nothing. */
  created: string;
  /** Where the messages come from, for sentences. */
  url: string;
  /** Every message of the stream comes here, from the first on. */
  isWhole: boolean;
  /** All messages of a subject that the stream holds, in its order. */
  read(subject: string): AsyncIterable<InStream>;
  /** The summary that was published last under a subject. */
  get(subject: string): Promise<StoredValue | undefined>;
  /** Publishes one in the place of the one of that number, 0 for none. Gives its own number; undefined where somebody else has done so meanwhile. */
  put(subject: string, summary: CallSummary, before: number): Promise<number | undefined>;
  /** Gets what is wrong with messages. */
  refuse(text: string): void;
  /** Calls in memory at most. */
  most(): number;
};

/** The calls of one shard. What it makes of messages is the same however often they come, and whoever has counted some of them before. */
export type Share = {
  /** Counts messages, in their order, and publishes the summaries of the calls that they are of. Rejects with `Overtaken`, and as what it is given does. */
  take(messages: readonly InStream[], now: number): Promise<void>;
  /** Takes over a call of which nothing more may come, because time alone may change it. */
  open(place: CallPlace, now: number): Promise<void>;
  /** Publishes what time alone has changed, and lets go of calls that are over. `now` in ms since the epoch. Rejects as `take` does. */
  pass(now: number): Promise<void>;
  /** Calls in memory. */
  size(): number;
};

/** Somebody else counts the calls of this shard by now. */
export class Overtaken extends Error {}

type Kept = {
  subject: string;
  /** Undefined as long as nothing of it had to be counted here. */
  call?: OneCall;
  /** The number of its last summary, and up to where in the stream that counts. */
  published: number;
  counted: number;
  heardAt: number;
};

/** ms without a message after which a call that is over, and any other one, is let go of: it is read again when there is one. */
const OVER_AFTER = 60_000;
/** Longer than a call may last (2 h), so that one of which no end is told is said to have none. */
export const SILENT_AFTER = 3 * 3_600_000;

export function createShare(options: ShareOptions): Share {
  const {shard, created, url, isWhole, read, get, put, refuse, most} = options;
  const stream = {stream: streamName(shard), created};
  /** By the subject of its summary; what was heard of last is last. */
  const calls = new Map<string, Kept>();

  /** The call that a message is of; undefined where it is of none. */
  function placeOf({subject}: InStream): Place | undefined {
    const place = placeIn(subject);
    if (place) return isConversation(place.conversation) ? place : undefined;
    refuse(`A message at ${url} (${quoted(subject)}) has a subject that no monitor uses: it is left out.`);
    return undefined;
  }

  /** What is known of calls, those that are not in memory as they were published. */
  async function know(places: readonly CallPlace[], now: number): Promise<void> {
    const unknown = new Map(places.map(place => [summarySubject(place, shard), place]));
    for (const subject of calls.keys()) unknown.delete(subject);
    await Promise.all(
      [...unknown].map(async ([subject, place]) => {
        const value = await get(subject);
        const summary = value && summaryIn({subject, body: value.body});
        const last = typeof summary === 'object' ? summary.last : undefined;
        const counted = last?.created === created ? last.seq : 0;
        const kept: Kept = {subject, published: value?.number ?? 0, counted, heardAt: now};
        // Nothing of it was counted before, and nothing has gone by.
        if (!value && isWhole) kept.call = createOneCall(url, place);
        calls.set(subject, kept);
      }),
    );
  }

  /** The call of all that the stream holds of it. */
  async function readAgain({team, conversation}: CallPlace): Promise<OneCall> {
    const call = createOneCall(url, {team, conversation});
    for await (const message of read(`convo.${team}.*.*.${conversation}${suffixOf(shard)}`))
      for (const text of call.take(message)) refuse(text);
    return call;
  }

  async function publish(all: Iterable<Kept>): Promise<void> {
    await Promise.all(
      [...all].map(async kept => {
        const summary = kept.call?.summary(stream);
        if (!summary) return;
        const number = await put(kept.subject, summary, kept.published);
        if (number === undefined) throw new Overtaken();
        [kept.published, kept.counted] = [number, summary.last.seq];
      }),
    );
  }

  return {
    async take(messages, now) {
      const placed = messages.flatMap(message => {
        const place = placeOf(message);
        return place ? [{message, place}] : [];
      });
      await know(
        placed.map(({place}) => place),
        now,
      );
      const changed = new Set<Kept>();
      for (const {message, place} of placed) {
        const subject = summarySubject(place, shard);
        const kept = calls.get(subject);
        if (!kept) continue;
        kept.heardAt = now;
        calls.delete(subject);
        calls.set(subject, kept);
        if (message.number <= kept.counted) continue;
        changed.add(kept);
        kept.call ??= await readAgain(place);
        // What was read again may hold it.
        if (message.number > kept.call.last()) for (const text of kept.call.take(message)) refuse(text);
      }
      await publish(changed);
      for (const subject of calls.keys()) {
        if (calls.size <= most()) break;
        calls.delete(subject);
      }
    },
    async open(place, now) {
      if (calls.size >= most()) return;
      await know([place], now);
      const kept = calls.get(summarySubject(place, shard));
      if (kept) kept.call ??= await readAgain(place);
    },
    async pass(now) {
      await publish([...calls.values()].filter(({call}) => call?.pass(now)));
      for (const {subject, call, heardAt} of [...calls.values()]) {
        const silent = now - heardAt;
        if (silent > SILENT_AFTER || (silent > OVER_AFTER && call?.isOver() !== false)) calls.delete(subject);
      }
    },
    size: () => calls.size,
  };
}
