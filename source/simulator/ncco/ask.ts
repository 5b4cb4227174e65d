import type {Delivery} from '../delivery/outbox.js';
import type {Leg, Platform} from '../state.js';
import {type Payload, stamp, type Target} from '../types.js';
import {hasWaited} from './patience.js';
import {type Ncco, type NccoAction, type Refused, readNcco} from './schema.js';

/** What the application wants done, and from when on. No actions: it has no (other) wish, or could not be understood. */
export type Wish = {actions?: NccoAction[]; readyAt: number};

/**
 * Asks an answer URL for an NCCO, and the fallback URL when that fails (Vonage's webhook reference, "fallback URL").
 * An NCCO that is not one is told to the event URL as well.
 */
export async function askForNcco(
  platform: Platform,
  leg: Leg,
  at: number,
  target: Target,
  fields: Payload,
): Promise<Wish> {
  const delivery = await leg.call.outbox.ask('answer', at, target, fields);
  const readyAt = at + costOf(platform, leg, delivery);
  const ncco: Ncco = delivery.reply
    ? readNcco(delivery.reply.body, delivery.reply.contentType)
    : {reason: delivery.failure?.text ?? 'No reply.'};
  if (ncco.actions) return {actions: ncco.actions, readyAt};
  if (delivery.reply) reportError(platform, leg, readyAt, ncco);
  return askFallback(platform, leg, readyAt, 'answer', target, fields, ncco.reason);
}

/**
 * Sends an event whose reply may hold an NCCO that replaces the running one (`input`, `notify`, a synchronous `connect`,
 * …). An empty reply, or one that is no array, means: carry on.
 */
export async function askAboutEvent(
  platform: Platform,
  leg: Leg,
  at: number,
  target: Target,
  fields: Payload,
): Promise<Wish> {
  const delivery = await leg.call.outbox.ask('event', at, target, fields);
  const readyAt = at + costOf(platform, leg, delivery);
  if (!delivery.reply) {
    return askFallback(platform, leg, readyAt, 'event', target, fields, delivery.failure?.text ?? 'No reply.');
  }
  if (!delivery.reply.body.trimStart().startsWith('[')) return {readyAt};
  const ncco = readNcco(delivery.reply.body, delivery.reply.contentType);
  if (ncco.reason) reportError(platform, leg, readyAt, ncco);
  return {actions: ncco.actions, readyAt};
}

/** Fetches the NCCO that a leg is transferred to by the Voice API; no fallback, as nothing is lost yet. */
export async function fetchNcco(platform: Platform, leg: Leg, url: string): Promise<Ncco> {
  const fields = {uuid: leg.id, conversation_uuid: leg.conversation.id};
  const delivery = await leg.call.outbox.ask('answer', platform.clock.now(), {url, method: 'GET'}, fields);
  if (!delivery.reply) return {reason: delivery.failure?.text ?? 'No reply.'};
  return readNcco(delivery.reply.body, delivery.reply.contentType);
}

async function askFallback(
  platform: Platform,
  leg: Leg,
  at: number,
  type: 'answer' | 'event',
  original: Target,
  fields: Payload,
  reason: string,
): Promise<Wish> {
  const target = platform.targets.fallback;
  if (!target) return {readyAt: at};
  const payload = {...fields, reason, original_request: {url: original.url, type}};
  const delivery = await leg.call.outbox.ask('fallback', at, target, payload);
  const readyAt = at + costOf(platform, leg, delivery);
  if (!delivery.reply) return {readyAt};
  const ncco = readNcco(delivery.reply.body, delivery.reply.contentType);
  if (ncco.reason) reportError(platform, leg, readyAt, ncco);
  return {actions: ncco.actions, readyAt};
}

/** The error event: it has neither a status nor a leg's uuid, and says less of the cause than the stand-in does in its lines. */
export function reportError(platform: Platform, leg: Leg, at: number, {reason, cause}: Refused): void {
  platform.act({at, kind: 'ncco', text: `error event: ${reason}${cause === undefined ? '' : ` (${cause})`}`});
  leg.call.outbox.tell('event', at, leg.target, {
    reason,
    conversation_uuid: leg.conversation.id,
    timestamp: stamp(at),
  });
}

function costOf({clock}: Platform, leg: Leg, delivery: Delivery): number {
  const tookMs = delivery.attempts.reduce((total, attempt) => total + attempt.tookMs, 0);
  if (clock.jumps) hasWaited(leg, tookMs);
  return clock.cost(tookMs);
}
