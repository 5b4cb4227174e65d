import {eventTypes} from '../call/event-types.js';
import {signatureResults} from '../call/signature-result.js';
import {statuses, statusNames} from '../call/status.js';
import type {Field, Word} from './field.js';
import type {CallSubject, EventSubject} from './subject.js';
import {legTexts, memberTexts} from './texts.js';

const fromOf = (s: EventSubject) => (s.leg ? [s.leg.from] : s.call.legs.map(leg => leg.from));
const toOf = (s: EventSubject) => (s.leg ? [s.leg.to] : s.call.legs.map(leg => leg.to));

const witness = (name: string) => (s: EventSubject) => s.witnesses.includes(name);
const direction = (name: string) => ({
  event: (s: EventSubject) => (s.leg ? s.leg.direction : s.call.direction) === name,
  call: (s: CallSubject) => s.direction === name,
});

const MEDIA = 'websocket:';
const mediaTypes = [...eventTypes.keys()].flatMap(type => (type.startsWith(MEDIA) ? [type.slice(MEDIA.length)] : []));

/** The language: parsing, matching, completion, messages and help all read this table. */
export const fields: Readonly<Record<string, Field>> = {
  type: {
    kind: 'text',
    manner: 'segment',
    meaning: 'type of event, as the webhook or the Conversation API names it',
    example: 'type:dtmf type:member:*',
    offers: 'type',
    event: s => [s.type, s.apiType],
  },
  status: {
    kind: 'text',
    manner: 'start',
    meaning: 'status that an event reports; status of a call or any leg of it',
    example: 'status:busy,failed',
    offers: Object.fromEntries(statusNames.map(name => [name, statuses[name].meaning])),
    event: s => [s.status],
    call: s => [s.status, ...s.legs.map(leg => leg.status)],
  },
  leg: {
    kind: 'text',
    manner: 'label',
    meaning: 'leg, by its label or the beginning of its id',
    example: 'leg:L1,L2',
    offers: 'leg',
    event: s => (s.leg ? legTexts(s.leg) : []),
    call: s => s.legs.flatMap(legTexts),
  },
  member: {
    kind: 'text',
    manner: 'label',
    meaning: 'member, by label, name or the beginning of its id',
    example: 'member:anna',
    offers: 'member',
    event: s => (s.member ? memberTexts(s.member) : []),
    call: s => s.members.flatMap(memberTexts),
  },
  call: {
    kind: 'text',
    manner: 'start',
    aliases: ['conversation'],
    meaning: 'call, by its number in the list (call=3), its id or its name',
    example: 'call:CON-4bf6',
    offers: 'call',
    call: s => [String(s.index), s.id, s.name],
  },
  from: {
    kind: 'text',
    manner: 'party',
    meaning: 'who calls: number, user or address, or a part of it',
    example: 'from:+44770',
    offers: 'party',
    event: fromOf,
    call: s => s.legs.map(leg => leg.from),
  },
  to: {
    kind: 'text',
    manner: 'party',
    meaning: 'who is called',
    example: 'to:anna',
    offers: 'party',
    event: toOf,
    call: s => s.legs.map(leg => leg.to),
  },
  number: {
    kind: 'text',
    manner: 'party',
    aliases: ['party'],
    meaning: 'either side of a leg',
    example: 'number:0123',
    offers: 'party',
    event: s => [...fromOf(s), ...toOf(s)],
    call: s => s.legs.flatMap(leg => [leg.from, leg.to]),
  },
  endpoint: {
    kind: 'text',
    manner: 'start',
    meaning: 'kind of endpoint of the leg',
    example: 'endpoint:websocket',
    offers: {
      phone: 'a telephone',
      app: 'a user of a Client SDK',
      sip: 'a SIP address',
      websocket: 'a WebSocket of your application',
      vbc: 'an extension of Vonage Business Communications',
    },
    event: s => [s.leg?.endpoint],
    call: s => s.legs.map(leg => leg.endpoint),
  },
  dir: {
    kind: 'words',
    aliases: ['direction'],
    meaning: 'direction of the leg or call',
    example: 'dir:in',
    words: {
      in: {aliases: ['inbound'], meaning: 'towards your application', ...direction('inbound')},
      out: {aliases: ['outbound'], meaning: 'made by your application', ...direction('outbound')},
    },
  },
  note: {
    kind: 'text',
    manner: 'part',
    meaning: 'what stands beside the type: your note, digits, reason, detail',
    example: 'note:digits=1',
    event: s => [s.note, s.comment],
  },
  media: {
    kind: 'text',
    manner: 'segment',
    meaning: 'what passed over the WebSocket of a leg, by its type without websocket:',
    example: 'media:turn media:*',
    offers: Object.fromEntries(mediaTypes.map(type => [type, ''])),
    event: s => (s.type.startsWith(MEDIA) ? [s.type.slice(MEDIA.length)] : []),
  },
  socket: {
    kind: 'text',
    manner: 'start',
    aliases: ['ws'],
    meaning: 'what became of a WebSocket; by whom, close code or HTTP status',
    example: 'socket:closed socket:1006',
    offers: {
      open: 'it was opened',
      closed: 'it was closed',
      refused: 'the handshake failed',
      1006: 'closed without a close frame',
      vonage: 'by Vonage',
      application: 'by the application',
      monitor: 'by this monitor',
    },
    event: s => (s.type === 'websocket:open' ? ['open'] : (s.socket?.words ?? [])),
  },
  turn: {
    kind: 'duration',
    meaning: 'from the end of what the caller said to the agent on the WebSocket being heard',
    example: 'turn>1000 turn>=1.2s',
    event: s => s.socket?.turnMs,
  },
  id: {
    kind: 'number',
    meaning: 'event id of the Conversation API',
    example: 'id:3 id>=10',
    event: s => s.id,
  },
  at: {
    kind: 'moment',
    aliases: ['time'],
    meaning: 'when it happened: on the clock, since the start of the call, or an ISO time',
    example: 'at>12:04:11 at<+30s',
    event: s => s.time,
    call: s => s.time,
  },
  lat: {
    kind: 'duration',
    aliases: ['latency'],
    meaning: 'time your application (or the monitor) took to reply to the webhook',
    example: 'lat>500 lat<=1.5s',
    event: s => s.reply?.ms,
  },
  delay: {
    kind: 'duration',
    meaning: 'time from Vonage’s stamp to the first arrival here',
    example: 'delay>1s',
    event: s => s.delayMs,
  },
  dup: {
    kind: 'number',
    aliases: ['deliveries'],
    meaning: 'how often the event was delivered',
    example: 'dup>1',
    event: s => s.deliveries,
  },
  reply: {
    kind: 'number',
    meaning: 'HTTP status that the webhook was answered with',
    example: 'reply:500 reply:5xx reply>=400',
    event: s => s.reply?.status,
  },
  app: {
    kind: 'number',
    meaning: 'the same, where your own application answered (--forward)',
    example: 'app>=400',
    event: s => (s.reply?.by === 'application' ? s.reply.status : undefined),
  },
  witness: {
    kind: 'words',
    aliases: ['by'],
    meaning: 'who reported the event',
    example: 'witness:A by:webhook',
    words: {
      W: {aliases: ['webhook'], meaning: 'a Voice webhook', event: witness('webhook')},
      R: {aliases: ['rtc'], meaning: 'an RTC webhook', event: witness('rtc')},
      A: {aliases: ['api'], meaning: 'the Conversation API', event: witness('api')},
      M: {aliases: ['media'], meaning: 'the WebSocket of a leg', event: witness('media')},
      '=': {
        aliases: ['both'],
        meaning: 'both a webhook and the API',
        event: s => s.witnesses.includes('webhook') && s.witnesses.includes('api'),
      },
    },
  },
  listener: {
    kind: 'text',
    manner: 'start',
    meaning: 'who recorded it, where several recordings are seen as one',
    example: 'listener:qa-lab',
    offers: 'listener',
    event: s => s.listeners,
  },
  signature: {
    kind: 'text',
    manner: 'start',
    meaning: 'what checking its signature came to',
    example: 'signature:stale',
    offers: Object.fromEntries(signatureResults.map(result => [result, ''])),
    event: s => [s.signature],
  },
  duration: {
    kind: 'duration',
    meaning: 'length of the call so far',
    example: 'duration>1min',
    call: s => s.durationMs,
  },
  legs: {
    kind: 'number',
    meaning: 'number of legs of the call',
    example: 'legs>2',
    call: s => s.legs.length,
  },
  is: {
    kind: 'words',
    meaning: 'what else is true of it',
    example: 'is:problem is:duplicate',
    words: {
      problem: {meaning: 'something went wrong', event: s => s.problem, call: s => s.problems > 0},
      duplicate: {meaning: 'delivered more than once', event: s => s.deliveries > 1},
      'out-of-order': {meaning: 'arrived behind a later event', event: s => s.outOfOrder},
      signed: {meaning: 'its signature was right', event: s => s.signature === 'signed'},
      unsigned: {meaning: 'it came without a signature', event: s => s.signature === 'unsigned'},
      unstamped: {meaning: 'Vonage put no time on it', event: s => !s.stamped},
      'barge-in': {
        aliases: ['interrupted'],
        meaning: 'the caller spoke over the agent on a WebSocket',
        event: s => s.type === 'websocket:barge-in',
      },
      noted: {meaning: 'it has a note of yours', event: s => s.comment !== undefined},
      live: {meaning: 'the call is going on', call: s => s.state === 'active'},
      ended: {meaning: 'the call is over', call: s => s.state === 'ended'},
      marked: {meaning: 'you marked it', event: s => s.marked, call: s => s.marked},
    },
  },
};

const names = new Map(
  Object.entries(fields).flatMap(([name, {aliases = []}]) => [name, ...aliases].map(each => [each, name] as const)),
);

/** The field of that name or alias, in any case. */
export function findField(name: string): {name: string; field: Field} | undefined {
  const known = names.get(name.toLowerCase());
  const field = known === undefined ? undefined : fields[known];
  return known !== undefined && field ? {name: known, field} : undefined;
}

/** All names a field may be called by. */
export const fieldNames: readonly string[] = [...names.keys()];

/** The word that a name or alias of it stands for, in any case. */
export function findWord(words: Readonly<Record<string, Word>>, text: string): string | undefined {
  const wanted = text.toLowerCase();
  return Object.keys(words).find(word =>
    [word, ...(words[word]?.aliases ?? [])].some(each => each.toLowerCase() === wanted),
  );
}
