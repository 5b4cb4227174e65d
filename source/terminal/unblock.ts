type Stream = {readonly isTTY?: boolean | undefined; readonly writableLength?: number};
type Handle = {setBlocking?(isBlocking: boolean): unknown};

/**
 * Lets writing to a terminal wait in the background, as to a pipe. Node waits for terminals itself, and where one does not read, nothing
 * else happens in the process, signals included. There is no public way to say so; where this one is gone, all is as Node has it.
 */
export function unblock(stream: Stream & {_handle?: Handle | null}): void {
  if (stream.isTTY) stream._handle?.setBlocking?.(false);
}

/** How long a reader or a terminal is waited for that is slow to take the last bytes, or does not read at all, ms. */
export const LAST_BYTES = 300;

/** Whether what was written to streams is out. */
export function isWritten(streams: readonly Stream[]): boolean {
  return streams.every(({writableLength = 0}) => writableLength === 0);
}

/** Waits until what was written to streams is out, `most` ms at most. At once where nothing waits. */
export async function written(streams: readonly Stream[], most: number): Promise<void> {
  const end = performance.now() + most;
  while (!isWritten(streams) && performance.now() < end) await new Promise(done => setTimeout(done, 5));
}
