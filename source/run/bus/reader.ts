import {lossOf} from '../../bus/error.js';
import {createReceiver, type ReceivedMessage} from '../../bus/receive.js';
import {type Incoming, type InStream, quoted} from '../../bus/wire.js';
import {keepNewest} from '../../call/keep-newest.js';
import type {HealthObservation, Observation} from '../../call/observation.js';
import {redactDraft} from '../../recording/redact.js';
import {messageOf} from '../../text/system-error.js';
import {renumbered} from '../recordings/numbering.js';
import {createOrigins} from '../recordings/origins.js';
import type {Identity} from '../recordings/recorded-file.js';
import {createKnownNumbers} from './known-numbers.js';
import {seenByAll} from './seen-by-all.js';

/** What comes over a bus, as observations of one recording. */
export type BusReader = {
  /** Takes what was delivered, at a time in ms. What has come before changes nothing. */
  take(delivered: InStream, now: number): Observation[];
  /** What is given up by then: lines of which a part has not come. */
  overdue(now: number): Observation[];
  /** A message that is no observation, nor anything else that is read; `why` continues "A message …". */
  refused(subject: string, why: string): Observation[];
  /** What has come of a conversation, by its token, is taken again where it comes again. */
  forget(conversation: string): void;
  /** Of which recording one is, and which there; undefined for what this side has to say itself. */
  identityOf(o: Observation): Identity | undefined;
  /** The ids of the recordings of which anything has come. */
  recordings(): readonly string[];
  /** What this side has to say itself. */
  said(state: HealthObservation['state'], code: string, text: string): HealthObservation;
  /** That the connection was lost, and by what kind of reason. */
  lost(error: unknown): {kind: string; item: Observation[]};
  /** One observation again, of the messages that held it. */
  again(
    seq: number,
    message: (stream: string, number: number) => Promise<Incoming | undefined>,
  ): Promise<Observation | undefined>;
};

/** Messages that were refused are told of so often, one by one; then whenever they are ten times as many. */
const MOST_TOLD = 5;

/** Lines in parts of which it is known where their parts are, as long as they are not whole. */
const MOST_BEGUN = 256;

/**
 * Numbers observations as they come, whatever their recordings call them, with the numbers of those that they are about. `url` is where they come
 * from; `clock` gives the time of what is said here, ms since the epoch. `isApart`: each conversation is read by itself, so that what comes first tells nothing of
 * the order of two. `isOne`: of several listeners, one alone is read.
 */
export function createBusReader(url: string, clock: () => number, {isApart = false, isOne = false} = {}): BusReader {
  const receiver = createReceiver();
  const origins = createOrigins();
  const known = createKnownNumbers();
  /** By the number of an observation here, less 1: that of its message in which stream, or of the last one of several. */
  const messages: number[] = [];
  const streams: string[] = [];
  /** By the number of an observation here, less 1: of which recording it is, and its seq there. */
  const recordings: string[] = [];
  const seqs: number[] = [];
  /** The messages of lines in parts, by where they stand and by their observation here. */
  const begun = new Map<string, number[]>();
  const parts = new Map<number, readonly number[]>();
  /** How many there were of all when a conversation was forgotten. */
  const forgotten = new Map<string, number>();
  let refused = 0;

  function observationsOf(
    all: readonly ReceivedMessage[],
    {stream, number}: Pick<InStream, 'stream' | 'number'>,
    begunIn: readonly number[] = [],
  ): Observation[] {
    return all.flatMap(each => {
      if (each.kind === 'refused') return tellOf(each);
      const {recording, seq} = each.id;
      const before = known.get(recording, seq) ?? 0;
      if (before > (forgotten.get(each.place.conversation) ?? 0)) return [];
      messages.push(number);
      streams.push(stream);
      recordings.push(recording);
      seqs.push(seq);
      known.set(recording, seq, messages.length);
      if (begunIn.length > 1) parts.set(messages.length, begunIn);
      return [numbered(each, messages.length)];
    });
  }

  function numbered(
    {id, place, observation}: Extract<ReceivedMessage, {kind: 'observation'}>,
    seq: number,
  ): Observation {
    const about = {get: (to: number) => known.get(id.recording, to)};
    const {origin: _, ...told} = renumbered(redactDraft(isOne ? observation : seenByAll(observation)), seq, about);
    const from = isApart ? `${id.recording} ${place.conversation}` : id.recording;
    return {...told, origin: origins.of(from, place.listener)} as Observation;
  }

  function tellOf({subject, why, isShown}: Omit<Extract<ReceivedMessage, {kind: 'refused'}>, 'kind'>): Observation[] {
    refused++;
    const fate = isShown ? 'it is shown as far as it came' : 'it is left out';
    const what = `A message at ${url} (${subject.slice(0, 120)}) ${why}`;
    if (refused <= MOST_TOLD) return [said('ok', 'refused', `${what}: ${fate}.`)];
    if (!/^10+$/.test(String(refused))) return [];
    return [said('ok', 'refused', `${what}: ${fate}. It is the ${refused}th that is not as it should be.`)];
  }

  /** Nobody recorded it, so it has the number of what came last. */
  function said(state: HealthObservation['state'], code: string, text: string): HealthObservation {
    return {source: 'health', part: 'feed', state, code, text, seq: messages.length, at: clock()};
  }

  return {
    take(delivered, now) {
      const key = keyOfParts(delivered);
      if (key === undefined) return observationsOf(receiver.take(delivered, now), delivered);
      const those = [...(begun.get(key) ?? []), delivered.number];
      begun.delete(key);
      const found = receiver.take(delivered, now);
      if (!found.some(each => each.kind === 'observation')) keepNewest(begun, key, those, MOST_BEGUN);
      return observationsOf(found, delivered, those);
    },
    overdue: now => observationsOf(receiver.overdue(now), {stream: '', number: 0}),
    refused: (subject, why) => tellOf({subject: quoted(subject), why}),
    forget: conversation => void forgotten.set(conversation, messages.length),
    identityOf(o) {
      const [recording, seq] = [recordings[o.seq - 1], seqs[o.seq - 1]];
      return o.origin === undefined || recording === undefined || seq === undefined ? undefined : {recording, seq};
    },
    recordings: () => [...new Set(recordings)],
    said,
    lost(error) {
      const text = `${messageOf(error)} It is tried again until this ends.`;
      return {kind: lossOf(error), item: [said('failing', 'detached', text)]};
    },
    async again(seq, message) {
      const [stream, number] = [streams[seq - 1], messages[seq - 1]];
      if (stream === undefined || number === undefined) return undefined;
      const alone = createReceiver();
      for (const each of parts.get(seq) ?? [number]) {
        const incoming = await message(stream, each);
        const found = incoming && alone.take(incoming, 0).find(received => received.kind === 'observation');
        if (found && known.get(found.id.recording, found.id.seq) === seq) return numbered(found, seq);
      }
      return undefined;
    },
  };
}

/** What the parts of one line have in common; undefined for what is whole. */
function keyOfParts({subject, header}: Incoming): string | undefined {
  return header('Cm-Part') === '' ? undefined : `${subject} ${header('Nats-Msg-Id').replace(/\.\d+$/, '')}`;
}
