import {keepNewest} from '../../call/keep-newest.js';

/** What is remembered. */
const MOST = 10_000;

/** Remembers what was told, so that the same is not told again; of more than it remembers, the oldest is forgotten. */
export function createTold(most = MOST) {
  const told = new Map<string, true>();
  return {
    isNew(text: string): boolean {
      if (told.has(text)) return false;
      keepNewest(told, text, true, most);
      return true;
    },
  };
}
