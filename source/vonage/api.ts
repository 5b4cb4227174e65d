import type {ConversationFacts} from '../call/conversation.js';
import {compact} from './loose.js';
import {count, fields, list, text, time} from './loose-schema.js';
import {readMember} from './member.js';

/**
 * What the Conversation API and the Voice API answer, in whatever version and spelling, as our facts. Every function takes
 * anything at all and throws nothing: it returns what it understood.
 */
export {readEvent, readEvents} from './event.js';
export {readCalls, readLegs} from './leg.js';
export {readMember, readMembers} from './member.js';

const ConversationJson = fields({
  id: text,
  uuid: text,
  name: text,
  display_name: text,
  state: text,
  sequence_number: count,
  timestamp: fields({created: time}),
  properties: fields({ttl: count}),
  members: list,
});

/**
 * One conversation, from its own GET. v0.1 calls the id `uuid`; the tutorial's answer has the members in it, real answers
 * have not: `members` is then absent, and that is not the same as empty.
 * Undefined when neither id nor name is there: then it is something else.
 */
export function readConversation(json: unknown): ConversationFacts | undefined {
  const conversation = ConversationJson.parse(json);
  const id = conversation?.id ?? conversation?.uuid;
  if (!conversation || (id === undefined && conversation.name === undefined)) return;
  const members = conversation.members.map(readMember).filter(member => member !== undefined);
  return compact({
    id,
    name: conversation.name,
    displayName: conversation.display_name,
    state: conversation.state?.toUpperCase(),
    createdAt: conversation.timestamp?.created,
    sequenceNumber: conversation.sequence_number,
    ttl: conversation.properties?.ttl,
    members: members.length === 0 ? undefined : members,
  });
}
