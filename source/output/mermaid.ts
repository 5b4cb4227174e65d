import {eventTypes} from '../call/event-types.js';
import {printable} from '../text/printable.js';
import {offset} from '../text/time.js';
import {startOf} from './report-rows.js';
import type {SnapshotConversation, SnapshotEvent, SnapshotLeg} from './snapshot-schema.js';

/** A call as a Mermaid sequence diagram: the parties, Vonage and the application, and what passed between them. */
export function mermaid(call: SnapshotConversation, remark?: string): string {
  const isAsked = call.events.some(event => isForApplication(event));
  const inbound = call.legs.filter(leg => leg.direction === 'inbound');
  const others = call.legs.filter(leg => leg.direction !== 'inbound');
  const start = Date.parse(startOf(call) ?? call.firstSeenAt);
  return [
    'sequenceDiagram',
    ...(remark === undefined ? [] : [`  %% ${escaped(remark)}`]),
    ...inbound.map(participant),
    '  participant V as Vonage',
    ...(isAsked ? ['  participant A as application'] : []),
    ...others.map(participant),
    ...call.events.map(event => `  ${step(call, event, offset(Date.parse(event.at) - start))}`),
  ].join('\n');
}

function participant(leg: SnapshotLeg): string {
  const party = leg.direction === 'inbound' ? leg.from : leg.to;
  return `  participant ${leg.label} as ${leg.label} ${escaped(party ?? leg.type)}`;
}

/** Statuses are said by the end that brings them about; Vonage tells an inbound caller what becomes of its call. */
function step(call: SnapshotConversation, event: SnapshotEvent, since: string): string {
  const comment = event.comment === null ? '' : ` “${escaped(event.comment)}”`;
  const note = event.note === null ? '' : ` ${escaped(event.note)}`;
  const socket = event.socket === undefined ? '' : ` of ${escaped(event.socket)}`;
  const text = `${since} ${escaped(event.type)}${note}${socket}${comment}`;
  const leg = call.legs.find(each => each.id === event.leg);
  if (isForApplication(event)) {
    const reply = event.reply ? `\n  A-->>V: ${event.reply.status} in ${Math.round(event.reply.ms)} ms` : '';
    return `V->>A: ${text}${reply}`;
  }
  const way = event.witnesses.includes('media') ? eventTypes.get(event.type)?.way : undefined;
  if (leg && way === 'to-vonage') return `${leg.label}->>V: ${text}`;
  if (leg && way !== undefined) return `V${way === 'end' ? '--x' : '->>'}${leg.label}: ${text}`;
  if (!leg || event.status === null) return `Note over ${leg?.label ?? 'V'}: ${text}`;
  const isInbound = leg.direction === 'inbound';
  if (event.status === 'started') return isInbound ? `${leg.label}->>V: ${text}` : `V->>${leg.label}: ${text}`;
  const arrow = event.status === 'ringing' || event.status === 'answered' ? '-->>' : '--x';
  return isInbound ? `V${arrow}${leg.label}: ${text}` : `${leg.label}${arrow}V: ${text}`;
}

/** A webhook that is more than news of a leg, such as the request for an NCCO. */
function isForApplication({status, witnesses, type}: SnapshotEvent): boolean {
  return status === null && witnesses.includes('webhook') && type !== 'unreadable';
}

/** Mermaid takes `#` and a number for a character; the word "end" ends a block wherever it stands. */
function escaped(text: string): string {
  return printable(text, 80)
    .replace(/[^\w .,+()/=-]/gu, character => `#${character.codePointAt(0)};`)
    .replace(/\b(en)d\b/gi, (word, start: string) => `${start}#${word.charCodeAt(2)};`);
}
