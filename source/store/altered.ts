/** Rows that are remembered: more than come between two frames, and next to nothing in memory. */
const MOST = 4096;

/** Rows of the log of which something changed after they came, in the order in which it did. */
export class Altered {
  /** How many were noted so far. */
  count = 0;
  private readonly rows = new Uint32Array(MOST);

  note(row: number): void {
    this.rows[this.count++ % MOST] = row;
  }

  /** What was noted since there were `count`; undefined where that is more than is remembered. */
  since(count: number): number[] | undefined {
    if (this.count - count > MOST) return undefined;
    return Array.from({length: this.count - count}, (_, i) => this.rows[(count + i) % MOST] ?? 0);
  }
}
