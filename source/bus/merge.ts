/** What comes of one of several sources, several at a time. `left`: of those that were there at the beginning, some are still to come. */
export type Batch<T> = {items: readonly T[]; left: boolean};

type Side<T> = {batch?: Batch<T>; next: number; left: boolean; pull(): void};

/**
 * Several sources as one. What was there at the beginning comes in the order of `at`, whatever comes first, as long as each source is in that order; what
 * comes later, as it comes. `left` says for each source whether anything was there. Ends, or throws, as the first of the sources does.
 */
export async function* mergedSources<T>(
  sources: readonly {batches: AsyncGenerator<Batch<T>>; left: boolean}[],
  at: (item: T) => number,
): AsyncGenerator<Batch<T>> {
  let wake: () => void = () => undefined;
  let end: {error?: unknown} | undefined;
  const sides = sources.map(({batches, left}): Side<T> => {
    const side: Side<T> = {
      next: 0,
      left,
      pull() {
        batches.next().then(
          ({done, value}) => {
            if (done) end ??= {};
            else [side.batch, side.next] = [value, 0];
            wake();
          },
          error => {
            end ??= {error};
            wake();
          },
        );
      },
    };
    side.pull();
    return side;
  });

  for (;;) {
    const items: T[] = [];
    for (let side = first(sides, at); side?.batch; side = first(sides, at)) {
      const {batch} = side;
      items.push(batch.items[side.next] as T);
      side.next += 1;
      if (side.next < batch.items.length) continue;
      side.left &&= batch.left;
      side.batch = undefined;
      side.pull();
    }
    if (items.length > 0) yield {items, left: sides.some(({left}) => left)};
    else if (end) {
      if ('error' in end) throw end.error;
      return;
    } else
      await new Promise<void>(resolve => {
        wake = resolve;
      });
  }
}

/** The side that has what is next; none, as long as one that may have it has not come. */
function first<T>(sides: readonly Side<T>[], at: (item: T) => number): Side<T> | undefined {
  let found: Side<T> | undefined;
  let earliest = Number.POSITIVE_INFINITY;
  for (const side of sides) {
    if (!side.batch) {
      if (side.left) return undefined;
      continue;
    }
    const time = at(side.batch.items[side.next] as T);
    if (time < earliest) [found, earliest] = [side, time];
  }
  return found;
}
