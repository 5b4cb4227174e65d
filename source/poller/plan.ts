import type {MemberFacts} from '../call/conversation.js';
import type {ApiRequest} from '../call/observation.js';
import {readCalls, readConversation, readEvents, readMember, readMembers} from '../vonage/api.js';
import {memberPath} from '../vonage/hosts.js';
import {createWatermark} from './watermark.js';

/** A request to make; `slot` says which earlier answers this one is comparable with. */
export type Ask = ApiRequest & {slot: string; page: number; cursors: ReadonlySet<string>; member?: string};

/** What to ask for in which order, and what the answers change about that. Knows nothing of time but what it is told. */
export type PollPlan = {
  /** Begins a round with its first request. `thorough`: members and events as well, whatever the conversation says. */
  begin(reason: {nudged: boolean; thorough: boolean}): Ask;
  /** The next request of this round; undefined when it is complete. */
  next(): Ask | undefined;
  /** Takes the answer to the last request: whether it says anything that the one before it did not; undefined when it is not what was asked for. */
  answered(ask: Ask, json: unknown, now: number): 'news' | 'as before' | undefined;
  /** Goes on without the answer to the last request. */
  skip(): void;
  /** Gives the round up; what is missing is asked for again in the next one. */
  abandon(ask: Ask): void;
  /** The last requests: what the Voice API, or else the Conversation API, still knows about the legs. */
  beginPostMortem(): void;
};

/** Even when the sequence number stands still: hybrid answers come without it, and some fixtures never count. */
const slowMs = 10_000;

/** How long events may lag behind the sequence number before the difference is taken for events without history. */
const lagMs = 5000;

/** A link that leads on for ever must not. */
const mostPages = 50;

/**
 * A round is: the conversation; if it changed, its members, page by page, and each member whose channel is not known or
 * whose state moved (lists have neither channel nor times); and its events from the last known id on.
 *
 * @param path of the conversation with its version, such as `/v1/conversations/CON-…`.
 */
export function createPlan(conversation: string, path: string): PollPlan {
  const queue: Ask[] = [];
  const events = createWatermark();
  /** The state that each member had when its channel was last read. */
  const known = new Map<string, string>();
  /** What was read of the last answer, by slot. Of the answer itself a part may be another each time, such as a link or a stamp. */
  const said = new Map<string, string>();
  let reason = {nudged: false, thorough: false};
  let sequence: number | undefined;
  /** How many events were read. */
  let seen = 0;
  let movedAt = 0;
  let members: {at: number; sequence?: number} | undefined;
  let listed: {at: number; sequence?: number} | undefined;

  function ask(kind: ApiRequest['kind'], place: string, more: Partial<Ask> = {}): Ask {
    return {kind, conversation, path: place, slot: kind, page: 0, cursors: new Set(), ...more};
  }

  function isDue(done: {at: number; sequence?: number} | undefined, now: number): boolean {
    if (!done || reason.thorough || now - done.at >= slowMs) return true;
    return sequence === undefined ? reason.nudged : done.sequence !== sequence;
  }

  function note(items: MemberFacts[]) {
    for (const {id, state, channel} of items) {
      const place = memberPath(id);
      if (channel) known.set(id, state);
      else if (place && known.get(id) !== state) {
        queue.push(ask('member', path + place, {slot: `member ${id}`, member: id}));
        known.set(id, state);
      }
    }
  }

  /** The page after this one, first in the queue; false on the last page. */
  function turn(page: Ask, cursor: string | undefined): boolean {
    if (cursor === undefined || page.cursors.has(cursor) || page.page + 1 >= mostPages) return false;
    const place = `${page.path.replace(/&cursor=.*/, '')}&cursor=${encodeURIComponent(cursor)}`;
    const cursors = new Set([...page.cursors, cursor]);
    queue.unshift({...page, path: place, slot: `${page.kind} ${page.page + 1}`, page: page.page + 1, cursors});
    return true;
  }

  /** What was read, undefined when it is not what was asked for. */
  const readers: Record<ApiRequest['kind'], (page: Ask, json: unknown, now: number) => object | undefined> = {
    conversation(_page, json, now) {
      const facts = readConversation(json);
      if (!facts) return;
      if (facts.sequenceNumber !== sequence) movedAt = now;
      sequence = facts.sequenceNumber;
      if (facts.members) note(facts.members);
      else if (isDue(members, now)) queue.push(ask('members', `${path}/members?page_size=100`));
      const lags = sequence !== undefined && events.highest < sequence && now - movedAt < lagMs;
      if (lags || events.hasHole || isDue(listed, now)) {
        // The last id itself, not the one after it: right whether the API means it inclusively or not.
        const start = events.position(now);
        const from = start > 0 ? `start_id=${start}&` : '';
        queue.push(ask('events', `${path}/events?${from}order=asc&page_size=100`));
      }
      return facts;
    },
    members(page, json, now) {
      const {items, cursor} = readMembers(json);
      note(items);
      if (!turn(page, items.length > 0 ? cursor : undefined)) members = {at: now, sequence};
      return items;
    },
    member: (_page, json) => readMember(json),
    events(page, json, now) {
      const {items, cursor} = readEvents(json);
      const fresh = items.filter(({id}) => id !== undefined && events.add(id, now));
      seen += fresh.length;
      // Links to a next page come on last pages too: a page without a new id ends the list.
      if (!turn(page, fresh.length > 0 ? cursor : undefined)) listed = {at: now, sequence};
      return {seen};
    },
    calls(_page, json) {
      const {items} = readCalls(json);
      if (items.length > 0) queue.length = 0;
      return items;
    },
    legs: () => ({}),
  };

  return {
    begin(why) {
      reason = why;
      const first = ask('conversation', path);
      queue.splice(0, Infinity, first);
      return first;
    },
    next: () => queue[0],
    answered(page, json, now) {
      if (typeof json !== 'object' || json === null) return;
      queue.shift();
      const read = readers[page.kind](page, json, now);
      if (!read) return;
      const text = JSON.stringify(read);
      const isNews = said.get(page.slot) !== text;
      said.set(page.slot, text);
      return isNews ? 'news' : 'as before';
    },
    skip() {
      queue.shift();
    },
    abandon(page) {
      queue.length = 0;
      if (page.kind === 'events') listed = undefined;
      if (page.kind === 'members' || page.kind === 'member') members = undefined;
      if (page.member !== undefined) known.delete(page.member);
    },
    beginPostMortem() {
      queue.splice(
        0,
        Infinity,
        ask('calls', `/v1/calls?conversation_uuid=${conversation}&page_size=100`),
        ask('legs', `/v0.3/legs?conversation_id=${conversation}&page_size=100`),
      );
    },
  };
}
