/** A part of a text to be hidden, from its first index to the one behind its last. */
export type SecretSpan = {
  from: number;
  to: number;
  /** It is a number of a JSON text, which what stands for it must not break. */
  isBare?: boolean;
};

/** More secrets than a text of anybody has: they are not told apart any more, and it is hidden as a whole. */
export const MOST_SPANS = 2000;
