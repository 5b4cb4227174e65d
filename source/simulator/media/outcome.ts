import type {MediaOutcome, TurnOutcome} from '../outcome.js';
import {formatOf} from './format.js';
import type {SocketParty} from './wire.js';

/** What is known of a WebSocket before anything came over it. */
export function nothingHeard(endpoint: SocketParty, handshakeMs: number): MediaOutcome {
  return {
    uri: endpoint.uri,
    rate: formatOf(endpoint['content-type']).rate,
    handshakeMs: Math.round(handshakeMs),
    lastedMs: 0,
    turns: [],
    agent: {
      ...{frames: 0, bytes: 0, oddFrames: 0, audibleMs: 0, clears: 0, notifies: 0},
      ...{thrownAwayMs: 0, unplayedMs: 0, underruns: 0, lostFrames: 0},
    },
  };
}

/** How long the agent took, in figures; undefined where it answered nothing. */
export function latencyOf(turns: readonly Pick<TurnOutcome, 'latencyMs'>[]): MediaOutcome['latency'] {
  const sorted = turns.flatMap(({latencyMs}) => latencyMs ?? []).sort((a, b) => a - b);
  const worst = sorted.at(-1);
  if (worst === undefined) return undefined;
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? worst;
  return {count: sorted.length, p50: at(0.5), p95: at(0.95), worst};
}
