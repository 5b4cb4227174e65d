/** Why the listener could not start. `message` is for people: what happened, where, and what to do next. */
export class ListenerError extends Error {
  override name = 'ListenerError';
  constructor(
    readonly code:
      | 'port-in-use'
      | 'not-permitted'
      | 'no-address'
      | 'routes'
      | 'forward'
      | 'far-end'
      | 'ncco-file'
      | 'failed',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** What `server.listen` reported, in words. */
export function listenError(error: NodeJS.ErrnoException, host: string, port: number): ListenerError {
  const place = `${host}:${port}`;
  const known: Record<string, () => ListenerError> = {
    EADDRINUSE: () =>
      new ListenerError(
        'port-in-use',
        `Port ${port} on ${host} is in use by another program. Stop it (\`lsof -i :${port}\` names it), or listen elsewhere with --port.`,
        {cause: error},
      ),
    EACCES: () =>
      new ListenerError(
        'not-permitted',
        `Listening on ${place} is not permitted: ports below 1024 need more rights. Choose another one with --port.`,
        {cause: error},
      ),
    EADDRNOTAVAIL: () =>
      new ListenerError(
        'no-address',
        `This machine has no address ${host} to listen on. Leave out --host for 127.0.0.1, or use 0.0.0.0 for all addresses.`,
        {cause: error},
      ),
    ENOTFOUND: () =>
      new ListenerError('no-address', `The host ${host} was not found. Give --host an address of this machine.`, {
        cause: error,
      }),
  };
  const make = Object.hasOwn(known, error.code ?? '') ? known[error.code ?? ''] : undefined;
  return make?.() ?? new ListenerError('failed', `Listening on ${place} failed: ${error.message}.`, {cause: error});
}
