import type {Channel, Media} from '../call/conversation.js';
import {asCount, asFlag, asList, asRecord, asText, compact} from './loose.js';

/**
 * Through what a member takes part. The leg is `id`, else `leg_id`, else the first of `legs`, else the first of `leg_ids`,
 * whose items are strings in captures and objects in the specifications. Undefined when the channel says nothing.
 */
export function readChannel(json: unknown): Channel | undefined {
  const channel = asRecord(json);
  if (!channel) return;
  const named = [asText(channel.id), asText(channel.leg_id), ...legIds(channel.legs), ...legIds(channel.leg_ids)];
  const legs = [...new Set(named.filter(leg => leg !== undefined))];
  const read = {
    type: endpointType(asText(channel.type)),
    leg: legs[0],
    from: endpoint(channel.from),
    to: endpoint(channel.to),
    maxLengthMs: lengthOf(channel.max_length),
  };
  const known = compact(read);
  return known && {...known, legs};
}

/** Whether audio flows, and who cannot hear or be heard. Undefined when nothing is said. */
export function readMedia(json: unknown): Media | undefined {
  const media = asRecord(json);
  if (!media) return;
  const settings = asRecord(media.audio_settings);
  return compact({
    audio: asFlag(media.audio),
    muted: asFlag(settings?.muted),
    earmuffed: asFlag(settings?.earmuffed),
  });
}

/** A day, which is the most that `length_timer` may be (Voice API), ms. */
const LONGEST_MS = 86_400_000;

/** App legs have -1: no limit. */
function lengthOf(json: unknown): number | undefined {
  const ms = asCount(json);
  return ms !== undefined && ms > 0 ? Math.min(ms, LONGEST_MS) : undefined;
}

function legIds(items: unknown): (string | undefined)[] {
  return asList(items).map(item => asText(asRecord(item)?.leg_id ?? item));
}

/**
 * The number, uri, user or extension at one end: each kind of channel names it by another field. Some are text themselves,
 * and one SDK's fixtures wrap the object in an array.
 */
export function endpoint(end: unknown): string | undefined {
  const only = Array.isArray(end) ? end[0] : end;
  const object = asRecord(only);
  if (!object) return asText(only);
  return [object.number, object.uri, object.user, object.extension, object.id].map(asText).find(name => name);
}

/** The kind of endpoint, in lower case: `phone` (also spelled `pstn`), `app`, `sip`, `websocket`, `vbc`, … */
export function endpointType(type: string | undefined): string | undefined {
  const word = type?.toLowerCase();
  return word === 'pstn' ? 'phone' : word;
}
