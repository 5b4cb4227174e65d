import * as z from 'zod';
import {readStatus, type Status} from './status.js';

/**
 * A Voice webhook, read. Vonage's webhooks have no field that says what they are; `kind` comes from the order of tests
 * below, which tells every documented and every captured body apart.
 */
export type Webhook = {
  kind: WebhookKind;
  leg?: string;
  conversation?: string;
  /** Vonage's own stamp, ms since the epoch. */
  at?: number;
  status?: Status;
  facts: LegFields;
  /** `transfer` only: the conversation that the leg left. */
  transferredFrom?: string;
  /** What to show beside the type, such as `digits=1`; raw text, unsafe to print as it is. */
  note?: string;
  /** Webhooks and API report a recording under the same URL. */
  recordingUrl?: string;
  regionUrl?: string;
  fields: Fields;
};

export type WebhookKind =
  | 'answer'
  | 'fallback'
  | 'status'
  | 'input'
  | 'record'
  | 'transcription'
  | 'transfer'
  | 'notify'
  | 'payment'
  | 'play'
  | 'error'
  | 'unknown'
  | 'unreadable';

/** What a webhook says of a leg. Times are ms since the epoch, money as Vonage's decimal strings (EUR). */
export type LegFields = {
  direction?: 'inbound' | 'outbound';
  type?: string;
  from?: string;
  to?: string;
  startTime?: number;
  endTime?: number;
  durationMs?: number;
  price?: string;
  rate?: string;
  network?: string;
  detail?: string;
  sipCode?: number;
  disconnectedBy?: string;
  subState?: string;
};

type Fields = Record<string, unknown>;
type Request = {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string;
  encoding?: 'base64';
  cut?: number;
};

/** Reads one webhook of the answer, event or fallback route. Never throws: what cannot be read is `unreadable`. */
export function readWebhook(route: 'answer' | 'event' | 'fallback', request: Request): Webhook {
  const read = readFields(request);
  if (typeof read === 'string') return {kind: 'unreadable', facts: {}, note: read, fields: {}};
  const fields = common.parse(read);
  const kind = route === 'event' ? eventKind(read) : route;
  return {
    kind,
    leg: fields.uuid ?? fields.call_uuid,
    conversation: conversationId(fields.conversation_uuid ?? fields.conversation_uuid_to),
    at: fields.timestamp,
    status: kind === 'status' ? readStatus(read.status) : undefined,
    facts: kind === 'status' || kind === 'answer' || kind === 'fallback' ? legFacts(fields) : partiesOnly(fields),
    transferredFrom: conversationId(fields.conversation_uuid_from),
    note: notes[kind]?.(read),
    recordingUrl: kind === 'record' ? fields.recording_url : undefined,
    regionUrl: fields.region_url,
    fields: read,
  };
}

/** Which kind of event a body is, in the one order of tests that never misfires on real payloads. */
const kinds: readonly [WebhookKind, (fields: Fields) => boolean][] = [
  ['transfer', f => f.type === 'transfer' || f.conversation_uuid_from !== undefined],
  ['payment', f => f.type === 'payment'],
  ['play', f => f.type === 'talk' || f.type === 'stream'],
  ['transcription', f => f.status === 'transcribed' || f.transcription_url !== undefined],
  ['record', f => f.recording_url !== undefined],
  ['input', f => f.dtmf !== undefined || f.speech !== undefined],
  ['notify', f => f.payload !== undefined],
  ['error', f => f.reason !== undefined && f.status === undefined],
  ['status', f => readStatus(f.status) !== undefined],
];

function eventKind(fields: Fields): WebhookKind {
  return kinds.find(([, test]) => test(fields))?.[0] ?? 'unknown';
}

/** Reads a JSON body, a form, or the query of a GET; a sentence when none can be read. */
export function readFields(request: Request): Fields | string {
  if (request.cut !== undefined) return `the body is too large (${request.cut} bytes)`;
  if (request.encoding) return 'the body is not UTF-8 text';
  const text = request.body.trim();
  if (text === '') return queryFields(request.path.split('?')[1] ?? '');
  if (request.headers['content-type']?.includes('x-www-form-urlencoded')) return queryFields(text);
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
    return 'the body is JSON, but not an object';
  } catch {
    return 'the body is not JSON';
  }
}

/** A GET delivery carries nested objects as JSON strings (Vonage's SDK captures show `dtmf`, `speech`, `payload` so). */
const nested = new Set(['dtmf', 'speech', 'payload', 'headers', 'custom_data', 'original_request']);

