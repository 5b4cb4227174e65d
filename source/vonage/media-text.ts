import type {MediaText} from '../call/fact.js';
import type {Sender} from '../call/media.js';
import {jsonIn} from '../text/json-in.js';
import {asAmount, asRecord, asText} from './loose.js';

type Fields = Record<string, unknown>;

/** What is shown beside a text, by its name: of Vonage's by `event`, of the application's by `action` (Vonage's guide to WebSockets). */
const known: Readonly<
  Record<Sender, Readonly<Record<string, {type: string; note?(fields: Fields): string | undefined}>>>
> = {
  vonage: {
    'websocket:connected': {type: 'websocket:connected', note: fields => asText(fields['content-type'])},
    'websocket:dtmf': {type: 'websocket:dtmf', note: keyOf},
    'websocket:cleared': {type: 'websocket:cleared'},
    'websocket:notify': {type: 'websocket:notify', note: payloadOf},
    'websocket:media:update': {type: 'websocket:media:update', note: ({active}) => `active ${String(active)}`},
    'websocket:disconnected': {type: 'websocket:disconnected'},
  },
  application: {
    clear: {type: 'websocket:clear'},
    notify: {type: 'websocket:notify:asked', note: payloadOf},
  },
};

const others: Readonly<Record<Sender, string>> = {vonage: 'from Vonage', application: 'from the application'};

/** What a text over a WebSocket says. Never throws. */
export function readMediaText(from: Sender, body: string): MediaText {
  const fields = asRecord(jsonIn(body));
  if (!fields)
    return {type: 'websocket:text', note: `${others[from]}, no JSON: ${brief(body)}`, isUnknown: true, isNoJson: true};
  const name = asText(from === 'vonage' ? fields.event : fields.action);
  const row = name !== undefined && Object.hasOwn(known[from], name) ? known[from][name] : undefined;
  if (!row) return {type: 'websocket:text', note: `${others[from]}: ${brief(body)}`, isUnknown: true};
  const contentType = row.type === 'websocket:connected' ? asText(fields['content-type']) : undefined;
  return {type: row.type, note: row.note?.(fields), contentType};
}

function keyOf({digit, duration}: Fields): string | undefined {
  const [key, ms] = [asText(digit), asAmount(duration)];
  return ms === undefined ? key : `${key ?? '?'} for ${ms} ms`;
}

function payloadOf({payload}: Fields): string | undefined {
  return payload === undefined ? undefined : brief(JSON.stringify(payload));
}

const brief = (text: string): string => (text.length > 120 ? `${text.slice(0, 120)}…` : text);
