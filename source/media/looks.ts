/** Times that looks are spread over: all at once would hold up what passes. */
const slots = 20;

/** What looks at the same time before others do at another: what lies together in time costs a fraction of what it costs between other work. */
const together = 10;

/** ms of looking after which others go first: an answer to Vonage may be among them. */
const longest = 0.2;

/** Has each of many do something every so many ms, in groups that take turns. */
export function createLooks(everyMs: number) {
  const groups = Array.from({length: slots}, () => new Set<() => void>());
  /** Those whose turn it is. */
  const due = new Set<() => void>();
  let turn = 0;
  let timer: NodeJS.Timeout | undefined;

  function next(): void {
    turn = (turn + 1) % slots;
    const isUnderWay = due.size > 0;
    for (const look of groups[turn] ?? []) due.add(look);
    if (!isUnderWay) some();
  }

  function some(): void {
    const until = performance.now() + longest;
    try {
      for (const look of due) {
        due.delete(look);
        look();
        if (performance.now() >= until) break;
      }
    } finally {
      // Also behind one that throws.
      if (due.size > 0) setImmediate(some).unref();
    }
  }

  return {
    /** Gives what ends it. */
    add(look: () => void): () => void {
      const least = groups.reduce((least, each) => (each.size < least.size ? each : least));
      const group = groups.find(({size}) => size > 0 && size < together) ?? least;
      group.add(look);
      timer ??= setInterval(next, everyMs / slots).unref();
      return () => {
        group.delete(look);
        due.delete(look);
        if (groups.some(({size}) => size > 0)) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
  };
}
