import type {Observation} from '../../call/observation.js';
import type {Agreement, Difference} from '../../world/read/agreement.js';
import {type EventView, legLabel} from '../../world/read/event-view.js';
import {arrivalsOf} from '../../world/read/listeners.js';
import {type InAudio, inAudio, namelessSocket} from '../../world/read/sockets.js';
import type {Socket} from '../../world/socket.js';
import type {Conversation, Witness, World} from '../../world/world.js';

/** What is known of an event besides its payload, one row each. Texts come from outside. */
export type DetailFact =
  | {name: 'event'; type: string; apiType?: string}
  | {name: 'leg'; label?: string; leg: string}
  | {name: 'socket'; socket: Socket}
  | {name: 'member'; member: string}
  | {name: 'time'; at: number; stamped: boolean; arrivedAt: number}
  | {name: 'seen'; witnesses: readonly Witness[]; deliveries: number}
  | {name: 'heard'; listener: string /** ms since the epoch, once it is read back. */; at?: number}
  | {name: 'differs'; difference: Difference}
  | {name: 'absent'; witnesses: readonly Witness[]}
  | {name: 'order'}
  | {name: 'signature'; result: string}
  | {name: 'answered'; reply: NonNullable<EventView['reply']>}
  | ({name: 'audio'} & InAudio)
  | {name: 'note'; text: string}
  | {name: 'remark'; text: string};

/** Arrivals that are told one by one. */
const MOST_HEARD = 8;

/** Who heard of it: where that is one, nothing more; else each arrival. */
function heardBy(world: World, row: number, payloads: ReadonlyMap<number, Observation>): DetailFact[] {
  const [first, ...more] = arrivalsOf(world, row);
  if (!first) return [];
  if (more.every(({listener}) => listener === first.listener)) return [{name: 'heard', listener: first.listener}];
  return [first, ...more]
    .slice(0, MOST_HEARD)
    .map(({seq, listener}) => ({name: 'heard', listener, at: payloads.get(seq)?.at}));
}

/** The facts of one event, the most telling first. `payloads` are those that were read back. */
export function factsOf(
  world: World,
  call: Conversation,
  event: EventView & Agreement,
  payloads: ReadonlyMap<number, Observation>,
): DetailFact[] {
  const audio = inAudio(world, call, event);
  const socket = namelessSocket(world, call, event.row);
  const {type, apiType, leg, member, at, stamped, arrivedAt, witnesses, deliveries, signature, reply, comment} = event;
  return [
    {name: 'event', type, apiType},
    ...(comment === undefined ? [] : [{name: 'note', text: comment} as const]),
    ...(leg === undefined ? [] : [{name: 'leg', label: legLabel(world, leg), leg} as const]),
    ...(socket === undefined ? [] : [{name: 'socket', socket} as const]),
    ...(member === undefined ? [] : [{name: 'member', member} as const]),
    {name: 'time', at, stamped, arrivedAt},
    {name: 'seen', witnesses, deliveries},
    ...heardBy(world, event.row, payloads),
    ...event.differences.map(difference => ({name: 'differs', difference}) as const),
    ...(event.absent.length === 0 ? [] : [{name: 'absent', witnesses: event.absent} as const]),
    ...(event.outOfOrder ? [{name: 'order'} as const] : []),
    ...(signature === undefined ? [] : [{name: 'signature', result: signature} as const]),
    ...(reply === undefined ? [] : [{name: 'answered', reply} as const]),
    ...(audio === undefined ? [] : [{name: 'audio', ...audio} as const]),
    ...call.remarks.filter(({row}) => row === event.row).map(({text}) => ({name: 'remark', text}) as const),
  ];
}
