import {InvalidArgumentError} from 'commander';
import {MOST_SHARDS, type Shard} from '../bus/shards.js';
import {readStatus, type Status, statusNames} from '../call/status.js';
import {UsageError} from '../config/problem.js';
import {asApplicationUrl, bytesOf} from '../config/values.js';
import {formatOf, type SaveFormat, saveFormats} from '../store/save-formats.js';
import {MOMENT, momentIn, msIn} from '../text/moment.js';
import {asHttpUrl, asUrl} from '../text/url.js';
import {formNames, formOf, type IdForm} from '../vonage/ids.js';

// How flags are read. InvalidArgumentError is told by commander, with the flag and what was typed; UsageError says all itself.

/** How many of what cannot be halved; `Infinity` is as many as come. */
export function positive(text: string): number {
  const isWhole = (number: number) => Number.isInteger(number) || number === Number.POSITIVE_INFINITY;
  return numberOf(text, number => number > 0 && isWhole(number), 'Give a whole number above 0.');
}

/** A time that ends, in s. */
export function seconds(text: string): number {
  return numberOf(text, number => number > 0 && Number.isFinite(number), 'Give a number above 0.');
}

export function share(text: string): number {
  return numberOf(
    text,
    number => number >= 0 && number <= 1,
    'Give a share from 0 to 1, and scenarios before the flags.',
  );
}

/** The pace of a replay: a factor of the gaps that there were, at once, or step by step. */
export function replaySpeed(text: string): number | 'max' | 'step' {
  const factor = text.trim() === '' ? Number.NaN : Number(text);
  if (text === 'max' || text === 'step') return text;
  if (factor > 0 && Number.isFinite(factor)) return factor;
  throw new InvalidArgumentError('Give a factor of the gaps that there were, such as 1 or 10, or max, or step.');
}

/** The developer's application: a URL, or a port of this machine. */
export function applicationUrl(text: string): string {
  const url = asHttpUrl(asApplicationUrl(text.trim()));
  if (url) return url.href;
  throw new InvalidArgumentError('Give a URL that begins with http:// or https://, or a port of this machine.');
}

/** Where a URL leads, without what is there. */
export function origin(text: string): string {
  const url = asHttpUrl(text.trim());
  if (url) return url.origin;
  throw new InvalidArgumentError('Give a URL that begins with http:// or https://.');
}

/** A factor of real time. */
export function speed(text: string): number | 'max' {
  return text === 'max'
    ? text
    : numberOf(text, number => number > 0 && Number.isFinite(number), 'Give a number above 0, or max.');
}

export function port(text: string): number {
  return numberOf(text, number => /^\d+$/.test(text) && number < 65_536, 'Give a port from 0 to 65535.');
}

export function whole(text: string): number {
  return numberOf(text, () => /^-?\d{1,15}$/.test(text), 'Give a whole number.');
}

function numberOf(text: string, fits: (number: number) => boolean, advice: string): number {
  const number = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isNaN(number) && fits(number)) return number;
  throw new InvalidArgumentError(advice);
}

/** A shift, also back: `500`, `500ms`, `2s`, `-1h` → ms. */
export function shift(text: string): number {
  const ms = msIn(text, 'ms');
  if (!Number.isNaN(ms)) return ms;
  throw new InvalidArgumentError('Give a time such as 500ms or 2s.');
}

/** A span, which is no shift back: `500ms`, `2s` → ms; a bare number is ms. */
export function span(text: string): number {
  const ms = msIn(text, 'ms');
  if (ms >= 0 && ms < 2 ** 31) return ms;
  throw new InvalidArgumentError('Give a time such as 800ms or 2s.');
}

/** The URL of a WebSocket. */
export function socketUrl(text: string): string {
  const url = asUrl(text.trim());
  if (url?.protocol === 'ws:' || url?.protocol === 'wss:') return url.href;
  throw new InvalidArgumentError('Give the URL of a WebSocket, such as ws://localhost:5000/socket.');
}

/** Samples a second that Vonage offers: `8000`, `16k`, `24 kHz`. */
export function rate(text: string): number {
  const [, number, kilo] = /^(\d+) ?(k|khz)?$/i.exec(text.trim()) ?? [];
  const found = Number(number) * (kilo ? 1000 : 1);
  if ([8000, 16_000, 24_000].includes(found)) return found;
  throw new InvalidArgumentError('Give 8000, 16000 or 24000.');
}

