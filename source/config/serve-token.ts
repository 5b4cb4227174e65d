import type {Given, Parsed} from './given.js';
import {contentOf} from './secrets.js';

/** What who attaches has to know; `path` of the file that it was read from, where that may be read again. */
export type ServeToken = {text: string; path?: string};

/**
 * Characters. Strangers come through a tunnel, too, and ten a minute can be tried: what somebody makes up in fewer is found by trying words.
 * NIST SP 800-63B wants 15 of a secret that stands alone.
 */
export const SHORTEST_TOKEN = 16;

/** Reads the token, or the file that has it (`@file`, as a flag). How long it is matters to who serves alone. Throws ConfigError. */
export function parseServeToken(given: Given): Parsed<ServeToken> {
  const {warnings, ...value} = contentOf(given, 'The token');
  return {value, warnings};
}
