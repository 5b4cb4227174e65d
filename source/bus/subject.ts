import {createHash} from 'node:crypto';
import {keepNewest} from '../call/keep-newest.js';
import {aboutSeq, isWebhook, type Observation, type WebhookObservation} from '../call/observation.js';
import {factOf} from '../vonage/facts.js';
import {type Shard, suffixOf} from './shards.js';

/** Where a message stands on the bus: each part is a token of its subject. */
export type Place = {team: string; application: string; listener: string; conversation: string};

/** The token of what is not known, or of no conversation: health, ticks, the start. */
export const NONE = '_';

/** What a person may call a team or a listener, and what an id looks like that stands in a subject as it is. What begins with `_` is ours. */
const PLAIN = /^[A-Za-z0-9-][\w-]{0,63}$/;

export const isPlain = (text: string): boolean => PLAIN.test(text);

/** The subject of a message: `convo.<team>.<application>.<listener>.<conversation>`, and where a bus has several streams, which of them: `.3of16`. */
export const subjectOf = ({team, application, listener, conversation}: Place, shards = 1): string =>
  `convo.${team}.${application}.${listener}.${conversation}${suffixOf(shardOf(conversation, shards))}`;

/** The place that a subject names; undefined for one that no monitor publishes to: of another shard than its conversation is in, for one. */
export function placeIn(subject: string): Place | undefined {
  const [root, team, application, listener, conversation, shard] = subject.split('.');
  if (root !== 'convo' || conversation === undefined) return undefined;
  const [, shards = '1'] = /^\d{1,2}of([1-9]\d?)$/.exec(shard ?? '') ?? [];
  const place = {team, application, listener, conversation} as Place;
  const isPlace = Object.values(place).every(token => /^[\w-]{1,64}$/.test(token));
  return isPlace && subjectOf(place, Number(shards)) === subject ? place : undefined;
}

/** An id as a token. What is none, because a stranger chose it, or it is too long, is hashed. */
export const tokenOf = (id: string): string => (isPlain(id) ? id : NONE + hashOf(id));

/** 128 bits are enough: who finds two ids of the same hash has put one call's events beside another's. */
const hashOf = (id: string): string => createHash('sha256').update(id).digest('base64url').slice(0, 22);

const LEG = '_leg-';

/** Whether a token names a conversation. */
export const isConversation = (token: string): boolean => token !== NONE && !token.startsWith(LEG);

/**
 * In which of so many streams a conversation is, by its token: the first four bytes of its SHA-256, modulo their number. What is of no conversation is
 * in the first. Never to be changed: what is on a bus would be looked for elsewhere.
 */
export function shardOf(conversation: string, of: number): Shard {
  if (of === 1 || !isConversation(conversation)) return {number: 1, of};
  return {number: (createHash('sha256').update(conversation).digest().readUInt32BE(0) % of) + 1, of};
}

/** As long as it is not known which conversation a leg is of. */
const legToken = (leg: string): string => LEG + (/^[\w-]{1,59}$/.test(leg) ? leg : hashOf(leg));

/** The token of the conversation that an observation is of by what it says itself; undefined where that hangs on another one, `about`. */
export function conversationToken(o: Observation): string | undefined {
  if (isWebhook(o)) return tokenOfCall(webhookOf(o));
  switch (o.source) {
    case 'reply':
      return undefined;
    case 'api':
      return tokenOfCall(o.request);
    case 'control':
      return o.resent || (o.note && o.note.conversation === undefined)
        ? undefined
        : tokenOfCall(o.note ?? o.intervened ?? o.armed ?? {});
    case 'tick':
    case 'summary':
      return NONE;
    default:
      return tokenOfCall(o);
  }
}

function tokenOfCall({conversation, leg}: {conversation?: string; leg?: string}): string {
  if (conversation) return tokenOf(conversation);
  return leg ? legToken(leg) : NONE;
}

/** As the fold reads it, so that what is shown together is together. */
function webhookOf(o: WebhookObservation): {conversation?: string; leg?: string} {
  const fact = factOf(o);
  if (fact.source !== 'webhook') return {};
  const {told} = fact;
  if (told.kind === 'event') return told.event;
  return 'conversation' in told ? told : {};
}

/** Webhooks whose reply, note or resending may still come. */
const MOST_REMEMBERED = 10_000;

/** Gives observations their token, in the order of a recording: what is about another one stands where that does. */
export function createTokens(): (o: Observation) => string {
  const known = new Map<number, string>();
  return o => {
    const token = conversationToken(o) ?? known.get(aboutSeq(o) ?? 0) ?? NONE;
    if (isWebhook(o)) keepNewest(known, o.seq, token, MOST_REMEMBERED);
    return token;
  };
}
