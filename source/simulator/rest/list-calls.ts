import * as z from 'zod';
import type {Leg} from '../state.js';
import type {Payload} from '../types.js';
import {badRequest, issuesOf} from './errors.js';
import {isWithin, order, period, wholeBetween} from './parameters.js';
import type {Answer, Ask} from './route.js';
import {voiceWords} from './words.js';

export type Listed = {leg: Leg; describe(): Payload};

const statuses = [
  ...['started', 'ringing', 'answered', 'machine', 'completed', 'busy', 'cancelled', 'failed', 'rejected', 'timeout'],
  'unanswered',
];

const asked = z.looseObject({
  ...period,
  status: z.enum(statuses).optional(),
  page_size: wholeBetween(1, 100).default(10),
  record_index: wholeBetween(0, 1e9).default(0),
  order: order.default('asc'),
  conversation_uuid: z.string().optional(),
});

/**
 * `GET /v1/calls`: pages by `record_index` (the place of the first call), with a count, unlike the Conversation API's
 * cursors. Links are absolute, as the SDK for Node parses them.
 */
export function listCalls({query, platform}: Ask, all: Listed[]): Answer {
  const parsed = asked.safeParse(Object.fromEntries(query), voiceWords);
  if (!parsed.success) return badRequest(issuesOf(parsed.error));
  const {page_size: size, record_index: index, order: direction, status, conversation_uuid, ...dates} = parsed.data;
  const chosen = all.filter(
    ({leg, describe}) =>
      (!conversation_uuid || leg.conversation.id === conversation_uuid) &&
      (!status || describe().status === status) &&
      isWithin(leg.history[0]?.at ?? 0, dates),
  );
  if (direction === 'desc') chosen.reverse();
  const link = (at: number) => {
    const parameters = new URLSearchParams(query);
    parameters.set('page_size', String(size));
    parameters.set('record_index', String(at));
    return {href: `${platform.publicUrl}/v1/calls?${parameters}`};
  };
  const body = {
    count: chosen.length,
    page_size: size,
    record_index: index,
    _links: {
      self: link(index),
      first: link(0),
      last: link(Math.max(0, Math.floor((chosen.length - 1) / size) * size)),
      ...(index + size < chosen.length && {next: link(index + size)}),
      ...(index > 0 && {prev: link(Math.max(0, index - size))}),
    },
    _embedded: {calls: chosen.slice(index, index + size).map(({describe}) => describe())},
  };
  return {status: 200, body};
}
