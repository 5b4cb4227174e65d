/**
 * Up to where a conversation's events are known without a gap. Event ids count from 1, arrive out of order, and some never
 * come (deleted events, events without history): a hole is asked for again for a while and then given up.
 */
export function createWatermark(patienceMs = 5000) {
  let mark = 0;
  let highest = 0;
  let holeSince = 0;
  const above = new Set<number>();

  function advance(now: number) {
    while (above.delete(mark + 1)) {
      mark += 1;
      holeSince = now;
    }
  }

  return {
    /** Whether the id is new. */
    add(id: number, now: number): boolean {
      if (id <= mark || above.has(id)) return false;
      if (above.size === 0) holeSince = now;
      above.add(id);
      highest = Math.max(highest, id);
      advance(now);
      return true;
    },

    /** The last id before the first hole, 0 when nothing is known: where the next list has to start. */
    position(now: number): number {
      if (above.size > 0 && now - holeSince >= patienceMs) {
        mark = [...above].reduce((a, b) => Math.min(a, b)) - 1;
        advance(now);
      }
      return mark;
    },

    get highest() {
      return highest;
    },

    get hasHole() {
      return above.size > 0;
    },
  };
}
