import {createReceiver} from '../../../source/bus/receive.js';
import type {lookAt} from './nats.js';

/** What a reader makes of a stream. */
export async function receivedFrom(look: Pick<ReturnType<typeof lookAt>, 'messages'>) {
  const receiver = createReceiver();
  const all = (await look.messages()).flatMap(message => receiver.take(message, 0));
  const observations = all.flatMap(each => (each.kind === 'observation' ? [each] : []));
  return {
    refused: all.filter(each => each.kind === 'refused'),
    seqs: observations.map(({id}) => id.seq),
    text: observations.map(({line}) => `${line}\n`).join(''),
    observations,
  };
}
