/** Moments at which something is due though nothing happens, by what it is about. Asking for the next costs nothing as long as it stays. */
export class Agenda {
  private readonly times = new Map<string, number>();
  /** The earliest, ms; undefined where it has to be looked for. */
  private soonest: number | undefined = Number.POSITIVE_INFINITY;

  /** Enters a time, ms since the epoch; without one, nothing is due any more. */
  set(about: string, at: number | undefined): void {
    const before = this.times.get(about);
    if (before === at) return;
    if (at === undefined) this.times.delete(about);
    else this.times.set(about, at);
    if (before !== undefined && before === this.soonest) this.soonest = undefined;
    else if (at !== undefined && this.soonest !== undefined) this.soonest = Math.min(this.soonest, at);
  }

  /** When the next is due, ms; infinity when nothing is. */
  next(): number {
    if (this.soonest !== undefined) return this.soonest;
    this.soonest = Number.POSITIVE_INFINITY;
    for (const at of this.times.values()) this.soonest = Math.min(this.soonest, at);
    return this.soonest;
  }

  /** What is due by now, struck out. */
  take(now: number): string[] {
    if (this.next() > now) return [];
    const due = [...this.times].filter(([, at]) => at <= now).map(([about]) => about);
    for (const about of due) this.set(about, undefined);
    return due;
  }
}
