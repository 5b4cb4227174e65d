import {RetentionPolicy, StorageType, type StreamConfig} from '@nats-io/jetstream';
import {type Shard, suffixOf} from './shards.js';
import type {Place} from './subject.js';

/** The stream that holds the last summary of each call, and what it takes. */
export const SUMMARIES = 'CONVO-SUMMARIES';
const SUMMARY_SUBJECTS = 'sum.>';

/** The stream in which workers say who counts which shard, and how far that has come. */
export const WORK = 'CONVO-WORK';
const WORK_SUBJECTS = 'convo-work.shard.*';

/** Where workers say that they are there. Nothing keeps it. */
export const PRESENCE = 'convo-work.here';

/** Bytes of a summary that are read: many more than one of ours has. */
export const LONGEST_SUMMARY = 64 * 1024;

/** Of what is kept of observations, so much more is kept of summaries: a call's has an eighth of its bytes. */
const SHARE = 1 / 8;

type Kept = {maxAge: number; maxBytes: number; replicas: number};

/** The streams of workers, beside those of observations that are kept for so long, ms, with so many bytes. Each holds the last value of a subject. */
export const workStreams = ({maxAge, maxBytes, replicas}: Kept) => {
  const common = {
    retention: RetentionPolicy.Limits,
    storage: StorageType.File,
    num_replicas: replicas,
    max_msgs_per_subject: 1,
    allow_direct: true,
  };
  return [
    {
      ...common,
      name: SUMMARIES,
      subjects: [SUMMARY_SUBJECTS],
      max_age: maxAge * 1e6,
      max_bytes: Math.ceil(maxBytes * SHARE),
    },
    {...common, name: WORK, subjects: [WORK_SUBJECTS]},
  ] satisfies Partial<StreamConfig>[];
};

/**
 * The subject of a call's summary: `sum.<team>.<conversation>`, with its shard as that of its observations has it. It does not name the application: one
 * listener may know it and another one not, and the call has one summary.
 */
export const summarySubject = ({team, conversation}: Pick<Place, 'team' | 'conversation'>, shard: Shard): string =>
  `sum.${team}.${conversation}${suffixOf(shard)}`;

/** The subjects of the summaries of a shard; of all of a team, or of all. */
export const summariesOf = (shard: Shard): string => `sum.*.*${suffixOf(shard)}`;
export const summariesOfTeam = (team: string | undefined): string =>
  team === undefined ? SUMMARY_SUBJECTS : `sum.${team}.>`;

/** The subject under which it is said who counts a shard. */
export const workSubject = ({number, of}: Shard): string => `convo-work.shard.${number}of${of}`;
