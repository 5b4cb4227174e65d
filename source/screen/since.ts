import type {Model} from '../store/model.js';
import {sinceText} from '../store/since-text.js';
import {printable, type Safe, safe} from '../text/printable.js';

/** Of a bus that is not read from its beginning: that there may be more before, and what shows it. */
export function sincePart({since, now, can}: Pick<Model, 'since' | 'now' | 'can'>): Safe {
  if (since === undefined) return safe``;
  const more = can.anew === true ? safe`, :since for more` : safe``;
  return safe` · since ${printable(sinceText(since, now))}${more}`;
}
