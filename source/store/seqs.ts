import {firstIndex} from '../call/first-index.js';

/** The seqs of all observations in the order in which they were folded: 4 bytes each. */
export class Seqs {
  length = 0;
  private all = new Uint32Array(1024);
  /** Each is higher than the one before it, as in every file of our own. */
  private isSorted = true;

  push(seq: number): void {
    if (this.length === this.all.length) {
      const more = new Uint32Array(this.all.length * 2);
      more.set(this.all);
      this.all = more;
    }
    if (this.length > 0 && seq <= this.at(this.length - 1)) this.isSorted = false;
    this.all[this.length++] = seq;
  }

  at(index: number): number {
    return this.all[index] ?? 0;
  }

  /** The place of the last observation with that `seq`; -1 where there is none. */
  indexOf(seq: number): number {
    if (!this.isSorted) return this.all.subarray(0, this.length).lastIndexOf(seq);
    const place = firstIndex(this.length, i => this.at(i) < seq);
    return place < this.length && this.at(place) === seq ? place : -1;
  }
}
