/** `Promise.withResolvers`, which Node 20 does not have. A rejection that nobody waits for yet ends nothing. */
export function withResolvers<T>() {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  promise.catch(() => undefined);
  return {promise, resolve, reject};
}
