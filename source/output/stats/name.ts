/** What the figures of calls are called in JSON; the number changes when an older reader could no longer read them. */
export const STATS = 'convo-monitor/stats@1';
