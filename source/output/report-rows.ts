import {clock, offset, span} from '../text/time.js';
import {delayBetween} from '../world/read/delay.js';
import {audio, sockets, turns} from './media-rows.js';
import type {ReportTable} from './report-table.js';
import type {Snapshot, SnapshotConversation, SnapshotEvent, SnapshotLeg, SnapshotMember} from './snapshot-schema.js';

/** What a report of one call says, in the order in which it says it. */
export function tablesOf(call: SnapshotConversation): ReportTable[] {
  return Object.values(tables)
    .map(table => table(call))
    .filter(({rows}) => rows.length > 0);
}

/** Each table by itself, empty ones as well. */
export const tables = {legs, members, problems, sockets, audio, turns, events} as const;

/** Facts about the call as a whole, by name. */
export function factsOf(call: SnapshotConversation, limited?: Snapshot['limited']): [name: string, value: string][] {
  const facts: [string, string | null][] = [
    ['conversation', call.id],
    ['name', call.name],
    ['state', call.state],
    ['began', startOf(call)],
    ['cost', call.cost === null ? null : `${call.cost} EUR`],
    ['limited', limitText(limited) ?? null],
  ];
  return facts.flatMap(([name, value]) => (value === null ? [] : [[name, value]]));
}

/** What of a call is not here: `3 of 14 events, by filter dtmf, leg L1`; undefined where everything is. */
export function limitText(limited: Snapshot['limited']): string | undefined {
  return limited && `${limited.events} of ${limited.of} events, by ${limited.by.join(', ')}`;
}

function legs(call: SnapshotConversation): ReportTable {
  return {
    title: 'Legs',
    header: ['leg', 'way', 'type', 'from', 'to', 'status', 'set-up', 'ring', 'talk', 'price', 'ended', 'id'],
    rows: call.legs.map(leg => [
      leg.label,
      leg.direction === null ? '' : leg.direction === 'inbound' ? 'in' : 'out',
      leg.type,
      leg.from ?? '',
      leg.to ?? '',
      leg.failure ?? leg.status ?? '',
      spanOf(leg.timings.postDialMs),
      spanOf(leg.timings.ringMs),
      spanOf(leg.timings.talkMs),
      leg.price ?? '',
      endOf(leg),
      leg.id,
    ]),
  };
}

function members(call: SnapshotConversation): ReportTable {
  return {
    title: 'Members',
    header: ['member', 'user', 'state', 'joined', 'left', 'legs', 'media'],
    rows: call.members.map(({id, user, state, joinedAt, leftAt, legs, media}) => [
      id,
      user?.displayName ?? user?.name ?? user?.id ?? '',
      state,
      timeOf(joinedAt),
      timeOf(leftAt),
      legs.map(leg => labelOf(call, leg)).join(' '),
      mediaText(media),
    ]),
  };
}

function problems(call: SnapshotConversation): ReportTable {
  return {
    title: 'Problems',
    header: ['time', 'severity', 'leg', 'what happened', 'what to do'],
    rows: call.problems.map(({at, severity, leg, text, advice}) => [
      timeOf(at),
      severity,
      labelOf(call, leg),
      text,
      advice ?? '',
    ]),
  };
}

function events(call: SnapshotConversation): ReportTable {
  const start = Date.parse(startOf(call) ?? call.firstSeenAt);
  return {
    title: `Events (${witnessesIn(call)})`,
    header: ['time (UTC)', 'since start', 'leg', 'event', 'by', 'arrived after', 'reply', 'note'],
    rows: call.events.map(event => [
      timeOf(event.at),
      offset(Date.parse(event.at) - start).replace('+', ''),
      labelOf(call, event.leg),
      event.type,
      event.witnesses.map(witness => witness.charAt(0).toUpperCase()).join('+'),
      delayText(event),
      event.reply ? `${event.reply.status} in ${spanOf(event.reply.ms)}` : '',
      noteOf(event),
    ]),
  };
}

/** What the letters stand for that say by whom an event was told: the WebSocket's where it tells of any. */
export function witnessesIn({events}: SnapshotConversation): string {
  const isSeen = events.some(({witnesses}) => witnesses.includes('media'));
  return `W webhook, R RTC webhook, A Conversation API${isSeen ? ', M WebSocket' : ''}`;
}

/** The first stamp of any leg; null when no leg was seen. */
export function startOf(call: SnapshotConversation): string | null {
  return call.legs.flatMap(leg => leg.history.map(entry => entry.at)).sort()[0] ?? null;
}

/** `L1`, or nothing for an event of no leg. */
export function labelOf(call: SnapshotConversation, leg: string | null): string {
  return call.legs.find(each => each.id === leg)?.label ?? '';
}

function noteOf(event: SnapshotEvent): string {
  const marks = [
    event.comment !== null && `“${event.comment}”`,
    event.note,
    event.socket !== undefined && `of ${event.socket}`,
    event.outOfOrder && 'out of order',
    event.deliveries > 1 && `×${event.deliveries}`,
    event.signature !== null && event.signature !== 'signed' && event.signature,
  ];
  return marks.filter(Boolean).join(', ');
}

function endOf({detail, sipCode, disconnectedBy}: SnapshotLeg): string {
  return [detail, sipCode !== null && `SIP ${sipCode}`, disconnectedBy && `by ${disconnectedBy}`]
    .filter(Boolean)
    .join(', ');
}

function timeOf(time: string | null): string {
  return time === null ? '' : clock(Date.parse(time));
}

/** Whether a member is heard and hears, as the API said last. */
function mediaText({audio, muted, earmuffed}: SnapshotMember['media']): string {
  const said = [audio !== null && `audio ${audio ? 'on' : 'off'}`, muted && 'muted', earmuffed && 'earmuffed'];
  return said.filter(Boolean).join(', ') || unknown;
}

/** How long an event took to get here. */
function delayText({stamped, at, arrivedAt}: SnapshotEvent): string {
  if (!stamped) return '';
  const delay = delayBetween(Date.parse(at), Date.parse(arrivedAt));
  return delay === undefined ? unknown : span(delay);
}

const unknown = '–';

function spanOf(ms: number | null): string {
  return ms === null ? '' : span(ms);
}
