/** The stream that observations are kept in, and what it takes, where it is the only one. */
export const STREAM = 'CONVO';
export const SUBJECTS = 'convo.>';

/** One of the streams among which conversations are shared out, counted from 1. `1/1` is the only one. */
export type Shard = {number: number; of: number};

/** Streams that a bus may have. */
export const MOST_SHARDS = 64;

/** All of them. */
export const shardsOf = (of: number): Shard[] => Array.from({length: of}, (_, i) => ({number: i + 1, of}));

/** The stream of a shard: the first has the name that an only one has, so that all find it, and by it the others. */
export const streamName = ({number}: Pick<Shard, 'number'>): string => (number === 1 ? STREAM : `${STREAM}-${number}`);

/** What stands behind the subject of a message, so that the server puts it into the stream of its shard, and of no other number of shards. */
export const suffixOf = ({number, of}: Shard): string => (of === 1 ? '' : `.${number}of${of}`);

/** What the stream of a shard takes. */
export const filterOf = (shard: Shard): string => (shard.of === 1 ? SUBJECTS : `convo.*.*.*.*${suffixOf(shard)}`);

/** How many streams there are, by what the first takes. */
export function shardsBy(subjects: readonly string[]): number {
  const [, of] = /^convo\.\*\.\*\.\*\.\*\.1of([1-9]\d?)$/.exec(subjects[0] ?? '') ?? [];
  return Math.min(MOST_SHARDS, Number(of ?? 1));
}
