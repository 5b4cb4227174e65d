import type {EndedBy, Leg} from './state.js';
import {type Party, type Payload, type Status, stamp} from './types.js';

/** Statuses after which nothing else happens to a leg but `completed` (and not even that after `rejected`). */
const failures = new Set<Status>(['busy', 'cancelled', 'unanswered', 'timeout', 'rejected', 'failed']);

/** Whether nobody was reached. */
export function isFailure(status: Status): boolean {
  return failures.has(status);
}

/** The fields of `completed`: whole seconds, begun ones count; money as strings of eight decimals. */
export function moneyOf(leg: Leg, at: number, by: EndedBy): Payload {
  const endMs = Math.ceil(at / 1000) * 1000;
  const startMs = leg.answeredAt === undefined ? undefined : Math.floor(leg.answeredAt / 1000) * 1000;
  const seconds = startMs === undefined ? 0 : (endMs - startMs) / 1000;
  const failed = leg.history.find(({status}) => isFailure(status));
  return {
    end_time: stamp(endMs),
    network: leg.network,
    duration: String(seconds),
    start_time: startMs === undefined ? null : stamp(startMs),
    rate: leg.rate,
    price: priceOf(leg.rate, seconds),
    sip_code: failed ? (sipCodes[failed.status] ?? 480) : 200,
    disconnected_by: by,
  };
}

/** The SIP code that comes with a status, as in Vonage's webhook reference. */
export const sipCodes: Partial<Record<Status, number>> = {
  busy: 486,
  cancelled: 487,
  unanswered: 480,
  timeout: 480,
  rejected: 603,
  failed: 404,
};

function priceOf(rate: string, seconds: number): string {
  // Client SDK legs are free, and the captures say so in another spelling than that of paid ones.
  return rate === '0.00' ? '0' : ((Number(rate) * seconds) / 60).toFixed(8);
}

/** EUR a minute and the network, by what the remote end is; figures as in the captures. */
const tariffs: Record<string, {rate: string; network: string | null}> = {
  'inbound phone': {rate: '0.00450000', network: 'GB-FIXED'},
  'outbound phone': {rate: '0.10000000', network: '23410'},
  'inbound sip': {rate: '0.00250000', network: null},
  'outbound sip': {rate: '0.00250000', network: null},
};

const free = {rate: '0.00', network: null};

/** What a minute of a leg costs, and in which network it is. */
export function tariffOf(direction: Leg['direction'], remote: Party): Pick<Leg, 'rate' | 'network'> {
  return tariffs[`${direction} ${remote.type}`] ?? free;
}
