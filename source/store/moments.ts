import type {Fact} from '../call/fact.js';
import {firstIndex} from '../call/first-index.js';
import {keepNewest} from '../call/keep-newest.js';
import type {Observation} from '../call/observation.js';
import {fold} from '../world/fold/fold.js';
import {withoutCalls} from '../world/fold/forget.js';
import {copied} from '../world/frozen.js';
import {emptyWorld, type Forgotten, type World} from '../world/world.js';
import {type Checkpoints, createCheckpoints} from './checkpoints.js';
import type {Feed} from './feed.js';
import {Seqs} from './seqs.js';

/** Observations up to which all of them are folded again; of more, those since the calls began that were heard of before and after the moment. */
const WHOLE = 5000;
/** Observations between two Worlds that are kept while everything is folded for the first time, and while it is folded again. */
const EVERY = {first: 250, again: 50};
/** Calls that were heard of so lately, ms, count as up. */
const LATELY = 10_000;
/** Observations that are read and folded before anything else has its turn. */
const AT_ONCE = 64;
/** Facts of the observations that were read last: who steps back reads most of them again. */
const MOST_FACTS = 1000;

/** The World at any time since it was empty: {@link createMoments}. */
export type Moments = {
  /**
   * The World just behind the observation of that `seq`, which arrived at `at`, ms; undefined where it cannot be read any more, or was not wanted any
   * more before it was made.
   */
  world(seq: number, at: number, isWanted: () => boolean): Promise<World | undefined>;
  close(): void;
};

type Options = {
  feed: Feed;
  factOf: (observation: Observation) => Fact;
  /** Reads an observation back by its seq. */
  payload: (seq: number) => Promise<Observation | undefined>;
  /** Observations up to which all of them are folded again. */
  whole?: number;
};

/** What is folded again from one observation on, and when that came, ms; of what was before only how much it was is known. */
type Line = {start: number; startAt: number; before?: Forgotten; checkpoints: Checkpoints};

/**
 * Folds what was observed again, as far as it is asked for, from the nearest World before it that was kept. Where there is more than can be folded in
 * no time, calls that were over at the moment are left out, as a monitor leaves out what it has no memory for.
 */
export function createMoments({feed, factOf, payload, whole = WHOLE}: Options): Moments {
  const seqs = new Seqs();
  const fromTheFirst: Line = {
    start: 0,
    startAt: Number.NEGATIVE_INFINITY,
    checkpoints: createCheckpoints({count: 0, world: emptyWorld()}, EVERY.first),
  };
  let line = fromTheFirst;
  const facts = new Map<number, Fact>();
  const unlisten = feed.listen({
    each(world, _, {seq}) {
      // What was sent again from a recording is in none, and changes no call.
      if (seq < 0) return;
      seqs.push(seq);
      if (seqs.length <= whole) fromTheFirst.checkpoints.offer(seqs.length, world);
    },
  });

  function lineFor(at: number, count: number): Line {
    if (count <= whole) return fromTheFirst;
    const now = feed.world();
    let startAt = at;
    for (const {id, firstSeenAt, lastSeenAt} of now.conversations.values())
      if (id !== '' && firstSeenAt < startAt && lastSeenAt >= at - LATELY) startAt = firstSeenAt;
    const row = firstIndex(now.log.length, i => (now.log.arrived[i] ?? 0) < startAt);
    const start =
      row < now.log.length ? Math.max(0, Math.min(count - 1, seqs.indexOf(now.log.seq[row] ?? 0))) : count - 1;
    const isThere = line !== fromTheFirst && line.start <= start && line.start < count && count - line.start <= whole;
    if (isThere) return line;
    const {setup, startedAt} = now;
    const world = {...emptyWorld(), setup, startedAt};
    const checkpoints = createCheckpoints({count: start, world}, EVERY.again);
    return {start, startAt, before: overBy(now, startAt), checkpoints};
  }

  async function factAt(place: number): Promise<Fact | undefined> {
    const known = facts.get(place);
    if (known) return known;
    const observation = await payload(seqs.at(place));
    if (!observation) return undefined;
    const fact = factOf(observation);
    keepNewest(facts, place, fact, MOST_FACTS);
    return fact;
  }

  return {
    async world(seq, at, isWanted) {
      const count = seqs.indexOf(seq) + 1;
      line = lineFor(at, count);
      const {checkpoints, startAt, before} = line;
      const from = checkpoints.before(count);
      if (!from) return undefined;
      let world = copied(from.world);
      for (let done = from.count; done < count; ) {
        if ((done - from.count) % AT_ONCE === AT_ONCE - 1) {
          await new Promise(setImmediate);
          if (!isWanted()) return undefined;
        }
        const fact = await factAt(done);
        if (!fact) return undefined;
        ({world} = fold(world, fact));
        checkpoints.offer(++done, world);
      }
      return before ? {...sinceThen(world, startAt, feed.world()), forgotten: before} : world;
    },
    close: unlisten,
  };
}

/** How much there was of calls that began before then, ms. */
function overBy({conversations}: World, at: number): Forgotten {
  let [calls, rows] = [0, 0];
  for (const call of conversations.values()) {
    if (call.firstSeenAt >= at) continue;
    calls++;
    rows += call.rows.length;
  }
  return {calls, rows, cameTo: new Map(), failed: {}};
}

/** The World of calls that began then, ms, or later, called by the numbers that they have now. */
function sinceThen(world: World, startAt: number, now: World): World {
  const isKnown = (id: string) => (now.conversations.get(id)?.firstSeenAt ?? Number.NEGATIVE_INFINITY) >= startAt;
  const isWhole = (id: string) => id === '' || id.startsWith('leg:') || isKnown(id);
  const gone = new Set([...world.conversations.keys()].filter(id => !isWhole(id)));
  const then = gone.size > 0 ? withoutCalls(world, gone).world : world;
  for (const [id, call] of then.conversations)
    then.conversations.set(id, {...call, index: now.conversations.get(id)?.index ?? call.index});
  for (const [id, leg] of then.legs) then.legs.set(id, {...leg, number: now.legs.get(id)?.number ?? leg.number});
  return then;
}
