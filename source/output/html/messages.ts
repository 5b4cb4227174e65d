import type {Headers} from '../../call/observation.js';
import {readBody} from '../../store/detail/json-rows.js';
import {bodyOrQuery, eventMessage} from '../../store/detail/payload.js';
import {jsonText} from '../../text/json.js';
import {clock} from '../../text/time.js';
import {type Payload, receiver} from '../received.js';
import type {SnapshotRaw} from '../snapshot-schema.js';
import {MOST} from './bounds.js';
import type {EventPayloads, Taken} from './taken.js';

/** One message as it was received or answered, to be read: texts from outside. */
export type Message = {
  /** `webhook`, `RTC webhook`, `Conversation API`, `reply`, `replay`. */
  kind: string;
  /** The first line: `POST /webhooks/event`, `200 from the application`. */
  title: string;
  /** Headers, and behind a blank row the body, JSON in rows of its own. */
  text: string;
  /** Its characters, where not all of them are in `text`. */
  cut?: number;
};

/** What was received for the events of a call, one entry an event, and the replies that held its NCCOs; and of how many messages there was no room. */
export type Messages = {events: readonly (readonly Message[])[]; nccos: readonly (Message | undefined)[]; left: number};

/** Reads back what was received, call by call, as long as there is room: what a call leaves of its share is for those behind it. */
export async function readMessages({calls}: Taken, payload: Payload): Promise<Messages[]> {
  const all: Messages[] = [];
  let room: number = MOST.payloads;
  for (const [i, {received, nccos}] of calls.entries()) {
    const read = reader(payload, room / (calls.length - i));
    const replies = [];
    for (const {reply} of nccos) replies.push(reply === undefined ? undefined : await read.reply(reply));
    const events = [];
    for (const each of received) events.push(await read.event(each));
    all.push({events, nccos: replies, left: read.left()});
    room -= read.used();
  }
  return all;
}

function reader(payload: Payload, room: number) {
  const receive = receiver(payload);
  let [used, left] = [0, 0];

  /** A message that there is room for, cut where it is long. */
  function fitted(message: Message | undefined): Message | undefined {
    if (!message) return undefined;
    const {text} = message;
    const shown =
      text.length > MOST.payload ? {...message, text: text.slice(0, MOST.payload), cut: text.length} : message;
    used += shown.text.length + shown.title.length;
    return shown;
  }

  const unlessFull = async (read: () => Promise<Message | undefined>) => {
    if (used < room) return fitted(await read());
    left++;
    return undefined;
  };

  return {
    used: () => used,
    left: () => left,
    reply: (seq: number) => unlessFull(async () => replyOf(await payload(seq))),
    async event({wanted, reply, resent}: EventPayloads): Promise<Message[]> {
      const found = [];
      for (const each of wanted) found.push(await unlessFull(async () => messageOfRaw(await receive(each))));
      if (reply !== undefined) found.push(await unlessFull(async () => replyOf(await payload(reply))));
      for (const seq of resent) found.push(await unlessFull(async () => replayOf(await payload(seq))));
      return found.filter(message => message !== undefined);
    },
  };
}

const kinds = {webhook: 'webhook', rtc: 'RTC webhook', api: 'Conversation API', media: 'WebSocket'} as const;

function messageOfRaw(raw: SnapshotRaw | undefined): Message | undefined {
  if (!raw) return undefined;
  const kind = kinds[raw.witness];
  const at = `received ${clock(Date.parse(raw.arrivedAt))}`;
  if (raw.witness === 'api' || raw.witness === 'media') return {kind, title: at, text: jsonText(raw.event, 2)};
  const {method, path, headers, body} = raw.request;
  return {kind, title: `${method} ${path}, ${at}`, text: textOf(headers, bodyOrQuery({title: path, body}))};
}

function replyOf(observation: Awaited<ReturnType<Payload>>): Message | undefined {
  const message = observation && eventMessage(observation, undefined);
  return message && {kind: 'reply', title: message.title, text: textOf(message.headers, message.body)};
}

/** What the application answered when the webhook was sent again. */
function replayOf(observation: Awaited<ReturnType<Payload>>): Message | undefined {
  const message = observation && eventMessage(observation, undefined);
  return message && {kind: 'replay', title: message.title, text: textOf(message.headers, message.body)};
}

function textOf(headers: Headers, body: string): string {
  const value = readBody(body);
  const lines = Object.entries(headers).map(([name, text]) => `${name}: ${text}`);
  return [...lines, '', value === undefined ? body : jsonText(value, 2)].join('\n').trim();
}
