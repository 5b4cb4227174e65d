import type {Leg} from './state.js';
import type {Party, Payload} from './types.js';

/** A leg as the Conversation API describes it in events; see the concept page. */
export function channelOf(leg: Leg): Payload {
  const {id, from, to, remote, direction} = leg;
  const common = {type: remote.type, id, from: endOf(from), leg_ids: [id], to: endOf(to)};
  if (direction === 'inbound') return common;
  return {
    ...common,
    cpa: false,
    preanswer: false,
    ring_timeout: leg.ringLimitMs,
    cpa_time: 5000,
    max_length: leg.lengthLimitMs,
  };
}

function endOf(party: Party): Payload {
  return {...party};
}

/** Phone-like legs have `sip:` events, those of the Client SDK and of WebSockets `rtc:` ones. */
export function sipOr(leg: Leg, event: string): string {
  return `${leg.remote.type === 'app' || leg.remote.type === 'websocket' ? 'rtc' : 'sip'}:${event}`;
}
