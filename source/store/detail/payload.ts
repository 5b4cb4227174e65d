import type {Headers, Intervened, Observation, RawRequest, RawResponse} from '../../call/observation.js';
import {jsonText} from '../../text/json.js';
import {readBody} from './json-rows.js';

/** One message of an event: a webhook and its reply, or the poll that found it. Texts come from outside. */
export type EventMessage = {
  /** What the rows of this message are folded under: the same for all events, so that a fold stays while the event changes. */
  block: string;
  title: string;
  body: string;
  headers: Headers;
  encoding?: 'base64';
};

/** The message of an observation that was read back; undefined where it holds none. `id` picks one event of a polled page. */
export function eventMessage(o: Observation, id: number | undefined): EventMessage | undefined {
  switch (o.source) {
    case 'answer':
    case 'event':
    case 'fallback':
    case 'rtc':
      return {block: o.source === 'rtc' ? 'rtc' : 'hook', title: `${o.raw.method} ${o.raw.path}`, ...partsOf(o.raw)};
    case 'reply':
      return {block: 'reply', title: `${o.raw.status} from the ${o.by}`, ...partsOf(o.raw)};
    case 'api': {
      const title = `API ${o.request.path}`;
      if (!o.raw) return {block: 'api', title, body: '', headers: {}};
      const parts = partsOf(o.raw);
      return {block: 'api', title, ...parts, body: pick(parts.body, id)};
    }
    case 'control': {
      if (o.intervened) return asked(o.intervened);
      if (!o.resent) return undefined;
      const {status, failure, raw} = o.resent;
      const title = `${status ?? failure?.code ?? 'no answer'} when it was sent again (replay)`;
      return {block: 'resent', title, ...(raw ? partsOf(raw) : {body: failure?.text ?? '', headers: {}})};
    }
    case 'media': {
      const {event} = o;
      const isText = event.kind === 'text';
      const title = isText
        ? `text from ${event.from === 'vonage' ? 'Vonage' : 'the application'}`
        : `WebSocket: ${event.kind}`;
      return {block: 'media', title, body: isText ? event.body : JSON.stringify(event), headers: {}};
    }
    default:
      return undefined;
  }
}

/** What was asked of the Voice API, and what it answered. */
function asked({request, raw, failure}: Intervened): EventMessage {
  const title = `${request.method} ${request.path} → ${raw?.status ?? failure?.code ?? 'no answer'}`;
  const answered = raw ? (readBody(raw.body) ?? raw.body) : failure?.text;
  return {
    block: 'asked',
    title,
    body: JSON.stringify({asked: readBody(request.body) ?? request.body, answered}),
    headers: raw?.headers ?? {},
  };
}

/** What was received, as JSON: a GET's query as an object, what is no JSON as a text. */
export function jsonOf(o: Observation, id: number | undefined): string | undefined {
  const message = eventMessage(o, id);
  if (!message) return undefined;
  const text = bodyOrQuery(message);
  return jsonText(readBody(text) ?? text, 2);
}

/** The same to be read: what is no JSON as it came. */
export function payloadText(o: Observation, id: number | undefined): string | undefined {
  const message = eventMessage(o, id);
  if (!message) return undefined;
  const text = bodyOrQuery(message);
  const value = readBody(text);
  return value === undefined ? text : JSON.stringify(value, null, 2);
}

/** The body; a GET says it all in its query, which is then as good as one. */
export function bodyOrQuery({title, body}: Pick<EventMessage, 'title' | 'body'>): string {
  const query = title.split('?')[1];
  return body !== '' || query === undefined ? body : JSON.stringify(Object.fromEntries(new URLSearchParams(query)));
}

function partsOf({
  body,
  headers,
  encoding,
}: RawRequest | RawResponse): Pick<EventMessage, 'body' | 'headers' | 'encoding'> {
  return {body, headers, ...(encoding && {encoding})};
}

/** Of a page of events, the one that this is about. */
function pick(body: string, id: number | undefined): string {
  if (id === undefined) return body;
  try {
    const found = find(JSON.parse(body), id, 4);
    return found === undefined ? body : JSON.stringify(found);
  } catch {
    return body;
  }
}

function find(value: unknown, id: number, depth: number): unknown {
  if (typeof value !== 'object' || value === null || depth === 0) return undefined;
  if ('id' in value && 'type' in value && (value.id === id || value.id === String(id))) return value;
  for (const each of Object.values(value)) {
    const found = find(each, id, Array.isArray(value) ? depth : depth - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}
