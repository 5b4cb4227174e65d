import {setTimeout} from 'node:timers/promises';

/** ms until it is tried again: the first time, and at most. */
const [FIRST, LONGEST] = [250, 5000];

type Lasting<Connection, Item> = {
  first: Connection;
  again(): Promise<Connection>;
  /** What comes over one connection, until that is lost: then it throws. `came` is called when something did. */
  read(connection: Connection, came: () => void): AsyncGenerator<Item>;
  /** What there is to say of that, and of which kind it is, each time that it fails; throws where it is not to be tried again. */
  lost(error: unknown): {kind: string; item: Item};
  signal: AbortSignal;
};

/** What comes over one connection after the other, until the signal. That one is lost is said once for each kind of reason, until something comes again. */
export async function* lasting<Connection extends {close(): unknown}, Item>({
  first,
  again,
  read,
  lost,
  signal,
}: Lasting<Connection, Item>): AsyncGenerator<Item> {
  let connection: Connection | undefined = first;
  /** The kind that was said last. */
  let said: string | undefined;
  for (let wait = FIRST; !signal.aborted; ) {
    const begunAt = performance.now();
    try {
      connection ??= await again();
      if (signal.aborted) return await connection.close();
      yield* read(connection, () => {
        wait = FIRST;
        said = undefined;
      });
      return;
    } catch (error) {
      // What a try in vain took is a part of the pause before the next: a network that drops everything keeps each waiting.
      const spent = connection ? 0 : performance.now() - begunAt;
      await connection?.close();
      connection = undefined;
      if (signal.aborted) return;
      const {kind, item} = lost(error);
      if (kind !== said) yield item;
      said = kind;
      const pause = wait * (0.8 + Math.random() * 0.4) - spent;
      if (pause > 0) await setTimeout(pause, undefined, {signal}).catch(() => undefined);
      wait = Math.min(LONGEST, wait * 2);
    }
  }
}
