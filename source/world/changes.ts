import type {Remark} from './remark.js';

/** What an observation altered, by id, in the order in which it was altered: the World has the rest. */
export type Changes = {
  /** Rows that tell of something that nobody told of before, in the order of the stream. */
  told: readonly number[];
  /** Rows that were there before and say something else now: another witness, a delivery, a reply, another place. */
  rows: Set<number>;
  /** The row of the webhook that this observation is the reply to. */
  replied?: number;
  legs: Set<string>;
  /** Members (their id, or `leg:…` as in `Member`), by conversation. */
  members: Map<string, Set<string>>;
  conversations: Set<string>;
  remarks: {conversation: string; remark: Remark}[];
  /** What was known under a leg's stand-in, and the conversation that it turned out to be. */
  adopted: {from: string; to: string}[];
  /** Calls of which nothing more is to be waited for from now on. */
  over: string[];
};

export function noChanges(): Changes {
  return {
    told: [],
    rows: new Set(),
    legs: new Set(),
    members: new Map(),
    conversations: new Set(),
    remarks: [],
    adopted: [],
    over: [],
  };
}
