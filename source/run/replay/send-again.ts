import {isWebhook, type ReplyObservation, type WebhookObservation, wantsNcco} from '../../call/observation.js';
import type {Payload} from '../../output/received.js';
import {isHidden} from '../../store/detail/curl.js';
import type {RecordedWebhook, Replayed} from '../../store/replayed/replayed.js';
import {factOf} from '../../vonage/facts.js';
import {heldAgainst, isStatusAlone} from './against.js';
import type {ReplayTarget} from './target.js';

/** A webhook as it was recorded, and what was answered then. */
export type Exchange = {webhook: WebhookObservation; reply?: ReplyObservation};

/** Reads a webhook and its answer back; undefined where there is no webhook to be read. */
export async function readBack({seq, reply}: RecordedWebhook, payload: Payload): Promise<Exchange | undefined> {
  const webhook = await payload(seq);
  if (!webhook || !isWebhook(webhook)) return undefined;
  const answer = reply === undefined ? undefined : await payload(reply);
  return {webhook, ...(answer?.source === 'reply' && {reply: answer})};
}

/** What is known of a webhook before it is sent. */
export type About = Pick<Replayed, 'seq' | 'at' | 'route' | 'method' | 'path' | 'event' | 'before'>;

export function aboutOf({webhook, reply}: Exchange): About {
  const {seq, at, source: route, raw} = webhook;
  const about = {seq, at, route, method: raw.method, path: raw.path.split('?', 1)[0] ?? '', event: eventName(webhook)};
  if (!reply) return about;
  const {ms, by, failure} = reply;
  return {...about, before: {status: reply.raw.status, ms, by, failure: failure?.code}};
}

type How = {
  target: ReplayTarget;
  /** Whose application it is, where that is known: for the signature. */
  applicationId?: string;
  /** What is sent in the place of the recorded body. */
  body?: string;
};

/** Sends a webhook, and holds the answer against the one of then. */
export async function sendAgain(exchange: Exchange, {target, ...more}: How): Promise<Replayed> {
  const {webhook, reply} = exchange;
  const now = await target.send(webhook, more);
  return {...aboutOf(exchange), now, ...remarks(exchange, target), ...heldAgainst(webhook, reply, now)};
}

/** What did not go as it came, because it is never recorded, and what cannot be compared. */
function remarks({webhook, reply}: Exchange, {isSigned}: ReplayTarget): Pick<Replayed, 'note' | 'unsigned'> {
  const {source, raw} = webhook;
  const hasHidden = isHidden(raw.body) || isHidden(raw.path);
  const notes = [
    ...(hasHidden ? ['It went without the secrets in it, which are never recorded.'] : []),
    ...(reply && wantsNcco[source] && isStatusAlone(reply) ? ['Of the answer then only the status was kept.'] : []),
  ];
  return {
    ...(notes.length > 0 && {note: notes.join(' ')}),
    ...(!isSigned && isHidden(raw.headers.authorization ?? '') && {unsigned: true}),
  };
}

/** What a webhook says happened, in one word: a status, a kind of event, or a type of the Conversation API's; undefined where that is its route. */
function eventName(webhook: WebhookObservation): string | undefined {
  const fact = factOf(webhook);
  if (fact.source !== 'webhook') return undefined;
  const {told} = fact;
  if (told.kind === 'event') return told.event.type;
  if (told.kind === 'answer' || told.kind === 'fallback') return undefined;
  return told.kind === 'status' ? told.status : told.kind;
}
