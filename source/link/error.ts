/** Webhook URLs could not be set or put back. The message says why and what to do, and holds no secret. */
export class LinkError extends Error {
  override readonly name = 'LinkError';

  constructor(
    /**
     * `api-unreachable`, `api-busy` and `api-failed` may be over in a moment; `changed`: somebody else has changed the application; `held`: another process has linked it;
     * `not-taken`: the API said yes and shows something else.
     */
    readonly code:
      | 'api-unreachable'
      | 'api-busy'
      | 'api-failed'
      | 'api-refused'
      | 'api-unknown'
      | 'no-voice'
      | 'changed'
      | 'held'
      | 'journal'
      | 'not-taken'
      | 'no-tunnel',
    message: string,
    /** How long the API asks us to wait, ms. */
    readonly retryAfterMs?: number,
  ) {
    super(message);
  }
}

/** What may be over in a moment. */
export const mayPass: ReadonlySet<LinkError['code']> = new Set(['api-unreachable', 'api-busy', 'api-failed']);
