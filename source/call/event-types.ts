import type {Media, MemberState} from './conversation.js';
import type {Status} from './status.js';

/** Which way something passes between Vonage and a party; `end` says that nobody told who ended it. */
export type Way = 'to-vonage' | 'to-party' | 'end';

/** What happened on a leg besides its statuses, where it has a place on the time axis. */
export type MarkKind =
  | 'dtmf'
  | 'speech'
  | 'record'
  | 'record-end'
  | 'say'
  | 'say-end'
  | 'play'
  | 'play-end'
  | 'input'
  | 'notify'
  | 'transfer'
  | 'mute'
  | 'unmute'
  | 'ncco';

export type EventType = {
  /** The status of a leg that it reports, as a Voice webhook does; `told`: the one that it names. */
  status?: Status | 'told';
  /** It is about a member: what becomes of it. */
  member?: {state?: MemberState; media?: Media};
  /** It is about the conversation itself. */
  conversation?: 'created' | 'deleted';
  /** Which way it passes; without one, between nobody. */
  way?: Way;
  /** Its sign on the time axis. */
  mark?: MarkKind;
  /** Its note says more than its name. */
  isTelling?: true;
  /** It comes of an answered leg alone. */
  isTalk?: true;
  /** It is the account of a leg: its status, times, price. */
  isAccount?: true;
  /** Its webhook may be answered with the next NCCO (webhook reference). */
  takesNcco?: true;
};

/**
 * Kinds of Voice webhooks and types of the Conversation API's events, with what the program makes of them. The set is open: a type that is not
 * here is an event like any other.
 */
export const eventTypes: ReadonlyMap<string, EventType> = new Map<string, EventType>([
  ['answer', {mark: 'ncco'}],
  ['fallback', {mark: 'ncco'}],
  ['input', {way: 'to-vonage', mark: 'input', isTelling: true, isTalk: true, takesNcco: true}],
  ['record', {mark: 'record-end'}],
  ['notify', {mark: 'notify', takesNcco: true}],
  ['play', {way: 'to-party', isTelling: true}],
  ['transfer', {mark: 'transfer', isTalk: true}],
  ['payment', {isTalk: true}],

  // What was done from here: the Voice API's answer tells of it.
  ['control:dial', {mark: 'ncco', isTelling: true}],
  ['control:transfer', {mark: 'ncco', isTelling: true}],
  ['control:send-dtmf', {isTelling: true}],
  ['control:talk', {isTelling: true}],
  ['control:arm', {isTelling: true}],

  ['sip:ringing', {status: 'ringing'}],
  ['rtc:ringing', {status: 'ringing'}],
  ['sip:answered', {status: 'answered'}],
  ['rtc:answered', {status: 'answered'}],
  ['sip:machine', {status: 'machine'}],
  ['sip:amd_machine', {status: 'machine'}],
  ['sip:hangup', {status: 'completed'}],
  ['rtc:hangup', {status: 'completed'}],
  ['leg:status:update', {status: 'told'}],
  ['sip:status', {isAccount: true}],
  ['rtc:status', {isAccount: true}],
  ['rtc:answer', {way: 'to-vonage'}],
  ['rtc:terminate', {way: 'to-vonage'}],
  ['rtc:transfer', {mark: 'transfer', isTalk: true}],

  ['websocket:refused', {way: 'to-party', isTelling: true}],
  ['websocket:open', {way: 'to-party', isTelling: true}],
  ['websocket:connected', {way: 'to-party', isTelling: true}],
  ['websocket:dtmf', {way: 'to-party', mark: 'dtmf', isTelling: true}],
  ['websocket:cleared', {way: 'to-party'}],
  ['websocket:notify', {way: 'to-party', isTelling: true}],
  ['websocket:media:update', {way: 'to-party', isTelling: true}],
  ['websocket:disconnected', {way: 'to-party'}],
  ['websocket:clear', {way: 'to-vonage'}],
  ['websocket:notify:asked', {way: 'to-vonage', isTelling: true}],
  ['websocket:text', {isTelling: true}],
  ['websocket:audio', {isTelling: true}],
  ['websocket:turn', {way: 'to-vonage', mark: 'speech', isTelling: true}],
  ['websocket:barge-in', {way: 'to-party', mark: 'speech', isTelling: true}],
  ['websocket:closed', {way: 'end', isTelling: true}],

  ['member:invited', {way: 'to-party', member: {state: 'INVITED'}}],
  ['member:joined', {way: 'to-vonage', member: {state: 'JOINED'}}],
  ['member:left', {way: 'to-vonage', member: {state: 'LEFT'}}],
  ['member:media', {way: 'to-vonage', member: {}}],
  ['conversation:created', {conversation: 'created'}],
  ['conversation:deleted', {conversation: 'deleted'}],

  ['audio:dtmf', {way: 'to-vonage', mark: 'dtmf', isTelling: true, isTalk: true}],
  ['audio:asr:done', {way: 'to-vonage', mark: 'speech', isTelling: true, isTalk: true}],
  ['audio:asr:record:done', {isTalk: true}],
  ['audio:speaking:on', {way: 'to-vonage', isTalk: true}],
  ['audio:speaking:off', {way: 'to-vonage', isTalk: true}],
  ['audio:say', {way: 'to-party', mark: 'say'}],
  ['audio:say:stop', {way: 'to-party', mark: 'say-end'}],
  ['audio:say:done', {way: 'to-party', mark: 'say-end'}],
  ['audio:play', {way: 'to-party', mark: 'play'}],
  ['audio:play:stop', {way: 'to-party', mark: 'play-end'}],
  ['audio:play:done', {way: 'to-party', mark: 'play-end'}],
  ['audio:record', {mark: 'record', isTalk: true}],
  ['audio:record:stop', {mark: 'record-end', isTalk: true}],
  ['audio:record:done', {mark: 'record-end', isTalk: true}],
  ['audio:mute:on', {way: 'to-party', mark: 'mute', member: {media: {muted: true}}}],
  ['audio:mute:off', {way: 'to-party', mark: 'unmute', member: {media: {muted: false}}}],
  ['audio:earmuff:on', {way: 'to-party', mark: 'mute', member: {media: {earmuffed: true}}}],
  ['audio:earmuff:off', {way: 'to-party', mark: 'unmute', member: {media: {earmuffed: false}}}],
]);
