import type {AnswerDifference, Outcome} from '../../call/answer-difference.js';
import type {Failure, RawResponse, Route} from '../../call/observation.js';

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
  now?: WebhookResponse;
  /** Why it was not sent, or was sent otherwise than it came, in words. */
  note?: string;
  /** It was signed then, and is not now. */
  unsigned?: true;
  differences: readonly AnswerDifference[];
};

/** What came back for a webhook, and after how many ms; `failure` says why nothing did. */
export type WebhookResponse = {ms: number; raw?: RawResponse; failure?: Failure};

/** How many webhooks came to each outcome. */
export type Tally = Readonly<Record<Outcome, number>>;

/** How a replay ended: with the last webhook, because somebody stopped it, or because nobody answers. `left` were not tried. */
export type Ended = {how: 'done' | 'stopped' | 'dead'; left: number /** What went wrong, in words. */; why?: string};

/** How fast webhooks follow each other: a factor of the gaps that there were, at once, or each when somebody says so. */
export type ReplaySpeed = number | 'max' | 'step';

/** A webhook that is to be sent, by its `seq`, with that of the answer of then; `at` is when it came, ms since the epoch. */
export type RecordedWebhook = {seq: number; at: number; reply?: number};

/** A replay of a call as the screen shows it. */
export type Replaying = {
  /** Where the application is. */
  place: string;
  speed: ReplaySpeed;
  of: number;
  tally: Tally;
  /** The last ones that were sent. */
  results: readonly Replayed[];
  /** What is sent next, once its time has come or, step by step, somebody says so. */
  next?: Pick<Replayed, 'method' | 'path' | 'event'>;
  ended?: Ended;
};

export const noneYet: Tally = {alike: 0, different: 0, new: 0, unanswered: 0, unsent: 0};
