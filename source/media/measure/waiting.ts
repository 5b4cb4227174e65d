/** Asked for often, and mostly this. */
const none: readonly never[] = [];

/** Things that are not settled yet, oldest first; of more than `most`, the oldest is given up. */
export function createWaiting<T, Result>(most: number, settle: (thing: T, at: number) => Result | undefined | 'later') {
  let waiting: T[] = [];
  return {
    add(thing: T): void {
      waiting = [...waiting, thing].slice(-most);
    },
    /** What is settled by now. */
    take(at: number): readonly Result[] {
      if (waiting.length === 0) return none;
      const found: Result[] = [];
      waiting = waiting.filter(thing => {
        const result = settle(thing, at);
        if (result !== undefined && result !== 'later') found.push(result);
        return result === 'later';
      });
      return found;
    },
  };
}
