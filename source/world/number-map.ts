/** Slots in use before the table grows, so that a search ends after a few steps. */
const FULLEST = 0.75;

/**
 * A map from whole numbers (up to 53 bits and a sign) to rows, which only ever grows: 16 to 20 bytes an entry, where a `Map`
 * takes 50 or more, most of it for keys that are too large for V8 to keep without a box.
 */
export class NumberMap {
  size = 0;
  private keys = new Float64Array(64);
  /** The row plus 1; 0 where a slot is free. */
  private rows = new Uint32Array(64);

  get(key: number): number | undefined {
    const row = this.rows[this.slotOf(key)] ?? 0;
    return row === 0 ? undefined : row - 1;
  }

  set(key: number, row: number): void {
    let slot = this.slotOf(key);
    if (this.rows[slot] === 0) {
      if (this.size >= this.rows.length * FULLEST) {
        this.grow();
        slot = this.slotOf(key);
      }
      this.size++;
      this.keys[slot] = key;
    }
    this.rows[slot] = row + 1;
  }

  /** The same keys for rows that have moved; without those whose row is gone (`undefined`). */
  moved(to: (row: number) => number | undefined): NumberMap {
    const moved = new NumberMap();
    for (const [slot, row] of this.rows.entries()) {
      const now = row === 0 ? undefined : to(row - 1);
      if (now !== undefined) moved.set(this.keys[slot] ?? 0, now);
    }
    return moved;
  }

  copy(): NumberMap {
    const copy = new NumberMap();
    copy.size = this.size;
    copy.keys = this.keys.slice();
    copy.rows = this.rows.slice();
    return copy;
  }

  /** The slot that holds a key, or the free one where it would go. */
  private slotOf(key: number): number {
    const {keys, rows} = this;
    const {length} = rows;
    let slot = Math.floor((spread(key) / 0x100000000) * length);
    while (rows[slot] !== 0 && keys[slot] !== key) slot = slot + 1 === length ? 0 : slot + 1;
    return slot;
  }

  private grow(): void {
    const {keys, rows} = this;
    this.keys = new Float64Array(Math.ceil(rows.length * 1.25));
    this.rows = new Uint32Array(this.keys.length);
    for (let from = 0; from < rows.length; from++) {
      const row = rows[from] ?? 0;
      if (row === 0) continue;
      const key = keys[from] ?? 0;
      const to = this.slotOf(key);
      this.keys[to] = key;
      this.rows[to] = row;
    }
  }
}

/** All bits of a key mixed into 32, so that keys one after the other (event ids, legs) do not crowd one place. */
function spread(key: number): number {
  let mixed = Math.imul((key >>> 0) ^ Math.imul(Math.floor(key / 0x100000000), 0x9e3779b1), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}
