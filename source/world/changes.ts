import type {Remark} from './remark.js';

/** A fact, by the row that speaks for it, and one more witness of it (`WEBHOOK`, `RTC` or `API`). */
export type Confirmed = {row: number; witness: number};

/** What an observation altered, by id, in the order in which it was altered: the World has the rest. */
export type Changes = {
  /** Rows that tell of something that nobody told of before, in the order of the stream. */
  told: readonly number[];
  /** Rows that were there before and say something else now: another witness, a delivery, a reply, another place. */
  rows: Set<number>;
  /** Rows of what was told before, and who reports it only now, in the order of the stream. */
  confirmed: readonly Confirmed[];
  /** The row of the webhook that this observation is the reply to. */
  replied?: number;
  /** The row of the event that a person has written about. */
  noted?: number;
  legs: Set<string>;
  /** Members (their id, or `leg:…` as in `Member`), by conversation. */
  members: Map<string, Set<string>>;
  conversations: Set<string>;
  /** Rows that a witness joined who had not reported them. */
  joined: Confirmed[];
  remarks: {conversation: string; remark: Remark}[];
  /** What was known under a leg's stand-in, and the conversation that it turned out to be. */
  adopted: {from: string; to: string}[];
  /** The row of a webhook that was sent to the application again. */
  resent?: number;
  /** Calls of which nothing more is to be waited for from now on. */
  over: string[];
};

export function noChanges(): Changes {
  return {
    told: [],
    confirmed: [],
    rows: new Set(),
    legs: new Set(),
    members: new Map(),
    conversations: new Set(),
    joined: [],
    remarks: [],
    adopted: [],
    over: [],
  };
}
