import type {MediaText} from '../call/fact.js';
import type {MediaEvent, Sender} from '../call/media.js';
import {jsonIn} from '../text/json-in.js';
import {sizeText} from '../text/size.js';
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

type Text = Pick<Extract<MediaEvent, {kind: 'text'}>, 'from' | 'body' | 'cut' | 'word'>;

/** What a text over a WebSocket says. Never throws. */
export function readMediaText({from, body, cut, word}: Text): MediaText {
  const fields = asRecord(jsonIn(body));
  if (!fields && cut !== undefined) return readBeginning(from, {body, cut, word});
  if (!fields)
    return {type: 'websocket:text', note: `${others[from]}, no JSON: ${brief(body)}`, isUnknown: true, isNoJson: true};
  const name = asText(from === 'vonage' ? fields.event : fields.action);
  const row = name !== undefined && Object.hasOwn(known[from], name) ? known[from][name] : undefined;
  if (!row) return {type: 'websocket:text', note: `${others[from]}: ${brief(body)}`, isUnknown: true};
  const contentType = row.type === 'websocket:connected' ? asText(fields['content-type']) : undefined;
  return {type: row.type, note: row.note?.(fields), contentType};
}

/** The same of a text of which only the beginning was kept. Recordings of older versions have no word of it: there its first sign tells. */
function readBeginning(from: Sender, {body, cut, word}: {body: string; cut: number; word?: string}): MediaText {
  const size = sizeText(cut);
  const row = word !== undefined && Object.hasOwn(known[from], word) ? known[from][word] : undefined;
  if (row) return {type: row.type, note: size};
  const isJson = word !== undefined || /^\s*[{[]/.test(body);
  return {
    type: 'websocket:text',
    note: `${others[from]}, ${size}${isJson ? '' : ', no JSON'}: ${brief(body)}`,
    isUnknown: true,
    ...(!isJson && {isNoJson: true}),
  };
}

function keyOf({digit, duration}: Fields): string | undefined {
  const [key, ms] = [asText(digit), asAmount(duration)];
  return ms === undefined ? key : `${key ?? '?'} for ${ms} ms`;
}

function payloadOf({payload}: Fields): string | undefined {
  return payload === undefined ? undefined : brief(JSON.stringify(payload));
}

const brief = (text: string): string => (text.length > 120 ? `${text.slice(0, 120)}…` : text);
