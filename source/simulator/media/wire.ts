import type {MediaOutcome} from '../outcome.js';
import type {Saying} from '../scenarios/scenario.js';
import type {Platform} from '../state.js';
import type {Party} from '../types.js';

export type SocketParty = Extract<Party, {type: 'websocket'}>;

/** What the WebSocket of a leg needs of its platform. */
export type Wire = Pick<Platform, 'clock' | 'act' | 'reach' | 'bearer' | 'sockets' | 'sound' | 'media' | 'mediaFaults'>;

/** The leg that a WebSocket is of. */
export type Line = {
  /** Aborted when it is hung up. */
  gone: AbortSignal;
  /** What its caller says. */
  says?: readonly Saying[];
  /** Is told once what the WebSocket came to. */
  keep(outcome: MediaOutcome): void;
};
