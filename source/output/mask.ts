import type {Observation} from '../call/observation.js';
import type {Payload} from './received.js';

/** `+` and `%2B` (a plus in a query) belong to the number. */
const number = /(?<=^|%2B|[^\w.+-])(\+?)(\d{7,15})(?![\w-]|\.\d)/g;
/** As people write it: `+44 7700 900123`, `+1 (415) 555-0100`. */
const written = /\+\d[\d ().-]{7,20}\d(?!\w)/g;

/** Seconds, milliseconds and microseconds since 1970 are no phone numbers: nobody's begins with a 1 and is so long, or so short. */
const moment = /^1(\d{9}|\d{12}|\d{15})$/;

/** How much of a number stays: its country, and enough of its end to tell it from others. */
const FIRST = 2;
const LAST = 4;

/**
 * A text with the middle of every phone number hidden, as long as it was: `447700900123` → `44••••••0123`. Ids, times and prices
 * stay as they are.
 */
export function maskNumbers(text: string): string {
  if (!/\d{7}|\+\d/.test(text)) return text;
  return text
    .replace(written, found => hideDigits(found))
    .replace(number, (found, plus: string, digits: string) =>
      plus === '' && moment.test(digits) ? found : plus + hideDigits(digits),
    );
}

function hideDigits(text: string): string {
  const count = text.match(/\d/g)?.length ?? 0;
  let at = 0;
  return text.replace(/\d/g, digit => {
    const isHidden = at >= FIRST && at < count - LAST;
    at++;
    return isHidden ? '•' : digit;
  });
}

/** A text in which a JSON text stays JSON: a number that is no text becomes one, because there are no digits for what is hidden. */
export function maskText(text: string): string {
  if (!/^\s*[[{]/.test(text)) return maskNumbers(text);
  return text.replace(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g, token => {
    const masked = maskNumbers(token);
    return masked === token || token.startsWith('"') ? masked : `"${masked}"`;
  });
}

/** An observation with the phone numbers in all its texts hidden; no screen, line or file that is made of it can show them. */
export function maskObservation(o: Observation): Observation {
  return maskValue(o);
}

/** The same of any plain data: objects, lists, and what is called `body` in them as the JSON that it is. */
export function maskValue<Value>(value: Value): Value {
  return mask(value, '') as Value;
}

/** Reads observations back without their phone numbers. */
export function maskedPayload(payload: Payload): Payload {
  return async seq => {
    const observation = await payload(seq);
    return observation && maskObservation(observation);
  };
}

function mask(value: unknown, name: string): unknown {
  if (typeof value === 'string') return name === 'body' ? maskText(value) : maskNumbers(value);
  if (Array.isArray(value)) return value.map(each => mask(each, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, mask(each, key)]));
}
