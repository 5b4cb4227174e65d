/** The least of the values, in ascending order, that a share of them (0 to 1) does not exceed; undefined for none. */
export const nearestRank = (sorted: readonly number[], share: number): number | undefined =>
  sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
