import {keepNewest} from '../call/keep-newest.js';
import type {LegBy} from '../call/media.js';
import {isWebhook, type Observation, type ReplyObservation, type WebhookObservation} from '../call/observation.js';
import {statuses} from '../call/status.js';
import {pathOfSocket, socketsOfNcco} from '../vonage/ncco/sockets.js';
import {readWebhook} from '../vonage/webhook.js';

/** What is known of a socket by which its leg may be found. */
export type Clues = {
  /** Path and query that came with the handshake. */
  path: string;
  /** Every text in what `websocket:connected` says: the headers of the endpoint are among them. */
  said?: ReadonlySet<string>;
};

export type Owner = {
  conversation: string;
  leg?: string;
  by: LegBy /** What its NCCO says that the audio is. */;
  contentType?: string;
};

export type Whose = {
  /** Takes in what came and what was answered. Whether it says anything of a leg that is a WebSocket. */
  follow(o: Observation): boolean;
  /** Whose a socket is; where it may be of several calls, of which; undefined where nothing is known of it. */
  ownerOf(socket: string, clues: Clues): Owner | {among: readonly string[]} | undefined;
  /** Forgets a socket that is closed. */
  gone(socket: string): void;
};

/** An NCCO that connects to a socket which has not come yet (`asker`: the leg that it was for), or a leg that is one. */
type Candidate = {
  conversation: string;
  path?: string;
  leg?: string;
  asker?: string;
  contentType?: string;
  isRinging?: boolean;
};

/** Webhooks whose answer may still come, NCCOs whose socket may, legs that are up: more than a monitor ever sees at a time. */
const MOST = 1000;

/**
 * Finds out of which leg a socket is: Vonage names no call in its handshake. The `uri` of the NCCO that was answered says it, or that of the leg in its
 * webhooks; where two calls have the same, what the NCCO gave as `headers`; else the one leg of this kind that is ringing. It is never guessed.
 */
export function createWhose(): Whose {
  const asked = new Map<number, WebhookObservation>();
  /** By the `seq` of the answer, and the place in it. */
  const nccos = new Map<string, Candidate>();
  const legs = new Map<string, Candidate>();
  /** The sockets that were found to be somebody's. */
  const owners = new Map<string, Owner>();

  function follow(o: Observation): boolean {
    if (o.source === 'reply') return followReply(o);
    if (!isWebhook(o) || o.source === 'rtc' || o.refused) return false;
    keepNewest(asked, o.seq, o, MOST);
    const isAbout = /wss?:|websocket/i.test(o.raw.body) || /wss?%3A/i.test(o.raw.path);
    return isAbout || nccos.size > 0 || legs.size > 0 ? followWebhook(o) : false;
  }

  function followReply({to, seq, raw}: ReplyObservation): boolean {
    const webhook = asked.get(to);
    asked.delete(to);
    if (!webhook || raw.encoding || !raw.body.includes('websocket')) return false;
    const told = readWebhook(webhook.source as 'answer', webhook.raw);
    if (told.kind === 'unreadable' || told.conversation === undefined) return false;
    const {conversation, leg: asker} = told;
    const found = socketsOfNcco(raw.body);
    for (const [i, each] of found.entries()) keepNewest(nccos, `${seq} ${i}`, {conversation, asker, ...each}, MOST);
    return found.length > 0;
  }

  function followWebhook(o: WebhookObservation): boolean {
    const told = readWebhook(o.source as 'event', o.raw);
    if (told.kind === 'unreadable' || told.leg === undefined) return false;
    const {leg, facts, status} = told;
    const known = legs.get(leg);
    const phase = status && statuses[status].phase;
    if (phase === 'ended') {
      for (const [key, {asker}] of nccos) if (asker === leg) nccos.delete(key);
      return legs.delete(leg);
    }
    const path = pathOfSocket(facts.to) ?? pathOfSocket(facts.from) ?? known?.path;
    const conversation = told.conversation ?? known?.conversation;
    if ((path === undefined && facts.type !== 'websocket') || conversation === undefined) return false;
    const isRinging = phase === undefined ? known?.isRinging : phase !== 'talking';
    keepNewest(legs, leg, {conversation, leg, path, isRinging}, MOST);
    return true;
  }

  function ownerOf(socket: string, {path, said}: Clues): ReturnType<Whose['ownerOf']> {
    const busy = new Set([...owners].flatMap(([other, {leg}]) => (other === socket ? [] : (leg ?? []))));
    const free = [...legs.values()].filter(({leg = '', path: its = path}) => its === path && !busy.has(leg));
    const settle = (conversation: string, by: LegBy, leg?: string): Owner => {
      const [one, other] = free.filter(each => each.conversation === conversation);
      const found = leg ?? (other ? undefined : one?.leg);
      const contentType = owners.has(socket) ? owners.get(socket)?.contentType : take(conversation);
      const owner = {conversation, ...(found !== undefined && {leg: found}), by, ...(contentType && {contentType})};
      keepNewest(owners, socket, owner, MOST);
      return owner;
    };
    /** Its NCCO is nobody else's. */
    const take = (conversation: string): string | undefined => {
      const [key, ncco] = [...nccos].find(([, each]) => each.conversation === conversation && each.path === path) ?? [];
      if (key !== undefined) nccos.delete(key);
      return ncco?.contentType;
    };
    const known = owners.get(socket);
    if (known) return settle(known.conversation, known.by, known.leg);
    const byUri = [...[...nccos.values()].filter(each => each.path === path), ...free];
    const calls = [...new Set(byUri.map(({conversation}) => conversation))];
    const [only] = calls;
    if (only !== undefined && calls.length === 1) return settle(only, 'uri');
    const named = byUri.filter(({conversation, leg, asker}) =>
      [conversation, leg, asker].some(id => id !== undefined && said?.has(id)),
    );
    if (named[0]) return settle(named[0].conversation, 'headers', named.find(({leg}) => leg && said?.has(leg))?.leg);
    const [ringing, another] = free.filter(({isRinging}) => isRinging);
    if (ringing && !another) return settle(ringing.conversation, 'ringing', ringing.leg);
    return calls.length > 1 ? {among: calls} : undefined;
  }

  return {follow, ownerOf, gone: socket => void owners.delete(socket)};
}
