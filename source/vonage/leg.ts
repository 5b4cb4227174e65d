import type {LegFacts} from '../call/conversation.js';
import {endpoint, endpointType} from './channel.js';
import {type Page, readPage} from './list.js';
import {asRecord, asText, compact} from './loose.js';
import {amount, anything, direction, fields, text, time} from './loose-schema.js';

const LegJson = fields({
  id: text,
  uuid: text,
  leg_id: text,
  conversation_id: text,
  conversation_uuid: text,
  type: text,
  status: text,
  state: text,
  direction,
  from: anything,
  to: anything,
  start_time: time,
  end_time: time,
  duration: amount,
  rate: text,
  price: text,
  network: text,
});

/** One page of `GET /v1/calls` (the Voice API): the only source about its legs when a conversation is gone (404). */
export function readCalls(json: unknown): Page<LegFacts> {
  return readPage(json, 'calls', readLeg);
}

/** One page of `GET /v0.3/legs` (the Conversation API): the same legs in another spelling. */
export function readLegs(json: unknown): Page<LegFacts> {
  return readPage(json, 'legs', readLeg);
}

/** The schema of v0.3 says `state`, its example `status`; ids and conversation ids are spelled `uuid` or `id`. */
function readLeg(json: unknown): LegFacts | undefined {
  const leg = LegJson.parse(json);
  const id = leg?.uuid ?? leg?.id ?? leg?.leg_id;
  if (!leg || id === undefined) return;
  const facts: LegFacts = {id};
  return Object.assign(
    facts,
    compact({
      conversation: leg.conversation_uuid ?? leg.conversation_id,
      status: (leg.status ?? leg.state)?.toLowerCase(),
      direction: leg.direction,
      type: endpointType(leg.type ?? typeOf(leg.to) ?? typeOf(leg.from)),
      from: endpoint(leg.from),
      to: endpoint(leg.to),
      startTime: leg.start_time,
      endTime: leg.end_time,
      durationMs: leg.duration === undefined ? undefined : Math.round(leg.duration * 1000),
      rate: leg.rate,
      price: leg.price,
      network: leg.network,
    }),
  );
}

function typeOf(end: unknown): string | undefined {
  return asText(asRecord(Array.isArray(end) ? end[0] : end)?.type);
}
