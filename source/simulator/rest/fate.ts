/** A reply that is an error, in the shape of the API that gives it. */
export type ApiError = {status: number; body: Record<string, unknown>};

/** What happens to a request to the API, besides or instead of being answered; `delayMs` is real time. */
export type ApiFate = {delayMs?: number; error?: ApiError; cut?: boolean};
