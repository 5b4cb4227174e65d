/** Times that looks are spread over: all at once would hold up what passes. */
const slots = 20;

/** What looks at the same time before others do at another: what lies together in time costs a fraction of what it costs between other work. */
const together = 10;

/** Has each of many do something every so many ms, in groups that take turns. */
export function createLooks(everyMs: number) {
  const groups = Array.from({length: slots}, () => new Set<() => void>());
  let turn = 0;
  let timer: NodeJS.Timeout | undefined;

  function next(): void {
    turn = (turn + 1) % slots;
    for (const look of groups[turn] ?? []) look();
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
        if (groups.some(({size}) => size > 0)) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
  };
}
