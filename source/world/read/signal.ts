import type {Status} from '../../call/status.js';
import type {Leg} from '../world.js';

/** Which way something passes between Vonage and a party; `end` says that nobody told who ended it. */
export type Way = 'to-vonage' | 'to-party' | 'end';

/** Who brings a status about, by the direction of the leg. Vonage tells a caller what becomes of the call. */
const ofInbound: Readonly<Partial<Record<Status, Way>>> = {started: 'to-vonage', disconnected: 'to-vonage'};
const ofOutbound: Readonly<Partial<Record<Status, Way>>> = {
  started: 'to-party',
  timeout: 'to-party',
  cancelled: 'to-party',
};

/** Events of the Conversation API and Voice webhooks other than statuses. A type that is not here passes between nobody. */
const ofType: ReadonlyMap<string, Way> = new Map([
  ['input', 'to-vonage'],
  ['play', 'to-party'],
  ['audio:dtmf', 'to-vonage'],
  ['audio:asr:done', 'to-vonage'],
  ['audio:speaking:on', 'to-vonage'],
  ['audio:speaking:off', 'to-vonage'],
  ['audio:say', 'to-party'],
  ['audio:say:stop', 'to-party'],
  ['audio:say:done', 'to-party'],
  ['audio:play', 'to-party'],
  ['audio:play:stop', 'to-party'],
  ['audio:play:done', 'to-party'],
  ['audio:mute:on', 'to-party'],
  ['audio:mute:off', 'to-party'],
  ['audio:earmuff:on', 'to-party'],
  ['audio:earmuff:off', 'to-party'],
  ['member:invited', 'to-party'],
  ['member:joined', 'to-vonage'],
  ['member:left', 'to-vonage'],
  ['member:media', 'to-vonage'],
  ['rtc:answer', 'to-vonage'],
  ['rtc:terminate', 'to-vonage'],
]);

/** Which way an event passes between Vonage and the party of its leg; undefined when it passes between nobody. */
export function wayOf(type: string, status: Status | undefined, leg: Leg | undefined): Way | undefined {
  if (status === undefined) return ofType.get(type);
  if (status === 'completed') {
    if (leg?.disconnectedBy === 'user') return 'to-vonage';
    return leg?.disconnectedBy === 'platform' ? 'to-party' : 'end';
  }
  if (leg?.direction === 'inbound') return ofInbound[status] ?? 'to-party';
  return ofOutbound[status] ?? 'to-vonage';
}