function queryFields(query: string): Fields {
  const fields: Fields = Object.create(null);
  for (const [name, value] of new URLSearchParams(query)) {
    if (Object.hasOwn(fields, name)) continue;
    fields[name] = nested.has(name) ? jsonOr(value) : value;
  }
  return fields;
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const text = z.string().trim().min(1).optional().catch(undefined);
/** A party is a number, a user or a uri; one third-party capture has an object. */
const party = z
  .union([z.string(), z.number().transform(String), z.looseObject({}).transform(partyOf)])
  .transform(value => value?.trim() || undefined)
  .optional()
  .catch(undefined);
const decimal = z
  .union([z.string().min(1), z.number().transform(String)])
  .optional()
  .catch(undefined);
const integer = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d{1,9}$/)
      .transform(Number),
  ])
  .pipe(z.int())
  .optional()
  .catch(undefined);

/** A stamp of Vonage's in ms: ISO text, as documented, or "YYYY-MM-DD HH:MM:SS" (UTC) as the REST samples have it. */
export function readTime(value: unknown): number | undefined {
  if (typeof value !== 'string' || value.length < 10 || value.length > 40) return undefined;
  const iso = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/.test(value) ? `${value.replace(' ', 'T')}Z` : value;
  const ms = Date.parse(iso);
  return Number.isFinite(ms) && ms > 0 && ms < 4e12 ? ms : undefined;
}

const time = z.string().transform(readTime).optional().catch(undefined);

const common = z.looseObject({
  uuid: text,
  call_uuid: text,
  conversation_uuid: text,
  conversation_uuid_from: text,
  conversation_uuid_to: text,
  region_url: text,
  timestamp: time,
  direction: z.enum(['inbound', 'outbound']).optional().catch(undefined),
  from: party,
  from_user: party,
  to: party,
  endpoint_type: text,
  start_time: time,
  end_time: time,
  duration: decimal,
  price: decimal,
  rate: decimal,
  network: text,
  detail: text,
  sip_code: integer,
  disconnected_by: text,
  sub_state: text,
  recording_url: text,
});

function legFacts(f: z.infer<typeof common>): LegFields {
  const seconds = f.duration === undefined ? Number.NaN : Number(f.duration);
  return {
    ...partiesOnly(f),
    startTime: f.start_time,
    endTime: f.end_time,
    durationMs: Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined,
    price: f.price,
    rate: f.rate,
    network: f.network,
    detail: f.detail,
    sipCode: f.sip_code,
    disconnectedBy: f.disconnected_by,
    subState: f.sub_state,
  };
}

function partiesOnly(f: z.infer<typeof common>): LegFields {
  return {direction: f.direction, type: f.endpoint_type, from: f.from ?? f.from_user, to: f.to};
}

function partyOf(value: Record<string, unknown>): string | undefined {
  const found = value.number ?? value.user ?? value.uri ?? value.extension;
  return typeof found === 'string' ? found : undefined;
}

/** Old samples and some REST answers have the id without its prefix; the Conversation API always has it. */
export function conversationId(value: string | undefined): string | undefined {
  return value !== undefined && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value) ? `CON-${value}` : value;
}

/** What a row says beside its type, for the kinds that have more to say. */
const notes: Partial<Record<WebhookKind, (fields: Fields) => string | undefined>> = {
  status: f => [f.sub_state, f.detail].filter(value => typeof value === 'string').join(' ') || undefined,
  answer: f => party.parse(f.to) && `to ${party.parse(f.to)}`,
  fallback: f => (typeof f.reason === 'string' ? f.reason : undefined),
  input: inputNote,
  record: f => (typeof f.size === 'number' || typeof f.size === 'string' ? `${f.size} bytes` : undefined),
  transfer: f => (typeof f.conversation_uuid_to === 'string' ? `to ${f.conversation_uuid_to}` : undefined),
  error: f => (typeof f.reason === 'string' ? f.reason : undefined),
  payment: f => (typeof f.status === 'string' ? f.status : undefined),
  play: f => [f.type, f.status].filter(value => typeof value === 'string').join(' ') || undefined,
  unknown: f => (typeof f.status === 'string' ? `status ${f.status}` : undefined),
};

const dtmf = z.union([
  z.looseObject({digits: z.string().nullish(), timed_out: z.unknown().optional()}),
  z.string().transform(digits => ({digits, timed_out: undefined})),
]);
const speech = z.looseObject({
  results: z
    .array(z.looseObject({text: z.string().optional()}))
    .optional()
    .catch(undefined),
  error: z.string().optional().catch(undefined),
  timeout_reason: z.string().optional().catch(undefined),
});

function inputNote(f: Fields): string | undefined {
  const keys = dtmf.safeParse(f.dtmf);
  const said = speech.safeParse(f.speech);
  const heard = said.success ? said.data.results?.[0]?.text : undefined;
  if (keys.success && keys.data.digits) return `digits=${keys.data.digits}`;
  if (heard) return `speech="${heard}"`;
  if (keys.success && (keys.data.timed_out === true || keys.data.timed_out === 'true')) return 'timed out, no digits';
  return said.success ? (said.data.error ?? said.data.timeout_reason) : undefined;
}
