// Small statistics over lists of numbers.

/** The p-th percentile, p from 0 to 100, of numbers in any order. */
export function percentile(numbers, p) {
  if (numbers.length === 0) return Number.NaN;
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil((p / 100) * sorted.length) - 1))];
}

export const median = numbers => percentile(numbers, 50);

/** How far repetitions lie apart: half of the middle range over the median, such as 0.08 for ±8 %. */
export function spread(numbers) {
  return numbers.length < 2 ? 0 : (percentile(numbers, 75) - percentile(numbers, 25)) / 2 / median(numbers);
}
