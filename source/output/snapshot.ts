import {legsOf} from '../world/history.js';
import {membersOf} from '../world/member.js';
import {problemsOf} from '../world/problems.js';
import {verdictOf} from '../world/verdict.js';
import type {Conversation, World} from '../world/world.js';
import {conversationFacts, eventObject, legObject, memberObject, problemObject} from './objects.js';
import {type Payload, receiver, type Wanted, wantedFor} from './received.js';
import {SNAPSHOT, type Snapshot, type SnapshotConversation, type SnapshotEvent} from './snapshot-schema.js';
import {stamp} from './time.js';

export type SnapshotOptions = {
  /** ms since the epoch. */
  takenAt: number;
  /** Reads an observation back from the recording; an event whose payload is not there keeps an empty `raw`. */
  payload: Payload;
  /** Only these conversations; all of them, and what belongs to none, when not given. */
  conversations?: readonly string[];
};

/**
 * Everything that is known of the calls, as of now: the World goes on changing while payloads are read back, so what it says is
 * taken down before the first of them is.
 */
export async function snapshotOf(world: World, {takenAt, payload, conversations}: SnapshotOptions): Promise<Snapshot> {
  const pending: Pending[] = [];
  const wanted = [...world.conversations.values()].filter(
    ({id}) => conversations === undefined || conversations.includes(id),
  );
  const loose = wanted.find(({id}) => id === '');
  const snapshot: Snapshot = {
    schema: SNAPSHOT,
    takenAt: stamp(takenAt),
    conversations: wanted.filter(each => each !== loose).map(each => conversationObject(world, each, pending)),
    unattributed: {
      events: loose ? eventsOf(world, loose, pending) : [],
      problems: loose ? problemsOf(world, loose).map(problemObject) : [],
    },
  };
  const receive = receiver(payload);
  for (const {event, wanted} of pending) {
    for (const each of wanted) {
      const raw = await receive(each);
      if (raw) event.raw.push(raw);
    }
  }
  return snapshot;
}

/** An event whose payloads are still to be read. */
type Pending = {event: SnapshotEvent; wanted: Wanted[]};

function eventsOf(world: World, conversation: Conversation, pending: Pending[]): SnapshotEvent[] {
  return conversation.rows.map(row => {
    const event = {...eventObject(world, conversation, row), raw: []};
    pending.push({event, wanted: wantedFor(world, row)});
    return event;
  });
}

function conversationObject(world: World, conversation: Conversation, pending: Pending[]): SnapshotConversation {
  return {
    ...conversationFacts(world, conversation),
    members: membersOf(world, conversation).map(memberObject),
    legs: legsOf(world, conversation).map(leg => legObject(world, conversation, leg)),
    events: eventsOf(world, conversation, pending),
    problems: problemsOf(world, conversation).map(problemObject),
    verdict: verdictOf(world, conversation),
  };
}
