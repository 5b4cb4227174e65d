import type {LegFields} from '../call/conversation.js';
import {eventTypes} from '../call/event-types.js';
import type {ApiFact, ControlFact, EventFact, Fact, Told} from '../call/fact.js';
import {
  type ApiObservation,
  type Intervened,
  isWebhook,
  type Observation,
  type Route,
  type WebhookObservation,
} from '../call/observation.js';
import {readStatus, statuses} from '../call/status.js';
import {counted} from '../text/counted.js';
import {parseAnswer} from '../text/json-values.js';
import {readCalls, readConversation, readEvent, readEvents, readLegs, readMember, readMembers} from './api.js';
import type {ConversationEvent} from './event.js';
import {eventNote} from './event-note.js';
import {foreignSender} from './foreign.js';
import {asRecord, asText, asTime} from './loose.js';
import {readMediaText} from './media-text.js';
import {readNcco} from './ncco/read.js';
import {publicUrlOf} from './public-url.js';
import {recognise} from './recognise.js';
import {lackOf} from './recording.js';
import {legFacts, readFields, readWebhook} from './webhook.js';

/** What an observation says, whatever version and spelling it came in. Never throws: what cannot be read says so, or says nothing. */
export function factOf(o: Observation): Fact {
  if (isWebhook(o)) {
    const {seq, at, origin, raw, signature} = o;
    const {path, body} = raw;
    const isGet = raw.method === 'GET';
    const publicUrl = publicUrlOf(raw.headers);
    return {source: 'webhook', seq, at, origin, isGet, path, body, publicUrl, signature, ...toldBy(o)};
  }
  if (o.source === 'reply') {
    const {seq, at, origin, to, by, ms, raw, failure, findings} = o;
    const ncco = raw.encoding ? undefined : readNcco(raw.body);
    const {location, allow} = raw.headers;
    return {source: 'reply', seq, at, origin, to, by, ms, status: raw.status, location, allow, ncco, failure, findings};
  }
  if (o.source === 'control') return o.intervened ? {...o, ...interventionSaid(o.intervened)} : o;
  if (o.source === 'media') {
    const {seq, at, origin, socket, conversation, leg, event} = o;
    const text = event.kind === 'text' ? readMediaText(event) : undefined;
    return {source: 'media', seq, at, origin, socket, conversation, leg, event, text};
  }
  return o.source === 'api' ? apiFact(o) : o;
}

/** What was asked of the Voice API and how it answered, in a few words, with the NCCO that a leg was given. Never throws. */
function interventionSaid({kind, to, request, raw, failure}: Intervened): Pick<ControlFact, 'said' | 'ncco'> {
  const body = asRecord(parse(request.body)) ?? {};
  const destination = asRecord(body.destination);
  const given = body.ncco ?? destination?.ncco;
  const ncco = failure || !Array.isArray(given) ? undefined : readNcco(JSON.stringify(given));
  const came = raw ? String(raw.status) : (failure?.code ?? '');
  const what =
    kind === 'dial'
      ? `to ${to}`
      : (asText(body.digits) ??
        asText(body.text) ??
        first(destination?.url) ??
        (ncco && counted(ncco.count, 'action')));
  return {said: [`→ ${came}`, what].filter(Boolean).join(' '), ...(ncco && {ncco})};
}

const first = (urls: unknown): string | undefined => asText(Array.isArray(urls) ? urls[0] : undefined);

function toldBy({source, raw, refused}: WebhookObservation): {route: Route; told: Told} {
  // A stranger who can make calls appear could bury the real ones.
  if (refused) return {route: source, told: {kind: 'refused'}};
  const fields = readFields(raw);
  if (typeof fields === 'string') return {route: source, told: {kind: 'unreadable', why: fields}};
  const known = recognise(raw, source);
  const foreign = known ? undefined : foreignSender(raw, fields);
  if (foreign) return {route: source, told: foreign};
  const route = known ?? source;
  if (route !== 'rtc') return {route, told: readWebhook(route, raw)};
  const event = readEvent(fields);
  return {route, told: event ? {kind: 'event', event: eventFact(event)} : {kind: 'unreadable', why: 'it has no type'}};
}