/** Keys of a telephone. */
export function phoneKeys(text: string): string {
  if (/^[0-9*#]+$/.test(text)) return text;
  throw new InvalidArgumentError('Give keys of a telephone: 0 to 9, * and #.');
}

/** How many turns a caller takes. */
export function turns(text: string): number {
  return numberOf(text, number => /^\d{1,3}$/.test(text) && number > 0, 'Give a whole number from 1 to 999.');
}

/** How long a run may take: `500ms`, `60s`, `5m` or `1h`; a bare number is seconds. Returns ms. */
export function timeout(text: string): number {
  const ms = msIn(text, 's');
  if (ms > 0 && ms < 2 ** 31) return ms;
  throw new UsageError(`--timeout takes a time such as 500ms, 60s or 5m, and at most 24 days; it was "${text}".`);
}

/** An age, which needs its unit: `30d`, `2w`, `12h` → ms. */
export function age(text: string): number {
  const ms = msIn(text);
  if (ms >= 0) return ms;
  throw new InvalidArgumentError('Give an age with its unit, such as 30d, 2w or 12h.');
}

/** A moment: an age from now, or a time on the clock here unless it says where → ms since the epoch. */
export function moment(text: string): number {
  const at = momentIn(text, Date.now());
  if (!Number.isNaN(at)) return at;
  throw new InvalidArgumentError(`Give ${MOMENT}.`);
}

/** One of several streams of a bus: `3/16`. */
export function shard(text: string): Shard {
  const [, number = 0, of = 0] = (/^(\d{1,2})\/(\d{1,2})$/.exec(text) ?? []).map(Number);
  if (number >= 1 && number <= of && of <= MOST_SHARDS) return {number, of};
  throw new InvalidArgumentError(`Give which of how many, such as 3/16, of ${MOST_SHARDS} at most.`);
}

/** A size: `200MB`, `1.5 GB` → bytes. */
export function size(text: string): number {
  const bytes = bytesOf(text);
  if (bytes !== undefined) return bytes;
  throw new InvalidArgumentError('Give a size with its unit, such as 500KB, 200MB or 2GB.');
}

/** A count of things, which may be none. */
export function count(text: string): number {
  return numberOf(text, () => /^\d{1,9}$/.test(text), 'Give a whole number, 0 or more.');
}

/** The same for `--wait`. */
export function wait(text: string): number {
  const ms = msIn(text, 's');
  if (ms > 0 && ms < 2 ** 31) return ms;
  throw new UsageError(`--wait takes a time such as 500ms, 60s or 5m; it was "${text}".`);
}

const anyWebhook = 'Take conversation_uuid from any webhook of the call.';

/** The way from what people have at hand to the conversation's id. */
const waysToConversation: Readonly<Partial<Record<IdForm, (text: string) => string>>> = {
  UUID: text =>
    `If it is the conversation’s, write CON-${text}; a leg’s uuid has that form, too: take conversation_uuid from the same webhook.`,
  'inbound leg': () => 'Take conversation_uuid from the same webhook.',
  'part of a conversation': () => 'It goes on with a UUID of 36 characters: copy all of it.',
  'conversation name': () => 'GET /v1/conversations has the id to each name.',
};

/** A conversation's id: `CON-` and a UUID. An address that holds one is not it, but shows what was meant. */
export function conversationId(text: string): string {
  const given = text.trim();
  const form = formOf(given);
  if (form === 'conversation') return `CON-${given.slice(4)}`;
  const within = given.split(/[^\w-]+/).find(part => formOf(part) === 'conversation');
  const what = form === undefined ? (within ? 'more than that' : 'no id: a name, perhaps') : formNames[form];
  const way = form && waysToConversation[form]?.(given);
  const hint = within ? `Give ${within}` : (way ?? `${anyWebhook} GET /v1/conversations has the id to each name.`);
  throw new UsageError(`--conversation takes the id of a conversation (CON- and a UUID); this is ${what}. ${hint}`);
}

/** The id of an application that is made up for a simulation: any text but what is plainly another thing. */
export function applicationId(text: string): string {
  const form = formOf(text.trim());
  if (form === undefined || form === 'UUID') return text;
  throw new UsageError(`--application-id takes the id of an application (a UUID); this is ${formNames[form]}.`);
}

/** What a run waits for. */
export function goal(text: string): 'ended' | Status {
  const read = text === 'ended' ? text : readStatus(text);
  if (read) return read;
  throw new UsageError(`--until takes ended or a status of a leg (${statusNames.join(', ')}); it was "${text}".`);
}

/** By its name, or by the ending of its files (`md`). */
export function saveFormat(text: string): SaveFormat {
  const format = formatOf(text);
  if (format) return format;
  throw new InvalidArgumentError(`Allowed choices are ${saveFormats.map(({name}) => name).join(', ')}.`);
}
