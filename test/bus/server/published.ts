import {openBusLink} from '../../../source/bus/link.js';
import {createTokens} from '../../../source/bus/subject.js';
import {type BusMessage, messagesOf} from '../../../source/bus/wire.js';
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
): BusMessage[] {
  const tokenAt = createTokens();
  return all.flatMap(o => {
    const place = {team, application: '_', listener, conversation: tokenAt(o)};
    return messagesOf(Buffer.from(observationLine(o).trimEnd()), {recording, seq: o.seq}, place, room, shards);
  });
}

/** Puts messages on a bus, one behind the other. */
export async function publish({address}: NatsServer, messages: readonly BusMessage[]): Promise<void> {
  const link = await openBusLink({address});
  for (const message of messages) await link.publish(message);
  await link.close();
}
