import * as z from 'zod';
import {partyOf} from '../ncco/parties.js';
import {checkNcco, endpointsWith, type Ncco} from '../ncco/schema.js';
import {seedCall} from '../seed-call.js';
import type {Party, Target} from '../types.js';
import {badRequest, issuesOf} from './errors.js';
import type {Answer, Ask} from './route.js';
import {voiceWords} from './words.js';

/** A URL in an array, as the Voice API has them. */
export const url = z.array(z.url({protocol: /^https?$/})).length(1);
export const method = z.enum(['GET', 'POST']);

const types = ['app', 'phone', 'sip', 'vbc', 'websocket'];

/** What the Voice API's parser says of an endpoint of no type (vonage-go-sdk issue 8), or of none that it knows. */
function typed(property: string, known: string[]) {
  return z.unknown().superRefine((value, context) => {
    const type = typeof value === 'object' && value !== null && 'type' in value ? value.type : undefined;
    if (known.includes(String(type))) return;
    const what = '[simple type, class com.nexmo.vapi.ncco.core.action.endpoint.Endpoint]';
    const message =
      type === undefined
        ? `Missing type id when trying to resolve subtype of ${what}: missing type id property 'type' (for POJO property '${property}')`
        : `Could not resolve type id '${type}' as a subtype of ${what}: known type ids = [${known.join(', ')}] (for POJO property '${property}')`;
    context.addIssue({code: 'custom', message, fatal: true});
  });
}

/** The Voice API's words for a number that is none (the PHP SDK's test of its errors). */
const digits = {error: 'can contain up to 15 digits prefixed with +'};

const endpoint = endpointsWith(z.string()).superRefine((value, context) => {
  if (value.type === 'phone' && !/^\+?\d{7,15}$/.test(value.number)) {
    context.addIssue({code: 'custom', message: digits.error, path: ['number']});
  }
});

const caller = z.looseObject({
  type: z.literal('phone'),
  number: z.string().regex(/^\+?\d{1,15}$|^sips?:.+/, digits),
});

const seconds = (least: number, most: number) => z.number().int().min(least).max(most).optional();

const detection = z.looseObject({
  behavior: z.enum(['continue', 'hangup']).optional(),
  mode: z.enum(['default', 'detect', 'detect_beep']).optional(),
  beep_timeout: seconds(30, 120),
});

/** The body of a request to create a call, by version (Voice OpenAPI 1.10.0, and 2.2.2 for `/v2/calls`). */
const bodyOf = (longest: number) =>
  z.looseObject({
    to: z.array(typed('to', types).pipe(endpoint)).length(1),
    from: typed('from', ['phone']).pipe(caller).optional(),
    random_from_number: z.boolean().default(false),
    ncco: z.array(z.unknown()).optional(),
    answer_url: url.optional(),
    answer_method: method.default('GET'),
    event_url: url.optional(),
    event_method: method.default('POST'),
    length_timer: seconds(1, longest),
    ringing_timer: seconds(1, 120),
    machine_detection: z.enum(['continue', 'hangup']).optional(),
    advanced_machine_detection: detection.optional(),
  });

type Wanted = z.infer<ReturnType<typeof bodyOf>>;

const bodies = {v1: bodyOf(86_400), v2: bodyOf(7200)};

/** Creates a call: v1 tells of its leg, v2 only that the request was accepted. */
export function createCall(ask: Ask): Answer {
  const parsed = bodies[ask.version === 'v2' ? 'v2' : 'v1'].safeParse(ask.body, voiceWords);
  if (!parsed.success) return badRequest(issuesOf(parsed.error));
  const wanted = parsed.data;
  const ncco: Ncco | undefined = wanted.ncco && checkNcco(wanted.ncco);
  const wrong = clashes(wanted);
  if (ncco?.reason) wrong.push({name: 'ncco', reason: ncco.reason});
  const [to] = wanted.to;
  if (wrong.length > 0 || !to) return badRequest(wrong);
  const {from} = wanted;
  const number = wanted.random_from_number ? seedCall.vonageNumber : (from?.number ?? 'Unknown');
  const leg = ask.platform.callOut({
    to: withoutPlus(partyOf(to)),
    from: withoutPlus({type: 'phone', number}),
    actions: ncco?.actions,
    answer: targetOf(wanted.answer_url, wanted.answer_method),
    event: targetOf(wanted.event_url, wanted.event_method),
    ringLimitMs: (wanted.ringing_timer ?? 60) * 1000,
    lengthLimitMs: (wanted.length_timer ?? 7200) * 1000,
    detection: detectionOf(wanted),
  });
  if (ask.version === 'v2') return {status: 202, body: {}};
  const body = {uuid: leg.id, status: 'started', direction: 'outbound', conversation_uuid: leg.conversation.id};
  return {status: 201, body};
}

/** What excludes each other: a caller's number or any number; an NCCO or where to ask for one, which has to be there. */
function clashes({answer_url, ncco, from, random_from_number}: Wanted): {name: string; reason: string}[] {
  const wrong: {name: string; reason: string}[] = [];
  if (answer_url && ncco) wrong.push({name: 'answer_url', reason: 'is mutually exclusive with ncco'});
  if (!answer_url && !ncco) wrong.push({name: 'answer_url', reason: 'Is required, or ncco.'});
  if (from && random_from_number) wrong.push({name: 'random_from_number', reason: 'is mutually exclusive with from'});
  return wrong;
}

function detectionOf({machine_detection, advanced_machine_detection}: Wanted) {
  return advanced_machine_detection ?? (machine_detection && {behavior: machine_detection});
}

function withoutPlus(party: Party): Party {
  return party.type === 'phone' ? {...party, number: party.number.replace(/^\+/, '')} : party;
}

/** Where to send webhooks: the URL of a request's array, and its method. */
export function targetOf(urls: string[] | undefined, verb: Target['method']): Target | undefined {
  return urls?.[0] === undefined ? undefined : {url: urls[0], method: verb};
}
