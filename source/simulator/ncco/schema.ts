import * as z from 'zod';
import {checkNcco as findingsOf, isError} from '../../vonage/ncco/check.js';

// What the NCCO check only warns of is understood here: official examples write numbers and booleans as strings, SDKs send words
// in another case, and ids as numbers.
const number = z.union([
  z.number(),
  z
    .string()
    .trim()
    .regex(/^-?\d+(\.\d+)?$/)
    .transform(Number),
]);
const text = z.union([z.string(), z.number().transform(String)]);
const word = z.string().toLowerCase();
/** Limits of Vonage's NCCO reference; what is beyond counts as the nearest value, as the reference says of `wait`. */
const within = (least: number, most: number) => number.transform(value => Math.min(Math.max(value, least), most));
const loop = within(0, Number.MAX_SAFE_INTEGER);
const flag = z.union([
  z.boolean(),
  z
    .string()
    .trim()
    .toLowerCase()
    .pipe(z.enum(['true', 'false']))
    .transform(said => said === 'true'),
]);
const url = z.array(z.string()).length(1);
const method = word.transform(said => (said === 'get' ? ('GET' as const) : ('POST' as const)));
const reporting = {eventUrl: url.optional(), eventMethod: method.optional()};

const headers = z.record(z.string(), z.unknown()).optional();

const authorization = z.discriminatedUnion('type', [
  z.object({type: z.literal('vonage')}),
  z.object({type: z.literal('custom'), value: z.string()}),
]);

/** Where `connect` and a request to create a call can lead; what may stand for a text differs between the two. */
export const endpointsWith = <Text extends z.ZodType<string>>(address: Text) =>
  z.discriminatedUnion('type', [
    z.looseObject({type: z.literal('phone'), number: address, dtmfAnswer: address.optional()}),
    z.looseObject({type: z.literal('app'), user: address}),
    z.looseObject({
      type: z.literal('sip'),
      uri: address.optional(),
      user: address.optional(),
      domain: address.optional(),
      headers,
    }),
    z.looseObject({type: z.literal('vbc'), extension: address}),
    z.looseObject({
      type: z.literal('websocket'),
      // The OpenAPI description does not require it; a leg without one fails.
      uri: z.string().default(''),
      'content-type': z.string().optional(),
      headers,
      authorization: z.object({type: word, value: text.optional()}).pipe(authorization).optional(),
    }),
  ]);

const detection = z.looseObject({
  behavior: word.optional(),
  mode: word.optional(),
  beep_timeout: number.optional(),
});

const typing = {timeOut: within(0, 10).optional(), maxDigits: within(1, 22).optional(), submitOnHash: flag.optional()};
const speech = z.looseObject({
  endOnSilence: within(0.4, 10).optional(),
  startTimeout: within(1, 60).optional(),
  maxDuration: within(1, 60).optional(),
  saveAudio: flag.optional(),
});

const endpoint = endpointsWith(text);

const action = z.discriminatedUnion('action', [
  z.looseObject({
    action: z.literal('talk'),
    text,
    loop: loop.optional(),
    bargeIn: flag.optional(),
  }),
  z.looseObject({action: z.literal('stream'), streamUrl: url, loop: loop.optional(), bargeIn: flag.optional()}),
  z.looseObject({
    action: z.literal('connect'),
    endpoint: z.array(endpoint).length(1),
    from: text.optional(),
    eventType: word.optional(),
    timeout: within(1, 7200).optional(),
    limit: within(1, 7200).optional(),
    machineDetection: word.optional(),
    advancedMachineDetection: detection.optional(),
    advanced_machine_detection: detection.optional(),
    ...reporting,
  }),
  z.looseObject({
    action: z.literal('conversation'),
    name: text,
    startOnEnter: flag.optional(),
    endOnExit: flag.optional(),
    record: flag.optional(),
    mute: flag.optional(),
    ...reporting,
  }),
  z.looseObject({
    action: z.literal('record'),
    format: word.optional(),
    endOnSilence: within(3, 10).optional(),
    endOnKey: text.optional(),
    timeOut: within(3, 7200).optional(),
    transcription: z.looseObject(reporting).optional(),
    ...reporting,
  }),
  z.looseObject({
    action: z.literal('input'),
    type: z.array(word).optional(),
    mode: word.optional(),
    dtmf: z.looseObject(typing).optional(),
    // The older, flat form has the settings of `dtmf` at the top level.
    ...typing,
    speech: speech.optional(),
    ...reporting,
  }),
  z.looseObject({action: z.literal('notify'), payload: z.record(z.string(), z.unknown()), ...reporting, eventUrl: url}),
  z.looseObject({action: z.literal('wait'), timeout: within(0.1, 7200).optional()}),
  z.looseObject({action: z.literal('transfer'), conversationId: z.string(), mute: flag.optional()}),
  // Vonage's preview of it has ended.
  z.looseObject({action: z.literal('pay')}),
]);

export type NccoAction = z.infer<typeof action>;
export type Endpoint = z.infer<typeof endpoint>;

/** One kind of action, such as `ActionOf<'connect'>`. */
export type ActionOf<Name extends NccoAction['action']> = Extract<NccoAction, {action: Name}>;

/** An NCCO that can be carried out, or why not: in the words of Vonage's error events, and as the NCCO check says it. */
export type Ncco = {actions: NccoAction[]; reason?: undefined} | (Refused & {actions?: undefined});
export type Refused = {reason: string; cause?: string};

/** A field that is null counts as absent, as SDKs that leave nothing out send it. What is the developer's own stays whole. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([, one]) => one !== null);
  return Object.fromEntries(kept.map(([name, one]) => [usualName(name), ownWords.has(name) ? one : withoutNulls(one)]));
}

const ownWords: ReadonlySet<string> = new Set(['payload', 'headers', 'providerOptions']);

/** The .NET SDK's spelling. */
function usualName(name: string): string {
  return name === 'conversation_id' ? 'conversationId' : name;
}

/** The wording of Vonage's webhook reference for a bad NCCO. */
const syntaxError = 'Syntax error in NCCO. Invalid value type or action.';

/** Reads an NCCO given as a value, such as the `ncco` of a request to create a call. The whole of it must be right. */
export function checkNcco(value: unknown): Ncco {
  return readNcco(JSON.stringify(value) ?? '');
}

/** Reads a reply that is an NCCO: what the NCCO check calls an error is refused as Vonage would, what it warns of is carried out. */
export function readNcco(body: string, contentType?: string): Ncco {
  const wrong = findingsOf(body, contentType).find(isError);
  if (wrong) {
    const reason = wrong.code === 'content-type' ? `Invalid content type: ${contentType}` : syntaxError;
    return {reason, cause: wrong.text};
  }
  const parsed = z.array(action).safeParse(withoutNulls(JSON.parse(body.replace(/^\uFEFF/, ''))));
  return parsed.success ? {actions: parsed.data} : {reason: syntaxError};
}
