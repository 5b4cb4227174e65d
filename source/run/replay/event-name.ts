import type {WebhookObservation} from '../../call/observation.js';
import {factOf} from '../../vonage/facts.js';

/** What a webhook says happened, in one word: a status, a kind of event, or a type of the Conversation API's; undefined where that is its route. */
export function eventName(webhook: WebhookObservation): string | undefined {
  const fact = factOf(webhook);
  if (fact.source !== 'webhook') return undefined;
  const {told} = fact;
  if (told.kind === 'event') return told.event.type;
  if (told.kind === 'answer' || told.kind === 'fallback') return undefined;
  return told.kind === 'status' ? told.status : told.kind;
}
