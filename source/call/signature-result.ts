/**
 * What the signature check of a webhook said.
 *
 * Vonage signs webhooks with HS256 over the account signature secret and puts a hash of the payload among the claims
 * (voice webhooks may come unsigned in rare cases: that is a verdict, not an error).
 */
export type Verdict = {
  state: (typeof verdicts)[number];
  /** Which step decided, and what to do about it; absent when all is well. */
  text?: string;
};

/** All verdicts in a fixed order, so that one can be kept as a small number. */
export const verdicts = ['signed', 'unsigned', 'bad-signature', 'hash-mismatch', 'stale', 'replayed'] as const;
