import type {Failure, RawResponse, Route} from '../../call/observation.js';
import type {AnswerDifference} from './difference.js';

/** What became of one webhook that was to be sent again. */
export type Replayed = {
  /** The webhook, by its `seq` in the recording. */
  seq: number;
  /** When it came, ms since the epoch. */
  at: number;
  route: Route;
  method: string;
  /** Without its query. */
  path: string;
  /** What it says happened, such as `ringing`; absent where that is not to be told. */
  event?: string;
  outcome: Outcome;
  /** Absent where nothing was recorded of an answer. `failure` is why the application's could not be used then. */
  before?: {status: number; ms: number; by: 'monitor' | 'application'; failure?: string};
  /** Absent where it was not sent. */
  now?: Sent;
  /** Why it was not sent, or was sent otherwise than it came, in words. */
  note?: string;
  /** It was signed then, and is not now. */
  unsigned?: true;
  differences: readonly AnswerDifference[];
};

/** Whether the answers are alike; `new` where none was recorded. */
export type Outcome = 'alike' | 'different' | 'new' | 'unanswered' | 'unsent';

/** What came back for a webhook, and after how many ms; `failure` says why nothing did. */
export type Sent = {ms: number; raw?: RawResponse; failure?: Failure};

/** How many webhooks came to each outcome. */
export type Tally = Readonly<Record<Outcome, number>>;

export const noneYet: Tally = {alike: 0, different: 0, new: 0, unanswered: 0, unsent: 0};
