import * as z from 'zod';
import {asAmount, asCount, asDirection, asList, asRecord, asText, asTime} from './loose.js';

/** The readers of loose.ts as schemas: an odd field of an object is absent, and never costs the rest of it. */

/** Whatever it is, to be looked at later. */
export const anything = z.unknown().optional();

export const text = leaf(asText);
export const count = leaf(asCount);
export const amount = leaf(asAmount);
export const time = leaf(asTime);
export const direction = leaf(asDirection);
export const list = leaf(asList);

/** An object with these fields; anything but an object is absent. */
export function fields<T extends z.ZodRawShape>(shape: T) {
  // The copy drops prototypes: a class instance or a null prototype is an object to us, whatever zod thinks of it.
  return z.preprocess(value => (asRecord(value) ? {...(value as object)} : undefined), z.object(shape).optional());
}

function leaf<T>(read: (value: unknown) => T) {
  return z.unknown().optional().transform(read);
}
