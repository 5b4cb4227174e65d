import type {Delivery} from './delivery/outbox.js';

// Apart from the state, because these are types for other people's tests: what they import may need no other package.

/** Something the simulator did, for whoever watches. `text` holds what an application sent: not safe to print as it is. */
export type Action = {
  /** Simulated ms since the epoch. */
  at: number;
  kind: 'call' | 'leg' | 'event' | 'webhook' | 'ncco' | 'api' | 'media';
  text: string;
};

/** What became of a placed call. */
export type CallOutcome = {
  scenario: string;
  /** The first leg's id, and its conversation's. */
  uuid: string;
  conversation: string;
  /** The first leg's last status. */
  status: string;
  legs: {uuid: string; direction: string; from: string; to: string; statuses: {status: string; at: number}[]}[];
  /** Every webhook in the order in which it was due. */
  deliveries: Delivery[];
};
