import * as z from 'zod';
import {jsonIn} from '../../text/json-in.js';
import {fieldsOf} from './protobuf.js';

/** What a collector answered. It says things in the encoding in which it was sent things, a proxy before it in plain text. */
export type CollectorAnswer = {status: number; headers: NodeJS.Dict<string | string[]>; body: Uint8Array};

/** What it gives as its reason not to take something (`message` of google.rpc.Status, else the text); empty where it gives none. */
export function reasonIn(answer: CollectorAnswer): string {
  if (isProtobuf(answer)) return textOf(fieldsOf(answer.body).get(2));
  const text = textOf(answer.body);
  const {message} = z.object({message: z.string()}).safeParse(jsonIn(text)).data ?? {};
  const said = message ?? text.replace(/\s+/g, ' ').trim();
  return said === '{}' ? '' : said;
}

/** How much it did not take of what it took (`partial_success` of Export…ServiceResponse), and why. */
export function partIn(answer: CollectorAnswer): {rejected: number; why: string} {
  if (isProtobuf(answer)) {
    const part = fieldsOf(answer.body).get(1);
    const fields = fieldsOf(part instanceof Uint8Array ? part : new Uint8Array());
    const rejected = fields.get(1);
    return {rejected: typeof rejected === 'bigint' ? Number(rejected) : 0, why: textOf(fields.get(2))};
  }
  const part = partial.safeParse(jsonIn(textOf(answer.body))).data?.partialSuccess ?? {};
  const {rejectedSpans = 0, rejectedDataPoints = 0, errorMessage = ''} = part;
  return {rejected: rejectedSpans + rejectedDataPoints, why: errorMessage};
}

const partial = z.object({
  partialSuccess: z.object({
    rejectedSpans: z.coerce.number().optional(),
    rejectedDataPoints: z.coerce.number().optional(),
    errorMessage: z.string().optional(),
  }),
});

const isProtobuf = ({headers}: CollectorAnswer): boolean =>
  /^application\/x-protobuf\b/i.test(String(headers['content-type']));

const textOf = (field: bigint | Uint8Array | undefined): string =>
  field instanceof Uint8Array ? new TextDecoder().decode(field) : '';
