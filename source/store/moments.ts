import type {Fact} from '../call/fact.js';
import type {Observation} from '../call/observation.js';
import {fold} from '../world/fold/fold.js';
import {withoutCalls} from '../world/fold/forget.js';
import {copied} from '../world/frozen.js';
import {emptyWorld, type World} from '../world/world.js';
import type {Feed} from './feed.js';
import {Seqs} from './seqs.js';

/** Observations up to which all of them are folded again; of more, those since the calls began that were up at the moment. */
const WHOLE = 20_000;
/** Observations between two Worlds that are kept, so that each one between them is a few milliseconds away. */
const EVERY = 500;
/** Observations that are read and folded before anything else has its turn. */
const AT_ONCE = 64;

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
  whole?: number;
  every?: number;
};

/** Worlds that are kept on the way from one observation on, by how many there were before it, ascending. */
type Line = {start: number; startAt: number; kept: {count: number; world: World}[]};

/**
 * Folds what was observed again, as far as it is asked for. Worlds on the way are kept: from the nearest before it, any other is made. Where there is
 * more than can be folded in no time, calls that were over at the moment are left out, as a monitor leaves out what it has no memory for.
 */
export function createMoments({feed, factOf, payload, whole = WHOLE, every = EVERY}: Options): Moments {
  const seqs = new Seqs();
  let line: Line = {start: 0, startAt: Number.NEGATIVE_INFINITY, kept: [{count: 0, world: emptyWorld()}]};
  const unlisten = feed.listen({each: (_, __, {seq}) => seqs.push(seq)});

  /** From where on all is known of the calls that were up then. */
  function startFor(at: number, count: number): Pick<Line, 'start' | 'startAt'> {
    if (seqs.length <= whole) return {start: 0, startAt: Number.NEGATIVE_INFINITY};
    const {conversations, log} = feed.world();
    let startAt = at;
    for (const {id, firstSeenAt, lastSeenAt} of conversations.values())
      if (id !== '' && firstSeenAt < startAt && lastSeenAt >= at) startAt = firstSeenAt;
    let [low, high] = [0, log.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((log.arrived[middle] ?? 0) < startAt) low = middle + 1;
      else high = middle;
    }
    return {start: Math.max(0, Math.min(count - 1, seqs.indexOf(log.seq[low] ?? 0))), startAt};
  }

  function lineFor(at: number, count: number): Line {
    const {start, startAt} = startFor(at, count);
    const isThere = line.start <= start && line.start < count && count - line.start <= whole;
    if (isThere) return line;
    const {setup, startedAt} = feed.world();
    return {start, startAt, kept: [{count: start, world: {...emptyWorld(), ...(start > 0 && {setup, startedAt})}}]};
  }

  function keep({kept, start}: Line, count: number, world: World): void {
    if ((count - start) % every !== 0) return;
    const at = kept.findLastIndex(each => each.count <= count);
    if (kept[at]?.count !== count) kept.splice(at + 1, 0, {count, world: copied(world)});
  }

  return {
    async world(seq, at, isWanted) {
      const count = seqs.indexOf(seq) + 1;
      line = lineFor(at, count);
      const from = line.kept.findLast(each => each.count <= count);
      if (!from) return undefined;
      const {startAt} = line;
      let world = copied(from.world);
      for (let done = from.count; done < count; ) {
        if ((done - from.count) % AT_ONCE === AT_ONCE - 1) {
          await new Promise(setImmediate);
          if (!isWanted()) return undefined;
        }
        const observation = await payload(seqs.at(done));
        if (!observation) return undefined;
        ({world} = fold(world, factOf(observation)));
        keep(line, ++done, world);
      }
      return line.start === 0 ? world : asNow(world, startAt, feed.world());
    },
    close: unlisten,
  };
}

/** The World of calls that began since then, called by the numbers that they have now. */
function asNow(world: World, startAt: number, now: World): World {
  const isKnown = (id: string) => (now.conversations.get(id)?.firstSeenAt ?? Number.NEGATIVE_INFINITY) >= startAt;
  const isWhole = (id: string) => id === '' || id.startsWith('leg:') || isKnown(id);
  const gone = new Set([...world.conversations.keys()].filter(id => !isWhole(id)));
  const {world: then} = withoutCalls(world, gone);
  for (const [id, call] of then.conversations)
    then.conversations.set(id, {...call, index: now.conversations.get(id)?.index ?? call.index});
  for (const [id, leg] of then.legs) then.legs.set(id, {...leg, number: now.legs.get(id)?.number ?? leg.number});
  const before = [...now.conversations.values()].filter(({firstSeenAt}) => firstSeenAt < startAt);
  const rows = before.reduce((sum, each) => sum + each.rows.length, 0);
  return {...then, forgotten: {calls: before.length, rows, cameTo: new Map(), failed: {}}};
}
