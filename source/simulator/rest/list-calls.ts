import type {Leg} from '../state.js';
import type {Payload} from '../types.js';
import {badRequest} from './errors.js';
import type {Answer, Ask} from './route.js';

export type Listed = {leg: Leg; describe(): Payload};

/** `GET /v1/calls`: pages by `record_index`, with a count, unlike the Conversation API's cursors. */
export function listCalls({query}: Ask, all: Listed[]): Answer {
  const size = Number(query.get('page_size') ?? 10);
  const index = Number(query.get('record_index') ?? 0);
  if (!Number.isInteger(size) || size < 1 || size > 100) {
    return badRequest([{name: 'page_size', reason: 'must be an integer from 1 to 100'}]);
  }
  if (!Number.isInteger(index) || index < 0) {
    return badRequest([{name: 'record_index', reason: 'must be an integer from 0'}]);
  }
  const chosen = all.filter(listed => matches(listed, query));
  if (query.get('order')?.toLowerCase() === 'desc') chosen.reverse();
  const page = chosen.slice(index, index + size);
  const link = (at: number) => {
    const parameters = new URLSearchParams(query);
    parameters.set('page_size', String(size));
    parameters.set('record_index', String(at));
    return {href: `/v1/calls?${parameters}`};
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
    _embedded: {calls: page.map(({describe}) => describe())},
  };
  return {status: 200, body};
}

function matches({leg}: Listed, query: URLSearchParams): boolean {
  const conversation = query.get('conversation_uuid');
  const status = query.get('status');
  const began = leg.history[0]?.at ?? 0;
  const after = Date.parse(query.get('date_start') ?? '');
  const before = Date.parse(query.get('date_end') ?? '');
  return (
    (!conversation || leg.conversation.id === conversation) &&
    (!status || leg.status === status) &&
    !(began < after) &&
    !(began > before)
  );
}
