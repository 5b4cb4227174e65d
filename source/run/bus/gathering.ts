/** What several give, as one: in the order in which it is given, and no faster than it is taken. */
export type Gathering<Item> = {
  /** Resolves once it was taken, and whoever takes asks for more. */
  give(item: Item): Promise<void>;
  items: AsyncGenerator<Item>;
  /** Lets everybody go. */
  close(): void;
};

export function createGathering<Item>(): Gathering<Item> {
  const waiting: {item: Item; taken: () => void}[] = [];
  let wake: () => void = () => undefined;
  let isClosed = false;

  async function* items(): AsyncGenerator<Item> {
    while (!isClosed) {
      const next = waiting.shift();
      if (next) {
        yield next.item;
        next.taken();
      } else
        await new Promise<void>(resolve => {
          wake = resolve;
        });
    }
  }

  return {
    give: item =>
      new Promise(resolve => {
        if (isClosed) return resolve();
        waiting.push({item, taken: resolve});
        wake();
      }),
    items: items(),
    close() {
      isClosed = true;
      for (const {taken} of waiting.splice(0)) taken();
      wake();
    },
  };
}
