import {createHash} from 'node:crypto';

export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** A span of a trace as plain data. Times in ms since the epoch, ids in hexadecimal digits; texts come from outside. */
export type Span = {
  trace: string;
  id: string;
  parent?: string;
  name: string;
  /** Who asks whom: `client` for what Vonage asks of an application. */
  kind: 'internal' | 'client';
  from: number;
  to: number;
  attributes: Attributes;
  events?: readonly {name: string; at: number; attributes?: Attributes}[];
  /** Other traces that tell of the same. */
  links?: readonly {trace: string; id: string}[];
  /** Why it is an error. */
  error?: string;
  /** The observations, by their seqs, that may name a trace of the application's. */
  told?: readonly number[];
};

/** `CON-` and a UUID, which has as many digits as the id of a trace. */
const CONVERSATION = /^CON-([\da-f]{8})-([\da-f]{4})-([\da-f]{4})-([\da-f]{4})-([\da-f]{12})$/i;

/** The trace of a call: the digits of its conversation's id, so that one is found by the other, and the call has one however often it is sent. */
export function traceOf(conversation: string): string {
  const digits = CONVERSATION.exec(conversation)?.slice(1).join('').toLowerCase();
  return digits && !/^0+$/.test(digits) ? digits : hashOf(conversation).slice(0, 32);
}

/** The span of something in a trace, by what names it there: the same each time. */
export const spanId = (trace: string, ...names: readonly (string | number | undefined)[]): string =>
  hashOf(JSON.stringify([trace, ...names])).slice(0, 16);

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
