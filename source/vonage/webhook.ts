import type {LegFields} from '../call/conversation.js';
import type {Unreadable, VoiceFact, VoiceKind} from '../call/fact.js';
import {readStatus} from '../call/status.js';
import {excessOf} from '../text/json-values.js';
import {readErrorBody} from './api-error.js';
import {sizeNote} from './event-note.js';
import {inputNote} from './input.js';
import {asAmount, asCount, asDirection, asRecord, asText, asTime, asTrimmed} from './loose.js';
import {lackOf} from './recording.js';

export type Fields = Record<string, unknown>;
export type Request = {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string;
  encoding?: 'base64';
  cut?: number;
};

type Route = 'answer' | 'event' | 'fallback';

/**
 * Reads one webhook of the answer, event or fallback route. Vonage's webhooks have no field that says what they are; `kind` comes from the
 * order of tests below, which tells every documented and every captured body apart. Never throws: what cannot be read is `unreadable`.
 */
export function readWebhook(route: Route, request: Request): VoiceFact | Unreadable {
  const read = readFields(request);
  if (typeof read === 'string') return {kind: 'unreadable', why: read};
  const kind = route === 'event' ? eventKind(read) : route;
  return {
    kind,
    leg: asTrimmed(read.uuid) ?? asTrimmed(read.call_uuid),
    conversation: conversationId(asTrimmed(read.conversation_uuid) ?? asTrimmed(read.conversation_uuid_to)),
    at: asTime(read.timestamp),
    status: kind === 'status' ? readStatus(read.status) : undefined,
    facts: kind === 'status' || kind === 'answer' || kind === 'fallback' ? legFacts(read) : partiesOnly(read),
    note: notes[kind]?.(read),
    recordingUrl: kind === 'record' ? asTrimmed(read.recording_url) : undefined,
    lacks: kind === 'record' ? lackOf(read.size, read.recording_url) : undefined,
    regionUrl: asTrimmed(read.region_url),
  };
}

/** Which kind of event a body is, in the one order of tests that never misfires on real payloads. */
const kinds: readonly [VoiceKind, (fields: Fields) => boolean][] = [
  ['transfer', f => f.type === 'transfer' || f.conversation_uuid_from !== undefined],
  ['payment', f => f.type === 'payment'],
  ['play', f => f.type === 'talk' || f.type === 'stream'],
  ['transcription', f => f.status === 'transcribed' || f.transcription_url !== undefined],
  [
    'record',
    f => f.recording_url !== undefined || (f.recording_uuid !== undefined && readStatus(f.status) === undefined),
  ],
  ['input', f => f.dtmf !== undefined || f.speech !== undefined],
  ['notify', f => f.payload !== undefined],
  ['error', f => f.reason !== undefined && f.status === undefined],
  ['status', f => readStatus(f.status) !== undefined],
  ['error', f => readErrorBody(f).title !== undefined],
];

export function eventKind(fields: Fields): VoiceKind {
  return kinds.find(([, test]) => test(fields))?.[0] ?? 'unknown';
}

/** Few, because what was read is as large as the body: what answers a webhook reads it, then the poller, then the fold. */
const MOST_REMEMBERED = 256;
let readings = new WeakMap<Request, Fields | string>();
let remembered = 0;

/** Reads a JSON body, a form, or the query of a GET; a sentence when none can be read. The same request gives the same object: it may not be changed. */
export function readFields(request: Request): Fields | string {
  const known = readings.get(request);
  if (known !== undefined) return known;
  const read = readAnew(request);
  if (remembered++ >= MOST_REMEMBERED) {
    readings = new WeakMap();
    remembered = 1;
  }
  readings.set(request, read);
  return read;
}

/** What no webhook of Vonage's comes near, so that reading one is quick whatever it holds. */
const MOST_VALUES = 2000;

const tooMany = `the body has more than ${MOST_VALUES} values`;

function readAnew(request: Request): Fields | string {
  if (request.cut !== undefined) return `the body is too large (${request.cut} bytes)`;
  if (request.encoding) return 'the body is not UTF-8 text';
  const text = request.body.trim();
  if (text === '') return queryFields(request.path.split('?')[1] ?? '');
  if (request.headers['content-type']?.includes('x-www-form-urlencoded')) return queryFields(text);
  if (excessOf(text, {values: MOST_VALUES})) return tooMany;
  try {
    const value: unknown = JSON.parse(withWholeDigits(text));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
    return 'the body is JSON, but not an object';
  } catch {
    return 'the body is not JSON';
  }
}

