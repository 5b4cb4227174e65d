import type {Party, Status} from '../types.js';

/** A call as data: what the people at the phones do. What the application does is the application's business. */
export type Scenario = {
  name: string;
  /** One line for a list. */
  summary: string;
  /** Who calls; a phone by default. */
  caller?: Caller;
  /** The number or user that is called; the seed call's Vonage number by default. */
  to?: string;
  /** Who is called by the application, in the order of dialling; the last one stands for all that follow. */
  callees?: Callee[];
  /** What the caller types at each `input`, in order. Beyond the list, nothing is typed. */
  digits?: string[];
  /** What the caller says at each `input`, in order. */
  speech?: string[];
  /**
   * What the caller says to the agent at the end of a WebSocket, turn by turn, waiting each time until it has answered; then the caller hangs up.
   * Audio is in real time, at any speed.
   */
  says?: Saying[];
  /** How many such calls are placed, by callers of different numbers, and the ms between them. */
  calls?: {count: number; everyMs: number};
  /** Scenarios that are placed together instead of a call of its own: `[name, ms after the beginning]`. */
  mix?: [name: string, afterMs: number][];
  /**
   * What an application would answer for this scenario to show what its name says; `{event}` stands for its event URL, and
   * `{socket}` for that of its WebSocket.
   */
  ncco?: unknown[];
  /** The status of that answer, where it is meant to fail. */
  answerStatus?: number;
  /** The first call gets the ids of the seed call. */
  seedIds?: boolean;
  /** Fields left out of event webhooks: older captures lack some. */
  omit?: string[];
};

export type Caller = {
  party?: Party;
  /** The caller gives up this long after dialling, ms, if nothing has ended the call before. */
  hangUpAfterMs?: number;
  /** The Client SDK's own name for the call. */
  clientReference?: string;
  /** Fields that the platform adds to the answer webhook, such as `SipHeader_X-Id` or `custom_data`. */
  answerFields?: Record<string, unknown>;
};

/** A turn of a caller who talks to an agent. */
export type Saying = {
  /** How long words are, ms; a WAV file is said whole. */
  forMs?: number;
  /** Begin this long after the agent is heard, and speak over it. */
  bargeInMs?: number;
  /** Press these keys instead of speaking. */
  press?: string;
};

export type Callee = {
  /** What becomes of the attempt; `answered` by default. */
  outcome?: Extract<Status, 'answered' | 'busy' | 'rejected' | 'unanswered' | 'timeout' | 'failed'>;
  /** From `ringing` (or `started`, where nothing rings) to the outcome. */
  afterMs?: number;
  detail?: string;
  /** From `answered` to the callee's hanging up. */
  talkMs?: number;
  /** Who the callee turns out to be, for an application that asked for machine detection. */
  detected?: 'human' | 'machine' | 'beep';
};
