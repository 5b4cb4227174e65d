/** Does one piece of work after the other: what is asked twice at once would be in its own way, as two that want the same port. */
export function oneAtATime(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let turn: Promise<unknown> = Promise.resolve();
  return work => {
    const result = turn.then(work);
    turn = result.catch(() => undefined);
    return result;
  };
}
