import {gunzipSync, gzipSync} from 'node:zlib';
import {RECORDING_ID} from '../recording/id.js';
import {codeOf} from '../text/system-error.js';
import {type Place, placeIn, subjectOf} from './subject.js';

/**
 * What a message says it is. Its body is a line of a recording (convo-monitor/recording@1), byte for byte, without its newline. The number
 * changes when an older reader could no longer read it.
 */
export const BUS = 'convo-monitor/bus@1';

/** An observation's name, wherever it is: the id of its recording, and its number there. */
export type ObservationId = {recording: string; seq: number};

export type BusMessage = {subject: string; headers: Readonly<Record<string, string>>; body: Uint8Array};

/** A message as it came: `header` gives '' for one that it does not have. */
export type Incoming = {subject: string; header(name: string): string; body: Uint8Array};

/** A message, and its number in which stream. */
export type InStream = Incoming & {stream: string; number: number};

/** What a message holds: a line, a part of one (numbered from 1), or why it is refused, in words that continue "A message …". */
export type ReadMessage = LineMessage | PartMessage | {kind: 'refused'; why: string};
export type LineMessage = {kind: 'line'; id: ObservationId; place: Place; line: Buffer};
export type PartMessage = {kind: 'part'; id: ObservationId; place: Place; part: number; of: number; bytes: Buffer};

/** Bytes of a line, as a recording is read; a longer one is not published. */
export const LONGEST_LINE = 16 * 1024 * 1024;

/** Bytes of the body of one message: what servers are told to let pass at most. */
export const LONGEST_BODY = 8 * 1024 * 1024;

/** Parts of one line: a server that lets 4 kB pass at a time still gets the longest. */
export const MOST_PARTS = 4096;

/** Bytes of a message that are left to subject and headers. */
const HEADERS = 4096;

/** Bytes that a body may have where the server takes messages of so many. */
export const roomIn = (maxPayload: number): number => Math.min(LONGEST_BODY, Math.max(HEADERS, maxPayload - HEADERS));

const idOf = ({recording, seq}: ObservationId): string => `${recording}:${seq}`;

/**
 * A line (without its newline) as messages with bodies of at most `room` bytes, to one of so many streams: as it is, packed, or in parts. The server knows each by its id, and
 * takes it once.
 */
export function messagesOf(line: Uint8Array, id: ObservationId, place: Place, room: number, shards = 1): BusMessage[] {
  const subject = subjectOf(place, shards);
  const headers = {'Nats-Msg-Id': idOf(id), 'Cm-Recording': id.recording, 'Cm-Schema': BUS};
  if (line.length <= room) return [{subject, headers, body: line}];
  const packed = gzipSync(line);
  if (packed.length <= room) return [{subject, headers: {...headers, 'Cm-Encoding': 'gzip'}, body: packed}];
  // Not packed: of what is in parts, the first shows what it was, even where another one is missing.
  const of = Math.ceil(line.length / room);
  return Array.from({length: of}, (_, i) => ({
    subject,
    headers: {...headers, 'Nats-Msg-Id': `${idOf(id)}.${i + 1}`, 'Cm-Part': `${i + 1}/${of}`},
    body: line.subarray(i * room, (i + 1) * room),
  }));
}

/** Reads a message, whoever sent it. Never throws. What the line says is not looked at: `observationIn` does that. */
export function readMessage({subject, header, body}: Incoming): ReadMessage {
  const refused = (why: string): ReadMessage => ({kind: 'refused', why});
  const place = placeIn(subject);
  if (!place) return refused(`has a subject that no monitor uses: ${quoted(subject)}`);
  const schema = header('Cm-Schema');
  if (schema !== BUS) return refused(schemaText(schema));
  const recording = header('Cm-Recording');
  if (!RECORDING_ID.test(recording)) return refused(`names no recording: ${quoted(recording)}`);
  const [, of, seq, , number] = MESSAGE_ID.exec(header('Nats-Msg-Id')) ?? [];
  const id = {recording, seq: Number(seq)};
  if (of !== recording || !(id.seq <= MOST_SEQ))
    return refused(`has an id that is not of its recording: ${quoted(header('Nats-Msg-Id'))}`);
  if (body.length > LONGEST_BODY)
    return refused(`is too large: ${body.length} bytes, and ${LONGEST_BODY} are read at most`);
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const encoding = header('Cm-Encoding');
  const parts = header('Cm-Part');
  if (parts !== '' || number !== undefined) {
    const [, part, all] = PARTS.exec(parts) ?? [];
    const isOne = part === number && Number(part) <= Number(all) && Number(all) <= MOST_PARTS && encoding === '';
    if (!isOne || bytes.length === 0) return refused(`is a part of a line by its id or header alone: ${quoted(parts)}`);
    return {kind: 'part', id, place, part: Number(part), of: Number(all), bytes};
  }
  if (encoding === '') return {kind: 'line', id, place, line: bytes};
  if (encoding !== 'gzip') return refused(`is packed in a way that this version does not know: ${quoted(encoding)}`);
  const line = unzip(bytes, LONGEST_LINE);
  return typeof line === 'string' ? refused(line) : {kind: 'line', id, place, line};
}

const MESSAGE_ID = /^([\da-f]{32}):([1-9]\d{0,9})(\.([1-9]\d{0,3}))?$/;
const PARTS = /^([1-9]\d{0,3})\/([1-9]\d{0,3})$/;
/** As recordings number. */
const MOST_SEQ = 0xffff_ffff;

function schemaText(schema: string): string {
  if (schema === '') return `does not say that it is ${BUS}`;
  const advice = /^convo-monitor\/bus@\d+$/.test(schema) ? ': use the same version of convo-monitor on both sides' : '';
  return `says that it is ${quoted(schema)}, not ${BUS}${advice}`;
}

/** Never the whole of it: a stranger may have written anything there. */
export const quoted = (text: string): string => JSON.stringify(text.slice(0, 80));

/** What gzip has packed, or why it is not taken: a few bytes may be packed gigabytes. */
function unzip(bytes: Uint8Array, most: number): Buffer | string {
  try {
    return gunzipSync(bytes, {maxOutputLength: most});
  } catch (error) {
    return codeOf(error) === 'ERR_BUFFER_TOO_LARGE'
      ? `is packed and would be more than ${most} bytes`
      : `is packed and broken`;
  }
}
