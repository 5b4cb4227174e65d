import {aboutSeq, type Observation} from '../../call/observation.js';
import {createKnownNumbers} from '../bus/known-numbers.js';
import {createNumbering, renumbered, type SeqMap} from './numbering.js';
import {createOrigins, withOrigin} from './origins.js';
import {type Identity, PIECE, type Recorded} from './recorded-file.js';

/** One recording, the `from`th, read as far as `at` in the batch that it gave last. */
type Cursor = {
  from: number;
  batches: AsyncIterator<Observation[]>;
  batch: readonly Observation[];
  at: number;
  seqs: SeqMap;
};

/**
 * Several recordings as one, in the order of time, numbered anew: what was recorded at the same moment comes in the order of the files. An
 * observation that two of them hold, as a recording and the bus that it was published to do, is there once. `listeners` says for each by whom it was
 * recorded; those of one name are parts of one recording.
 */
export function merged(all: readonly Recorded[], listeners: readonly string[]): Recorded {
  const numbering = createNumbering();
  const origins = createOrigins();
  const isOne = new Set(listeners).size < 2;
  /** With its origin, where there is more than one. */
  function told(observation: Observation, from: number): Observation {
    const listener = listeners[from] ?? '';
    return isOne ? observation : withOrigin(observation, origins, listener, listener);
  }
  /** The numbers that observations have here, by what they are known by, and their times, by these numbers less 1. */
  const known = createKnownNumbers();
  const times: number[] = [];
  const cursors = all.map(
    ({batches}, from): Cursor => ({
      from,
      batches: batches[Symbol.asyncIterator](),
      batch: [],
      at: 0,
      seqs: new Map(),
    }),
  );

  async function* batches(): AsyncGenerator<Observation[]> {
    let piece: Observation[] = [];
    for (;;) {
      const open = cursors.filter(({batch}) => batch !== done);
      for (const cursor of open) await refill(cursor);
      const heads = open.filter(({batch}) => batch !== done);
      if (heads.length === 0) break;
      // Until one has to be read on, nothing has to be waited for.
      while (heads.every(({batch, at}) => at < batch.length)) {
        const found = next(heads);
        if (found) piece.push(found);
        if (piece.length < PIECE.observations) continue;
        yield piece;
        piece = [];
      }
    }
    if (piece.length > 0) yield piece;
  }

  const identityAt = (cursor: Cursor): Identity | undefined => all[cursor.from]?.identityOf?.(headOf(cursor));

  /** Of one recording, at the same moment, what was recorded first: a reply follows its webhook, also where that is in another file. */
  function isOlder(one: Cursor, other: Cursor): boolean {
    const apart = headOf(one).at - headOf(other).at;
    if (apart !== 0) return apart < 0;
    const [its, others] = [identityAt(one), identityAt(other)];
    return its !== undefined && its.recording === others?.recording && its.seq < others.seq;
  }

  /** The oldest, unless it was there before. */
  function next(heads: readonly Cursor[]): Observation | undefined {
    let first = heads[0] as Cursor;
    for (const each of heads) if (isOlder(each, first)) first = each;
    const observation = headOf(first);
    const identity = identityAt(first);
    const before = identity && known.get(identity.recording, identity.seq);
    // Versions that went on in the first of several files gave a number twice.
    if (before !== undefined && times[before - 1] === observation.at) {
      first.seqs.set(observation.seq, before);
      first.at += 1;
      return undefined;
    }
    const about = aboutSeq(observation);
    if (about !== undefined && identity?.seq === observation.seq && !first.seqs.has(about)) {
      const elsewhere = known.get(identity.recording, about);
      if (elsewhere !== undefined) first.seqs.set(about, elsewhere);
    }
    const numbered = numbering.next(observation, first.from, first.seqs);
    times.push(observation.at);
    if (identity) known.set(identity.recording, identity.seq, numbered.seq);
    for (const each of heads) {
      if (each.at >= each.batch.length || !isSame(headOf(each), observation)) continue;
      each.seqs.set(observation.seq, numbered.seq);
      each.at += 1;
    }
    return told(numbered, first.from);
  }

  return {
    batches: batches(),
    async payload(seq) {
      const origin = numbering.originOf(seq);
      const found = origin && (await all[origin.from]?.payload(origin.seq));
      return found && told(renumbered(found, seq, cursors[origin.from]?.seqs ?? new Map()), origin.from);
    },
    originOf(seq) {
      const origin = numbering.originOf(seq);
      return origin && all[origin.from]?.originOf(origin.seq);
    },
    recordings: () => [...new Set(all.flatMap(each => each.recordings?.() ?? []))],
    async close() {
      await Promise.all(all.map(each => each.close()));
    },
  };
}

/** In the place of a batch: nothing more comes. */
const done: readonly Observation[] = [];

async function refill(cursor: Cursor): Promise<void> {
  while (cursor.at >= cursor.batch.length && cursor.batch !== done) {
    const next = await cursor.batches.next();
    cursor.batch = next.done ? done : next.value;
    cursor.at = 0;
  }
}

const headOf = ({batch, at}: Cursor): Observation => batch[at] as Observation;

function isSame(one: Observation, other: Observation): boolean {
  if (one === other) return true;
  if (one.seq !== other.seq || one.at !== other.at || one.source !== other.source) return false;
  return JSON.stringify(one) === JSON.stringify(other);
}
