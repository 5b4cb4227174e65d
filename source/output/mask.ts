import type {Observation} from '../call/observation.js';
import {bytesIn} from '../text/base64.js';
import {maskNumbers} from '../text/numbers.js';
import type {Payload} from './received.js';

/** Digits of a number in JSON that is no text: fewer are a size, an id or a length, for numbers of phones have their country there. */
const SHORTEST_BARE = 10;

/** A text in which a JSON text stays JSON: a number that is no text becomes one, because there are no digits for what is hidden. */
export function maskText(text: string): string {
  if (!/^\s*[[{]/.test(text)) return maskNumbers(text);
  return text.replace(/"[^"\\]*(?:\\[\s\S][^"\\]*)*(?:"|$)|-?\d[\d.eE+-]*/g, token => {
    if (token.startsWith('"')) return maskNumbers(token);
    const masked = maskNumbers(token, SHORTEST_BARE);
    return masked === token ? token : `"${masked}"`;
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
  const isBytes = 'encoding' in value && value.encoding === 'base64';
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      maskNumbers(key),
      isBytes && key === 'body' ? maskBytes(String(each)) : mask(each, key),
    ]),
  );
}

/** A body that is no text may have texts in it all the same. */
function maskBytes(base64: string): string {
  const bytes = bytesIn(base64);
  if (bytes === undefined) return maskNumbers(base64);
  const masked = maskNumbers(bytes);
  return masked === bytes ? base64 : btoa(masked.replaceAll('•', '*'));
}
