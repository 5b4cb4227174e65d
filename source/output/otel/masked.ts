import {maskNumbers} from '../../text/numbers.js';
import type {Attributes, Span} from './span.js';

/** The span with the phone numbers in its texts hidden. */
export function maskedSpan(span: Span): Span {
  const {attributes, events, error} = span;
  return {
    ...span,
    attributes: maskedAttributes(attributes),
    ...(events && {events: events.map(each => ({...each, attributes: maskedAttributes(each.attributes ?? {})}))}),
    ...(error !== undefined && {error: maskNumbers(error)}),
  };
}

function maskedAttributes(attributes: Attributes): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, typeof value === 'string' ? maskNumbers(value) : value]),
  );
}
