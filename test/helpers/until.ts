import {vi} from 'vitest';

/**
 * Waits for something that will come: how long it takes decides nothing. Gives what `what` gives once it throws no more;
 * throws its last error shortly before the time limit of a test, so that this is what is read.
 */
export const until = <T>(what: () => T | Promise<T>): Promise<T> => vi.waitFor(what, {timeout: 170_000, interval: 5});