function apiFact({seq, at, origin, request, raw}: ApiObservation): ApiFact {
  const {conversation, kind} = request;
  // The Conversation API forgets a call's conversation when its last leg ends, so a 404 after a 200 is the end, not an error.
  const isGone = raw?.status === 404 && kind === 'conversation';
  const json = raw && raw.status >= 200 && raw.status <= 299 ? parse(raw.body) : undefined;
  return {
    source: 'api',
    seq,
    at,
    origin,
    conversation,
    isGone,
    answer: json === undefined ? undefined : readers[kind](json),
  };
}

const readers: Readonly<Record<ApiObservation['request']['kind'], (json: unknown) => ApiFact['answer']>> = {
  conversation: json => ({conversation: readConversation(json)}),
  members: json => ({members: readMembers(json).items}),
  member(json) {
    const member = readMember(json);
    return {members: member ? [member] : []};
  },
  events: json => ({events: readEvents(json).items.map(eventFact)}),
  calls: json => ({legs: readCalls(json).items}),
  legs: json => ({legs: readLegs(json).items}),
};

function parse(text: string): unknown {
  try {
    return parseAnswer(text);
  } catch {
    return undefined;
  }
}

function eventFact(e: ConversationEvent): EventFact {
  const type = eventTypes.get(e.type);
  const status = type?.status === 'told' ? readStatus(e.status) : type?.status;
  return {
    type: e.type,
    id: e.id,
    at: e.at,
    conversation: e.conversation,
    leg: e.leg,
    status,
    note: eventNote(e, status),
    direction: e.direction,
    channel: e.channel,
    account: type?.isAccount ? accountOf(e.body) : undefined,
    sipCode: type?.status === 'completed' ? e.reason?.sipCode : undefined,
    speaker: speakerOf(e),
    member: type?.member && {
      // Who is muted is whom the event goes to.
      target: (type.member.media && memberId(e.to)) ?? e.member,
      state: type.member.state,
      media: type.member.media ?? e.media,
      user: e.user,
      times: e.times,
    },
    history: type?.isAccount ? historyOfAccount(e) : e.statusHistory ? historyOf(e.statusHistory) : none,
    created: type?.conversation === 'created' ? {name: textOf(e.body.name)} : undefined,
    isDeleted: type?.conversation === 'deleted',
    lacks: e.type === 'audio:record:done' ? lackOf(e.body.size, e.body.destination_url) : undefined,
    key: `${e.type} ${e.at} ${e.leg} ${e.from}`,
  };
}

const none: EventFact['history'] = [];

/** `sip:status` and `rtc:status` sum up a leg: price and times as the Voice webhook has them. */
function accountOf(body: Record<string, unknown>): LegFields {
  return {...legFacts({...body, network: body.network ?? body.network_code}), from: undefined, to: undefined};
}

/** The status that a leg's account has, or that its times prove, and since when. */
function historyOfAccount({body, at}: ConversationEvent): EventFact['history'] {
  const [start, end] = [asTime(body.start_time), asTime(body.end_time)];
  const status =
    readStatus(body.status) ?? (end !== undefined ? 'completed' : start !== undefined ? 'answered' : undefined);
  if (!status) return none;
  const since = statuses[status].phase === 'ended' ? end : status === 'answered' ? start : undefined;
  const known = since ?? at;
  return known === undefined ? none : [{status, at: known}];
}

function historyOf(entries: NonNullable<ConversationEvent['statusHistory']>): EventFact['history'] {
  return entries.flatMap(({status: word, at, member}) => {
    const status = readStatus(word);
    return status && at !== undefined ? [{status, at, member}] : [];
  });
}

/** `from` counts least: the concept page shows it wrong for four of eight. */
function speakerOf({member, fromMember, from}: ConversationEvent): EventFact['speaker'] {
  if (member !== undefined) return {id: member, by: 'body'};
  if (fromMember !== undefined) return {id: fromMember, by: 'embedded'};
  const id = memberId(from);
  return id === undefined ? undefined : {id, by: 'from'};
}

const memberId = (from: string | undefined): string | undefined => (from?.startsWith('MEM-') ? from : undefined);

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
