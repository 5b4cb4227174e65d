/** The first index from 0 to `length` that does not come `before` what is looked for: all that do come first, so that few are looked at. */
export function firstIndex(length: number, before: (index: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (before(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
