import type {Status} from './status.js';

/** What a summary says of a call: enough for a row of a list, and nothing of its events. Times in ms since the epoch; texts as received. */
export type Summed = {
  conversation: string;
  name?: string;
  state: 'active' | 'ended' | 'unknown';
  /** It has ended, and nothing more of it is waited for. */
  over: boolean;
  /** The one word that it is shown by. */
  status?: Status;
  direction?: 'inbound' | 'outbound';
  from?: string;
  to?: string;
  legCount: number;
  /** The first ones. */
  legs: readonly SummedLeg[];
  /** When it was first heard of, and last. */
  startedAt: number;
  lastAt: number;
  endedAt?: number;
  /** EUR, of the legs whose price is known. */
  cost?: string;
  events: number;
  /** Errors and warnings. */
  problems: number;
  /** One sentence: what became of it. */
  ending: string;
};

export type SummedLeg = {
  id: string;
  /** `L1` */
  label: string;
  /** The kind of endpoint: `phone`, `app`, `sip`, … */
  endpoint: string;
  direction?: 'inbound' | 'outbound';
  status?: Status;
  from?: string;
  to?: string;
};
