/** Where lines stand in the recording, by the seq of their observation. */
export type Places = {
  set(seq: number, offset: number, length: number): void;
  get(seq: number): {offset: number; length: number} | undefined;
};

/**
 * Columns that grow with the number of lines (16 bytes each), whatever seqs a file gives them: those come in order and are searched; one that
 * stands behind a higher one, as only a foreign file has it, is kept apart.
 */
export function createPlaces(): Places {
  let columns = makeColumns(1024);
  let count = 0;
  const astray = new Map<number, {offset: number; length: number}>();

  /** The first line whose seq is not below this one. */
  function search(seq: number): number {
    let low = 0;
    for (let high = count; low < high; ) {
      const middle = (low + high) >>> 1;
      if ((columns.seqs[middle] ?? 0) < seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    set(seq, offset, length) {
      if (count > 0 && seq <= (columns.seqs[count - 1] ?? 0)) return void astray.set(seq, {offset, length});
      if (count === columns.seqs.length) {
        // By a quarter: doubling would leave up to half of the memory unused for the rest of a long run.
        const wider = makeColumns(Math.ceil(count * 1.25));
        for (const name of ['seqs', 'offsets', 'lengths'] as const) wider[name].set(columns[name]);
        columns = wider;
      }
      columns.seqs[count] = seq;
      columns.offsets[count] = offset;
      columns.lengths[count] = length;
      count++;
    },
    get(seq) {
      const at = search(seq);
      const found = at < count && columns.seqs[at] === seq;
      return (
        astray.get(seq) ?? (found ? {offset: columns.offsets[at] ?? 0, length: columns.lengths[at] ?? 0} : undefined)
      );
    },
  };
}

const makeColumns = (size: number) => ({
  seqs: new Uint32Array(size),
  offsets: new Float64Array(size),
  lengths: new Uint32Array(size),
});
