import type {Leg} from '../state.js';
import type {Party} from '../types.js';
import type {Endpoint} from './schema.js';

/** An endpoint of an NCCO or of a request to create a call, as the other end of a leg. */
export function partyOf(endpoint: Endpoint): Party {
  switch (endpoint.type) {
    case 'phone':
      return {type: 'phone', number: endpoint.number};
    case 'app':
      return {type: 'app', user: endpoint.user};
    case 'vbc':
      return {type: 'vbc', extension: endpoint.extension};
    case 'sip':
      return {type: 'sip', uri: endpoint.uri ?? `sip:${endpoint.user ?? ''}@${endpoint.domain ?? ''}`};
    case 'websocket':
      return {
        type: 'websocket',
        uri: endpoint.uri,
        'content-type': endpoint['content-type'],
        headers: endpoint.headers,
        authorization: endpoint.authorization,
      };
  }
}

/** Without a `from` the callee sees "Unknown"; a Client SDK caller is seen by name. */
export function defaultFrom(leg: Leg): Party {
  return leg.direction === 'inbound' && leg.from.type === 'app' ? leg.from : {type: 'phone', number: 'Unknown'};
}
