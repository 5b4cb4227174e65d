import type {Observation} from '../call/observation.js';
import {isExcessive} from '../recording/line.js';
import {asObservation} from '../recording/schema.js';
import {jsonIn} from '../text/json-in.js';
import {observationOfBeginning} from './beginning.js';
import {conversationToken, isConversation, NONE, type Place} from './subject.js';
import {
  type Incoming,
  type LineMessage,
  LONGEST_LINE,
  type ObservationId,
  type PartMessage,
  quoted,
  readMessage,
} from './wire.js';

/** What came of a message: an observation of somebody's recording, or why there is none, in words that continue "A message …". */
export type ReceivedMessage =
  | {kind: 'observation'; id: ObservationId; place: Place; line: Buffer; observation: Observation}
  | {
      kind: 'refused';
      subject: string;
      why: string /** What has come of it is shown all the same. */;
      isShown?: boolean;
    };

export type Receiver = {
  /** Takes the next message, at a time in ms: what it makes whole, and what is given up by then. Nothing, while more parts of a line are to come. */
  take(message: Incoming, now: number): ReceivedMessage[];
  /** Lines of which a part has not come in time. */
  overdue(now: number): ReceivedMessage[];
};

/** Lines in parts that are waited for, the bytes of all, and how long, ms. */
const bounds = {lines: 64, bytes: 4 * LONGEST_LINE, wait: 30_000};

/** Recordings whose place is remembered. */
const MOST_RECORDINGS = 100_000;

type Begun = {
  id: ObservationId;
  place: Place;
  subject: string;
  since: number;
  parts: (Buffer | undefined)[];
  size: number;
};

/**
 * Reads messages of the bus. Nothing in them makes it throw, and what it keeps is bounded. A recording belongs to the listener that was heard first
 * with it: nobody else can say something in its name. It is of one application, or of several one after the other.
 */
export function createReceiver(): Receiver {
  const begun = new Map<string, Begun>();
  const owners = new Map<string, string>();
  let waiting = 0;

  function take(message: Incoming, now: number): ReceivedMessage[] {
    const given = overdue(now);
    const found = readMessage(message);
    const refused = (why: string): ReceivedMessage[] => [...given, {kind: 'refused', subject: message.subject, why}];
    if (found.kind === 'refused') return refused(found.why);
    const whole = found.kind === 'line' ? found : joined(found, message.subject, now);
    if (whole === undefined) return [...given, ...makeRoom()];
    if (typeof whole === 'string') return refused(whole);
    const observation = observationIn(whole);
    if (typeof observation === 'string') return refused(observation);
    const why = foreignTo(whole);
    if (why !== undefined) return refused(why);
    const {id, place, line} = whole;
    return [...given, {kind: 'observation', id, place, line, observation}];
  }

  /** The line that a part makes whole; undefined while others are missing. */
  function joined(
    {id, place, part, of, bytes}: PartMessage,
    subject: string,
    now: number,
  ): LineMessage | string | undefined {
    const key = `${subject} ${id.recording}:${id.seq}`;
    const line = begun.get(key) ?? {id, place, subject, since: now, parts: Array(of).fill(undefined), size: 0};
    if (line.parts.length !== of) return `is part ${part} of ${of}, and others were of ${line.parts.length}`;
    if (line.parts[part - 1]) return undefined;
    line.parts[part - 1] = bytes;
    line.size += bytes.length;
    waiting += bytes.length;
    begun.set(key, line);
    if (line.size > LONGEST_LINE) {
      forget(key, line);
      return `is one of several that make more than ${LONGEST_LINE} bytes together`;
    }
    if (!line.parts.every(each => each !== undefined)) return undefined;
    forget(key, line);
    return {kind: 'line', id, place, line: Buffer.concat(line.parts as Buffer[])};
  }

  function forget(key: string, {size}: Begun): void {
    begun.delete(key);
    waiting -= size;
  }

  /** Says what is missing of a line; where its beginning is there, it is shown as far as that goes. */
  function giveUp(key: string, line: Begun): ReceivedMessage[] {
    forget(key, line);
    const missing = line.parts.flatMap((part, i) => (part ? [] : [i + 1]));
    const shown = missing.slice(0, 5).join(', ') + (missing.length > 5 ? ', …' : '');
    const why = `holds observation ${line.id.seq} in ${line.parts.length} parts, and these have not come: ${shown}`;
    const begunWith = beginningOf(line);
    return [{kind: 'refused', subject: line.subject, why, ...(begunWith.length > 0 && {isShown: true})}, ...begunWith];
  }

  function beginningOf({id, place, parts}: Begun): ReceivedMessage[] {
    const [first] = parts;
    const observation = first && observationOfBeginning(first, first.length * parts.length);
    if (!observation || observation.seq !== id.seq || foreignTo({id, place}) !== undefined) return [];
    return [{kind: 'observation', id, place, line: first, observation}];
  }

  function overdue(now: number): ReceivedMessage[] {
    const late: ReceivedMessage[] = [];
    // In the order in which they began.
    for (const [key, line] of begun) {
      if (now - line.since < bounds.wait) break;
      for (const each of giveUp(key, line)) late.push(each);
    }
    return late;
  }

  function makeRoom(): ReceivedMessage[] {
    const gone: ReceivedMessage[] = [];
    for (const [key, line] of begun) {
      if (begun.size <= bounds.lines && waiting <= bounds.bytes) break;
      for (const each of giveUp(key, line)) gone.push(each);
    }
    return gone;
  }

  /** Why a line is not its recording's; undefined where it is. */
  function foreignTo({id, place}: Pick<LineMessage, 'id' | 'place'>): string | undefined {
    const from = `${place.team}.${place.listener}`;
    const owner = owners.get(id.recording);
    if (owner === undefined && owners.size < MOST_RECORDINGS) owners.set(id.recording, from);
    return owner === undefined || owner === from ? undefined : `is of a recording of ${owner}, and came from ${from}`;
  }

  return {take, overdue};
}

/** The observation of a line, or why it is none of that number and in that place, in words that continue "A message …". */
export function observationIn({line, id, place}: LineMessage): Observation | string {
  if (line.length > LONGEST_LINE) return `holds a line of ${line.length} bytes, and ${LONGEST_LINE} are read at most`;
  if (line.includes(10)) return 'holds more than one line';
  const text = line.toString('utf8');
  if (isExcessive(text)) return 'holds more than any observation';
  const value = jsonIn(text);
  if (value === undefined) return 'holds no JSON';
  const observation = asObservation(value);
  if (typeof observation === 'string') return `holds a line that ${observation}`;
  if (observation.seq !== id.seq) return `holds observation ${observation.seq}, and says that it is ${id.seq}`;
  const token = conversationToken(observation) ?? NONE;
  // Of what another version could read and this one cannot, or the other way round, one of the two names no conversation.
  if (token === place.conversation || !isConversation(token) || !isConversation(place.conversation)) return observation;
  return `stands in the place of ${quoted(place.conversation)}, and is of ${quoted(token)}`;
}
