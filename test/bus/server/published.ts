import {openLink} from '../../../source/bus/link.js';
import {createTokens} from '../../../source/bus/subject.js';
import {type Message, messagesOf} from '../../../source/bus/wire.js';
import type {Observation} from '../../../source/call/observation.js';
import {observationLine} from '../../../source/recording/line.js';
import type {NatsServer} from './nats.js';

/** A listener by name, and the id of what it records. */
export type Publisher = {listener: string; recording: string; team?: string};

export const laptop: Publisher = {listener: 'laptop', recording: 'a'.repeat(32)};
export const lab: Publisher = {listener: 'lab', recording: 'b'.repeat(32)};

/** The messages by which a listener tells of what it has recorded. */
export function messagesFrom(
  all: readonly Observation[],
  {listener, recording, team = 'qa'}: Publisher,
  room = 1e6,
  shards = 1,
): Message[] {
  const tokenAt = createTokens();
  return all.flatMap(o => {
    const place = {team, application: '_', listener, conversation: tokenAt(o)};
    return messagesOf(Buffer.from(observationLine(o).trimEnd()), {recording, seq: o.seq}, place, room, shards);
  });
}

/** What each of two listeners behind a balancer records of a call: replies where the webhook came, and each numbered from 1. */
export function halvesOf(all: readonly Observation[]): [Observation[], Observation[]] {
  const isFirst = (o: Observation) => (o.source === 'reply' ? o.to : o.seq) % 4 === 1;
  return [alone(all.filter(isFirst)), alone(all.filter(o => !isFirst(o)))];
}

function alone(some: readonly Observation[]): Observation[] {
  const places = new Map(some.map(({seq}, i) => [seq, i + 1]));
  return some.map(o => ({...o, seq: places.get(o.seq) ?? 0, ...(o.source === 'reply' && {to: places.get(o.to) ?? 0})}));
}

/** Puts messages on a bus, one behind the other. */
export async function publish({address}: NatsServer, messages: readonly Message[]): Promise<void> {
  const link = await openLink({address});
  for (const message of messages) await link.publish(message);
  await link.close();
}
