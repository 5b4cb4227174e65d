import {eventTypes, type Way} from '../../call/event-types.js';
import type {Status} from '../../call/status.js';
import type {Leg} from '../world.js';

/** Who brings a status about, by the direction of the leg. Vonage tells a caller what becomes of the call. */
const ofInbound: Readonly<Partial<Record<Status, Way>>> = {started: 'to-vonage', disconnected: 'to-vonage'};
const ofOutbound: Readonly<Partial<Record<Status, Way>>> = {
  started: 'to-party',
  timeout: 'to-party',
  cancelled: 'to-party',
};

/** Which way an event passes between Vonage and the party of its leg; undefined when it passes between nobody. */
export function wayOf(type: string, status: Status | undefined, leg: Leg | undefined): Way | undefined {
  if (status === undefined) return eventTypes.get(type)?.way;
  if (status === 'completed') {
    if (leg?.disconnectedBy === 'user') return 'to-vonage';
    return leg?.disconnectedBy === 'platform' ? 'to-party' : 'end';
  }
  if (leg?.direction === 'inbound') return ofInbound[status] ?? 'to-party';
  return ofOutbound[status] ?? 'to-vonage';
}
