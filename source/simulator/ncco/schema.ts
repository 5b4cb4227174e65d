import * as z from 'zod';

// Official examples write numbers and booleans as strings, and SDKs serialise them so: both are understood.
const number = z.union([
  z.number(),
  z
    .string()
    .regex(/^-?\d+(\.\d+)?$/)
    .transform(Number),
]);
/** Limits of Vonage's NCCO reference; what is beyond counts as the nearest value, as the reference says of `wait`. */
const within = (least: number, most: number) => number.transform(value => Math.min(Math.max(value, least), most));
const loop = within(0, Number.MAX_SAFE_INTEGER);
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform(word => word === 'true')]);
const url = z.array(z.string()).length(1);
const method = z.string().transform(word => (word.toUpperCase() === 'GET' ? ('GET' as const) : ('POST' as const)));
const reporting = {eventUrl: url.optional(), eventMethod: method.optional()};

const headers = z.record(z.string(), z.unknown()).optional();

/** Where `connect` and a request to create a call can lead. */
export const endpointSchema = z.discriminatedUnion('type', [
  z.looseObject({type: z.literal('phone'), number: z.string(), dtmfAnswer: z.string().optional()}),
  z.looseObject({type: z.literal('app'), user: z.string()}),
  z.looseObject({
    type: z.literal('sip'),
    uri: z.string().optional(),
    user: z.string().optional(),
    domain: z.string().optional(),
    headers,
  }),
  z.looseObject({type: z.literal('vbc'), extension: z.string()}),
  z.looseObject({
    type: z.literal('websocket'),
    uri: z.string(),
    'content-type': z.string().optional(),
    headers,
    authorization: z
      .discriminatedUnion('type', [
        z.object({type: z.literal('vonage')}),
        z.object({type: z.literal('custom'), value: z.string()}),
      ])
      .optional(),
  }),
]);

const detection = z.looseObject({
  behavior: z.string().optional(),
  mode: z.string().optional(),
  beep_timeout: number.optional(),
});

const typing = {timeOut: within(0, 10).optional(), maxDigits: within(1, 22).optional(), submitOnHash: flag.optional()};
const speech = z.looseObject({
  endOnSilence: within(0.4, 10).optional(),
  startTimeout: within(1, 60).optional(),
  maxDuration: within(1, 60).optional(),
  saveAudio: flag.optional(),
});

const action = z.discriminatedUnion('action', [
  z.looseObject({
    action: z.literal('talk'),
    text: z.string().regex(/\S/),
    loop: loop.optional(),
    bargeIn: flag.optional(),
  }),
  z.looseObject({action: z.literal('stream'), streamUrl: url, loop: loop.optional(), bargeIn: flag.optional()}),
  z.looseObject({
    action: z.literal('connect'),
    endpoint: z.array(endpointSchema).length(1),
    from: z.string().optional(),
    eventType: z.string().optional(),
    timeout: within(1, 7200).optional(),
    limit: within(1, 7200).optional(),
    machineDetection: z.string().optional(),
    advancedMachineDetection: detection.optional(),
    advanced_machine_detection: detection.optional(),
    ...reporting,
  }),
  z.looseObject({
    action: z.literal('conversation'),
    name: z.string(),
    startOnEnter: flag.optional(),
    endOnExit: flag.optional(),
    record: flag.optional(),
    mute: flag.optional(),
    ...reporting,
  }),
  z.looseObject({
    action: z.literal('record'),
    format: z.string().optional(),
    endOnSilence: within(3, 10).optional(),
    endOnKey: z.string().optional(),
    timeOut: within(3, 7200).optional(),
    transcription: z.looseObject(reporting).optional(),
    ...reporting,
  }),
  z.looseObject({
    action: z.literal('input'),
    type: z.array(z.string()).optional(),
    mode: z.string().optional(),
    dtmf: z.looseObject(typing).optional(),
    // The older, flat form has the settings of `dtmf` at the top level.
    ...typing,
    speech: speech.optional(),
    ...reporting,
  }),
  z.looseObject({action: z.literal('notify'), payload: z.record(z.string(), z.unknown()), ...reporting, eventUrl: url}),
  z.looseObject({action: z.literal('wait'), timeout: within(0.1, 7200).optional()}),
  z.looseObject({action: z.literal('transfer'), conversationId: z.string(), mute: flag.optional()}),
]);

export type Action = z.infer<typeof action>;
export type Endpoint = z.infer<typeof endpointSchema>;

/** One kind of action, such as `ActionOf<'connect'>`. */
export type ActionOf<Name extends Action['action']> = Extract<Action, {action: Name}>;

/** An NCCO that can be carried out, or why not, in the words of Vonage's error events. */
export type Ncco = {actions: Action[]; reason?: undefined} | {reason: string; actions?: undefined};

/** A field that is null counts as absent, as SDKs that leave nothing out send it. What is the developer's own stays whole. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([, one]) => one !== null);
  return Object.fromEntries(kept.map(([name, one]) => [name, ownWords.has(name) ? one : withoutNulls(one)]));
}

const ownWords: ReadonlySet<string> = new Set(['payload', 'headers', 'providerOptions']);

/** NCCO reference: `bargeIn` stays on until an `input`, which must be the next action that plays nothing. */
function isBargeInUnanswered(actions: readonly Action[]): boolean {
  let isOn = false;
  for (const action of actions) {
    if (action.action === 'talk' || action.action === 'stream') isOn ||= action.bargeIn === true;
    else if (action.action === 'input') isOn = false;
    else if (isOn) return true;
  }
  return isOn;
}

/** The wording of Vonage's webhook reference for a bad NCCO. */
const syntaxError = 'Syntax error in NCCO. Invalid value type or action.';

/** Reads an NCCO given as a value, such as the `ncco` of a request to create a call. The whole of it must be right. */
export function checkNcco(value: unknown): Ncco {
  const parsed = z.array(action).safeParse(withoutNulls(value));
  return parsed.success && !isBargeInUnanswered(parsed.data) ? {actions: parsed.data} : {reason: syntaxError};
}

/** Reads the reply to an answer webhook: a JSON array in a body that does not call itself HTML or XML. */
export function readNcco(body: string, contentType: string): Ncco {
  if (/html|xml/i.test(contentType)) return {reason: `Invalid content type: ${contentType}`};
  try {
    return checkNcco(JSON.parse(body));
  } catch {
    return {reason: syntaxError};
  }
}