/** A GET delivery carries nested objects as JSON strings (Vonage's SDK captures show `dtmf`, `speech`, `payload` so). */
const nested = new Set(['dtmf', 'speech', 'payload', 'headers', 'custom_data', 'original_request']);

function queryFields(query: string): Fields | string {
  const fields: Fields = Object.create(null);
  if (query.split('&', MOST_VALUES + 1).length > MOST_VALUES) return tooMany;
  for (const [name, value] of new URLSearchParams(query)) {
    if (Object.hasOwn(fields, name)) continue;
    fields[name] = nested.has(name) ? jsonOr(value) : value;
  }
  return fields;
}

/** Anything but JSON of several parts is a text: `dtmf=0042`, and `dtmf=42`, are what was pressed. */
function jsonOr(text: string): unknown {
  if (!/^\s*[{["]/.test(text) || excessOf(text, {values: MOST_VALUES})) return text;
  try {
    return JSON.parse(withWholeDigits(text));
  } catch {
    return text;
  }
}

/** Up to 20 digits may be pressed; as a JSON number, more than 15 of them would be rounded. */
function withWholeDigits(json: string): string {
  return json.replace(/("(?:dtmf|digits?)"\s*:\s*)(\d{16,})(?=\s*[,}])/g, '$1"$2"');
}

/** A party is a number, a user or a uri; one third-party capture has an object. */
function partyOf(value: unknown): string | undefined {
  const object = asRecord(value);
  return asTrimmed(object ? (object.number ?? object.user ?? object.uri ?? object.extension) : value);
}

/** As text, a SIP code is short and has no sign. */
function sipCodeOf(value: unknown): number | undefined {
  return typeof value === 'string' && !/^\d{1,9}$/.test(value) ? undefined : asCount(value);
}

/** Everything that a body says of its leg. */
export function legFacts(f: Fields): LegFields {
  const seconds = asAmount(f.duration) ?? -1;
  const {direction, type, from, to} = partiesOnly(f);
  // Spelled out: a literal that begins with a spread takes V8 twenty times as long.
  return {
    direction,
    type,
    from,
    to,
    startTime: asTime(f.start_time),
    endTime: asTime(f.end_time),
    durationMs: seconds >= 0 ? Math.round(seconds * 1000) : undefined,
    price: asText(f.price),
    rate: asText(f.rate),
    network: asTrimmed(f.network),
    detail: asTrimmed(f.detail),
    sipCode: sipCodeOf(f.sip_code),
    disconnectedBy: asTrimmed(f.disconnected_by),
    subState: asTrimmed(f.sub_state),
  };
}

function partiesOnly(f: Fields): LegFields {
  return {
    direction: asDirection(f.direction),
    type: asTrimmed(f.endpoint_type),
    from: partyOf(f.from) ?? partyOf(f.from_user),
    to: partyOf(f.to),
  };
}

/** Old samples and some REST answers have the id without its prefix; the Conversation API always has it. */
export function conversationId(value: string | undefined): string | undefined {
  return value !== undefined && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value) ? `CON-${value}` : value;
}

/** Vonage's own words, whichever of its error bodies they are in. */
function errorNote(f: Fields): string | undefined {
  const {title, detail, code} = readErrorBody(f);
  const said = [asTrimmed(f.reason), title, detail].filter(each => each !== undefined);
  const words = [...new Set(said)].join(': ');
  if (words === '') return undefined;
  return code ? `${words} (${code})` : words;
}

/** What a row says beside its type, for the kinds that have more to say. */
const notes: Partial<Record<VoiceKind, (fields: Fields) => string | undefined>> = {
  status: f => [f.sub_state, f.detail].filter(value => typeof value === 'string').join(' ') || undefined,
  answer: f => partyOf(f.to) && `to ${partyOf(f.to)}`,
  fallback: f => (typeof f.reason === 'string' ? f.reason : undefined),
  input: inputNote,
  record: f => sizeNote(f.size),
  transfer: f => (typeof f.conversation_uuid_to === 'string' ? `to ${f.conversation_uuid_to}` : undefined),
  error: errorNote,
  payment: f => (typeof f.status === 'string' ? f.status : undefined),
  play: f => [f.type, f.status].filter(value => typeof value === 'string').join(' ') || undefined,
  unknown(f) {
    const status = asTrimmed(f.status);
    return status && `status ${status}`;
  },
};
