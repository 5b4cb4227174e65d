/** What a recording holds, in a few words. */
export type RecordingSummary = {
  /** When its first and its last observation were made, ms since the epoch. */
  startedAt: number;
  endedAt: number;
  observations: number;
  calls: number;
  /** Calls whose end it does not have. */
  openCalls: number;
  /** Who called whom, of the first calls that differ in that. */
  parties: readonly string[];
  /** How the first calls ended, a sentence each. */
  endings: readonly string[];
  /** How many calls came to which end: by the word that each is shown by. */
  outcomes: Readonly<Record<string, number>>;
  /** Problems of all calls. */
  errors: number;
  warnings: number;
};
