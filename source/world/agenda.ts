/** What the entry about a leg begins with, and that about what is expected of a call. A call that is over soon has its id alone. */
export const LEG = 'leg ';
export const CALL = 'call ';

/**
 * Moments at which something is due though nothing happens, by what it is about. Each live leg has one, and most events move one: a heap, in which
 * what was moved or struck out stays until it comes to the top.
 */
export class Agenda {
  private times = new Map<string, number>();
  private heap: Entry[] = [];

  copy(): Agenda {
    const copy = new Agenda();
    copy.times = new Map(this.times);
    copy.heap = this.heap.slice();
    return copy;
  }

  /** Enters a time, ms since the epoch; without one, nothing is due any more. */
  set(about: string, at: number | undefined): void {
    if (this.times.get(about) === at) return;
    if (at === undefined) {
      this.times.delete(about);
      return;
    }
    this.times.set(about, at);
    // More of it struck out than in force: made anew, which is paid for by what was entered since.
    if (this.heap.length > 64 + 2 * this.times.size) {
      this.heap = [...this.times].map(([each, due]) => ({about: each, at: due})).sort((a, b) => a.at - b.at);
      return;
    }
    this.rise({about, at});
  }

  /** When the next is due, ms; infinity when nothing is. */
  next(): number {
    for (let top = this.heap[0]; top; top = this.heap[0]) {
      if (this.times.get(top.about) === top.at) return top.at;
      this.sink();
    }
    return Number.POSITIVE_INFINITY;
  }

  /** What is due by now, struck out. */
  take(now: number): string[] {
    const due: string[] = [];
    while (this.next() <= now) {
      const [{about} = {about: ''}] = this.heap;
      due.push(about);
      this.times.delete(about);
    }
    return due;
  }

  private rise(entry: Entry): void {
    const {heap} = this;
    let at = heap.push(entry) - 1;
    for (let above = (at - 1) >> 1; at > 0 && (heap[above]?.at ?? 0) > entry.at; above = (at - 1) >> 1) {
      heap[at] = heap[above] ?? entry;
      at = above;
    }
    heap[at] = entry;
  }

  /** Takes out the top. */
  private sink(): void {
    const {heap} = this;
    const entry = heap.pop();
    if (!entry || heap.length === 0) return;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if ((heap[below + 1]?.at ?? Number.POSITIVE_INFINITY) < (heap[below]?.at ?? Number.POSITIVE_INFINITY)) below++;
      const least = heap[below];
      if (!least || least.at >= entry.at) break;
      heap[at] = least;
      at = below;
    }
    heap[at] = entry;
  }
}

type Entry = {about: string; at: number};
