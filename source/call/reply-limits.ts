import type {Route} from './observation.js';

/** How long Vonage waits for a reply, ms: the default of the application's `socket_timeout` (Application API). */
export const replyLimitMs: Readonly<Record<Route, number>> = {answer: 5000, fallback: 5000, event: 10_000, rtc: 10_000};
