import type {Route} from '../call/observation.js';
import {readStatus} from '../call/status.js';
import {asRecord, asText, asTime} from './loose.js';
import {eventKind, type Fields, type Request, readFields} from './webhook.js';

/**
 * Which webhook a request is, or undefined where its fields do not say. No field of Vonage's does so by itself, and the path only says what
 * the developer typed into the dashboard, so the fields decide; `hint`, the route of the path, counts where one could be either.
 */
export function recognise(request: Request, hint?: Route): Route | undefined {
  const fields = readFields(request);
  return typeof fields === 'string' ? undefined : tests.find(([, test]) => test(fields, hint))?.[0];
}

const tests: readonly [Route, (fields: Fields, hint: Route | undefined) => boolean][] = [
  ['rtc', isRtc],
  ['fallback', isFallback],
  ['event', isEvent],
  ['answer', isAnswer],
];

/** Events of the Conversation API have a type and a body, and name their conversation by `conversation_id`; no Voice webhook does. */
function isRtc(f: Fields): boolean {
  if (asText(f.type) === undefined || f.uuid !== undefined || f.conversation_uuid !== undefined) return false;
  return (
    asText(f.conversation_id ?? f.cid) !== undefined || (String(f.type).includes(':') && asRecord(f.body) !== undefined)
  );
}

/** The fields of the request that failed, with `reason` and `original_request` (webhook reference, fallback URL). */
function isFallback(f: Fields, hint: Route | undefined): boolean {
  if (f.original_request !== undefined) return true;
  const isAboutLeg = asText(f.reason) !== undefined && asText(f.uuid) !== undefined && f.status === undefined;
  return isAboutLeg && (hint === 'fallback' || hint === 'answer') && asTime(f.timestamp) === undefined;
}

/**
 * An answer webhook carries whatever the developer wrote into the query of its URL, such as `type=talk`, so on an answer path it takes what
 * only an event has. Where no webhook is expected, an application's own requests may have a `uuid` and a `status` as well.
 */
function isEvent(f: Fields, hint: Route | undefined): boolean {
  const isStatus = readStatus(f.status) !== undefined;
  const signs = [f.direction, f.timestamp].filter(value => asText(value) !== undefined).length;
  if (isStatus && signs > (hint === undefined ? 1 : 0)) return true;
  const isNamed = ids.some(id => asText(f[id]) !== undefined) || (hint !== undefined && asText(f.uuid) !== undefined);
  if (!isNamed) return false;
  if (isStatus || asTime(f.timestamp) !== undefined) return true;
  if (hint === 'answer' || hint === 'fallback') {
    return f.recording_uuid !== undefined || asRecord(f.dtmf) !== undefined || asRecord(f.speech) !== undefined;
  }
  return eventKind(f) !== 'unknown' || (hint === undefined && !isAnswer(f, hint));
}

const ids = ['conversation_uuid', 'call_uuid', 'recording_uuid', 'conversation_uuid_to'];

/** A leg, and two of: its conversation, who calls, who is called. */
function isAnswer(f: Fields, hint: Route | undefined): boolean {
  if (asText(f.uuid) === undefined || (hint === undefined && asText(f.conversation_uuid) === undefined)) return false;
  return [f.conversation_uuid, f.to, f.from ?? f.from_user].filter(value => asText(value) !== undefined).length >= 2;
}
