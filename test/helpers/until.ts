import {vi} from 'vitest';

/**
 * Waits for something that will come: how long it takes decides nothing. Gives what `what` gives once it throws no more;
 * throws its last error well before the time limit of a test, so that this is what is read, also where the test had begun before.
 */
export const until = <T>(what: () => T | Promise<T>): Promise<T> => vi.waitFor(what, {timeout: 120_000, interval: 5});
