/**
 * The highest of some numbers, however many: `Math.max(...numbers)` ends the program from some 100,000 on. Minus infinity for none.
 */
export function highest(numbers: Iterable<number>): number {
  let most = Number.NEGATIVE_INFINITY;
  for (const each of numbers) if (each > most) most = each;
  return most;
}

/** The lowest of some numbers, however many; infinity for none. */
export function lowest(numbers: Iterable<number>): number {
  let least = Number.POSITIVE_INFINITY;
  for (const each of numbers) if (each < least) least = each;
  return least;
}
