import {resentOfRow} from '../store/replayed/recorded-webhooks.js';
import {stamp} from '../text/time.js';
import {witnessesOf} from '../world/fold/enter.js';
import {membersOf} from '../world/fold/member.js';
import {endingOf} from '../world/read/ending.js';
import {legsOf} from '../world/read/history.js';
import {type Problem, problemsOf} from '../world/read/problems.js';
import {areSeveral} from '../world/several.js';
import type {Conversation, World} from '../world/world.js';
import {maskedPayload, maskValue} from './mask.js';
import {mediaWithLevels} from './media-object.js';
import {conversationFacts, eventObject, legObject, memberObject, problemObject} from './objects.js';
import {type Payload, receiver, type WantedPayload, wantedFor} from './received.js';
import {replayIn} from './replays.js';
import {SNAPSHOT, type Snapshot, type SnapshotConversation, type SnapshotEvent} from './snapshot-schema.js';

export type SnapshotOptions = {
  /** ms since the epoch. */
  takenAt: number;
  /** Reads an observation back from the recording; an event whose payload is not there keeps an empty `raw`. */
  payload: Payload;
  /** Only these conversations; all of them, and what belongs to none, when not given. */
  conversations?: readonly string[];
  /** Of each conversation, only these rows of its stream, and by what they were chosen, in words. */
  only?: {rowsOf(call: Conversation): readonly number[]; by: readonly string[]};
  /** Hides the middle of phone numbers. */
  mask?: boolean;
};

/**
 * Everything that is known of the calls, as of now: the World goes on changing while payloads are read back, so what it says is
 * taken down before the first of them is.
 */
export async function snapshotOf(
  world: World,
  {takenAt, payload, conversations, only, mask}: SnapshotOptions,
): Promise<Snapshot> {
  const pending: Pending[] = [];
  const {forgotten} = world;
  const wanted = wantedCalls(world, conversations);
  const loose = wanted.find(({id}) => id === '');
  const count = (rowsOf: (call: Conversation) => readonly number[]) =>
    wanted.reduce((sum, call) => sum + rowsOf(call).length, 0);
  const snapshot: Snapshot = {
    schema: SNAPSHOT,
    takenAt: stamp(takenAt),
    ...(only && {limited: {by: [...only.by], events: count(only.rowsOf), of: count(call => call.rows)}}),
    ...(forgotten && {forgotten: {calls: forgotten.calls, events: forgotten.rows}}),
    conversations: wanted
      .filter(each => each !== loose)
      .map(each => conversationObject(world, each, pending, {rows: only?.rowsOf(each)})),
    unattributed: {
      events: loose ? eventsOf(world, loose, pending, only?.rowsOf(loose)) : [],
      problems: loose ? problemsWith(world, loose, only?.rowsOf(loose)).map(problemObject) : [],
    },
  };
  const read = mask ? maskedPayload(payload) : payload;
  const receive = receiver(read, areSeveral(world));
  for (const {event, wanted, resent} of pending) {
    for (const each of wanted) {
      const raw = await receive(each);
      if (raw) event.raw.push(raw);
    }
    for (const seq of resent) {
      const replay = replayIn(await read(seq));
      if (replay) event.replays = [...(event.replays ?? []), replay];
    }
  }
  return mask ? maskValue(snapshot) : snapshot;
}

/** The conversations with these ids, or all of them. */
export function wantedCalls(world: World, ids: readonly string[] | undefined): Conversation[] {
  return [...world.conversations.values()].filter(({id}) => ids === undefined || ids.includes(id));
}

/** An event whose payloads are still to be read. */
export type Pending = {event: SnapshotEvent; wanted: WantedPayload[]; resent: readonly number[]};

function eventsOf(
  world: World,
  conversation: Conversation,
  pending: Pending[],
  rows: readonly number[] = conversation.rows,
): SnapshotEvent[] {
  return rows.map(row => {
    const event: SnapshotEvent = {...eventObject(world, conversation, row), raw: []};
    pending.push({event, wanted: wantedFor(world, row), resent: resentOfRow(world, row)});
    return event;
  });
}

/** The problems of a call; with some rows only, those with an event that is left out are left out too. */
export function problemsWith(world: World, conversation: Conversation, rows?: readonly number[]): readonly Problem[] {
  const problems = problemsOf(world, conversation);
  if (!rows) return problems;
  const kept = new Set(rows.flatMap(row => witnessesOf(world, row)));
  return problems.filter(({row}) => row === undefined || kept.has(row));
}

/** Of a conversation: what its problems are limited to, if anything limits it, and which of those rows are shown where not all are. */
type Excerpt = {rows?: readonly number[]; shown?: readonly number[]};

/** A conversation without what was received for its events, which are added to those that are `pending`. */
export function conversationObject(
  world: World,
  conversation: Conversation,
  pending: Pending[],
  {rows, shown = rows}: Excerpt = {},
): SnapshotConversation {
  return {
    ...conversationFacts(world, conversation),
    members: membersOf(world, conversation).map(memberObject),
    legs: legsOf(world, conversation).map(leg => {
      const media = mediaWithLevels(world, conversation, leg.id);
      return {...legObject(world, conversation, leg), ...(media && {media})};
    }),
    events: eventsOf(world, conversation, pending, shown),
    problems: problemsWith(world, conversation, rows).map(problemObject),
    verdict: endingOf(world, conversation),
  };
}
