/**
 * Does something after a time in real ms, unless the returned function is called before. When this process was busy for
 * longer than that, what has arrived meanwhile still counts as in time: it is read in the turn of the event loop that
 * this waits for.
 */
export function afterReal(ms: number, act: () => void): () => void {
  let cancelled = false;
  const timer = setTimeout(() => setImmediate(() => cancelled || act()), ms);
  return () => {
    cancelled = true;
    clearTimeout(timer);
  };
}
