/**
 * What the signature check of a webhook said.
 *
 * Vonage signs webhooks with HS256 over the account signature secret and puts a hash of the payload among the claims
 * (voice webhooks may come unsigned in rare cases: that is a result, not an error).
 */
export type SignatureResult = {
  state: (typeof signatureResults)[number];
  /** Which step decided, and what to do about it; absent when all is well. */
  text?: string;
};

/** All signatureResults in a fixed order, so that one can be kept as a small number. */
export const signatureResults = ['signed', 'unsigned', 'bad-signature', 'hash-mismatch', 'stale', 'replayed'] as const;
