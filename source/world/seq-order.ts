/** Where an observation stands among others. What is in no recording has a negative number, and comes behind all that is in one. */
export const seqOrder = (seq: number): number => (seq < 0 ? 2 ** 32 - seq : seq);
