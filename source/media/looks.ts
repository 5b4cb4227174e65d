/** Times that looks are spread over: all at once would hold up what passes. */
const slots = 10;

/**
 * Has each of many do something every so many ms, in groups that take turns. What lies together in time costs a fraction of what it costs between
 * other work, when none of it is at hand.
 */
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
      const group = groups.reduce((least, each) => (each.size < least.size ? each : least));
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
