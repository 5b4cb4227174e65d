import type {ApiObservation, Observation} from '../call/observation.js';
import {parseAnswer} from '../text/json-values.js';
import {stamp} from '../text/time.js';
import {readEvent} from '../vonage/event.js';
import {readPage} from '../vonage/list.js';
import {HISTORY} from '../world/event-log.js';
import {witnessesOf} from '../world/fold/enter.js';
import type {World} from '../world/world.js';
import type {SnapshotRaw} from './snapshot-schema.js';

/** Gives the observation at a place in the recording; undefined when it cannot be read back. */
export type Payload = (seq: number) => Promise<Observation | undefined>;

/** Where an event's payloads are, and what tells the event from the others of a page. */
export type WantedPayload = {seq: number; id?: number; type: string; at?: number};

/** What was received for the event of a row: its own deliveries, then those of its other witnesses. */
export function wantedFor(world: World, row: number): WantedPayload[] {
  const {log} = world;
  return witnessesOf(world, row)
    .filter(each => !log.has(each, HISTORY))
    .flatMap(each => {
      const event = {id: log.id[each] || undefined, type: log.typeOf(each), at: log.at[each]};
      return [log.seq[each] ?? 0, ...(log.more.get(each) ?? [])].map(seq => ({...event, seq}));
    });
}

/**
 * Reads payloads back, with where each is from where it is of several recordings. A page of the API holds many events: the observations read last are
 * kept, parsed, for the next event.
 */
export function receiver(
  payload: Payload,
  isOfSeveral = false,
): (wanted: WantedPayload) => Promise<SnapshotRaw | undefined> {
  const recent = new Map<number, Promise<{observation?: Observation; events: unknown[]}>>();

  async function read(seq: number) {
    const observation = await payload(seq);
    return {observation, events: observation?.source === 'api' ? eventsOf(observation) : []};
  }

  return async wanted => {
    const reading = recent.get(wanted.seq) ?? read(wanted.seq);
    recent.set(wanted.seq, reading);
    if (recent.size > MOST_KEPT) for (const seq of [...recent.keys()].slice(0, MOST_KEPT / 2)) recent.delete(seq);
    const {observation, events} = await reading;
    const raw = observation && rawOf(observation, events, wanted);
    return raw && isOfSeveral && observation.origin ? {...raw, origin: observation.origin} : raw;
  };
}

const MOST_KEPT = 64;

function rawOf(observation: Observation, events: unknown[], wanted: WantedPayload): SnapshotRaw | undefined {
  const arrivedAt = stamp(observation.at);
  const {seq} = observation;
  switch (observation.source) {
    case 'answer':
    case 'event':
    case 'fallback':
      return {witness: 'webhook', seq, arrivedAt, request: observation.raw};
    case 'rtc':
      return {witness: 'rtc', seq, arrivedAt, request: observation.raw};
    case 'api': {
      const event = events.find(each => isWanted(each, wanted));
      return event === undefined ? undefined : {witness: 'api', seq, arrivedAt, event};
    }
    case 'media':
      return {witness: 'media', seq, arrivedAt, socket: observation.socket, event: observation.event};
    default:
      return undefined;
  }
}

function eventsOf(observation: ApiObservation): unknown[] {
  try {
    return readPage(parseAnswer(observation.raw?.body ?? ''), 'events', item => item).items;
  } catch {
    return [];
  }
}

/** By id; events that are kept without one are told apart by type and stamp. */
function isWanted(json: unknown, {id, type, at}: WantedPayload): boolean {
  const event = readEvent(json);
  return id === undefined ? event?.type === type && (event.at === undefined || event.at === at) : event?.id === id;
}
