import {asAmount, asTrimmed} from './loose.js';

/** What a finished recording lacks, where there is nothing to listen to; a size that is not given says nothing. */
export function lackOf(size: unknown, url: unknown): string | undefined {
  const lacks = [(asAmount(size) ?? 1) <= 0 && 'no bytes', asTrimmed(url) === undefined && 'no address'];
  return lacks.filter(Boolean).join(' and ') || undefined;
}
