import type {AnsweredBy, Intervention} from '../call/intervention.js';
import {asRecord, asText} from './loose.js';

/** A request to the Voice API: everything but the creation of a call is a PUT (Voice OpenAPI 1.10.0). */
export type VoiceRequest = {method: 'POST' | 'PUT'; path: string; body: object};

/** What asks the Voice API for it; undefined where the leg's id, which comes from outside, may not be part of a URL. */
export function requestFor(intervention: Intervention): VoiceRequest | undefined {
  if (intervention.kind === 'dial') return {method: 'POST', path: '/v1/calls', body: creation(intervention)};
  const path = legPath(intervention.leg);
  if (path === undefined) return undefined;
  switch (intervention.kind) {
    case 'send-dtmf':
      return {method: 'PUT', path: `${path}/dtmf`, body: {digits: intervention.digits}};
    case 'talk':
      return {method: 'PUT', path: `${path}/talk`, body: {text: intervention.text}};
    case 'transfer': {
      const {to} = intervention;
      const destination = 'url' in to ? {url: [to.url]} : {ncco: JSON.parse(to.ncco)};
      return {method: 'PUT', path, body: {action: 'transfer', destination: {type: 'ncco', ...destination}}};
    }
    default:
      return {method: 'PUT', path, body: {action: intervention.kind}};
  }
}

/** One of the application's numbers is taken at random where none is named: it has one, or nothing could be called. */
function creation({to, from, answer}: Intervention & {kind: 'dial'}): object {
  return {
    to: [{type: 'phone', number: to}],
    ...(from === undefined ? {random_from_number: true} : {from: {type: 'phone', number: from}}),
    ...answered(answer),
  };
}

function answered(answer: AnsweredBy): object {
  if ('ncco' in answer) return {ncco: JSON.parse(answer.ncco)};
  const {url, eventUrl} = answer;
  return {answer_url: [url], ...(eventUrl !== undefined && {event_url: [eventUrl]})};
}

/** The path of a leg: a dashed UUID, or 32 hexadecimal digits of one that came in by phone. */
function legPath(id: string): string | undefined {
  return /^[0-9A-Za-z-]{1,64}$/.test(id) ? `/v1/calls/${id}` : undefined;
}

/** The leg and the conversation of a call that was created; undefined where the answer names none. */
export function readCreated(json: unknown): {leg: string; conversation?: string} | undefined {
  const answer = asRecord(json);
  const leg = asText(answer?.uuid);
  return leg === undefined ? undefined : {leg, conversation: asText(answer?.conversation_uuid)};
}
