import type * as z from 'zod';
import type {MemberFacts, MemberState} from '../call/conversation.js';
import {readChannel, readMedia} from './channel.js';
import {type Page, readPage} from './list.js';
import {compact} from './loose.js';
import {anything, fields, text, time} from './loose-schema.js';

const UserJson = fields({id: text, user_id: text, name: text, display_name: text});

const MemberJson = fields({
  id: text,
  member_id: text,
  conversation_id: text,
  state: text,
  timestamp: fields({invited: time, joined: time, left: time}),
  _embedded: fields({user: UserJson}),
  user: UserJson,
  user_id: text,
  user_name: text,
  name: text,
  display_name: text,
  channel: anything,
  media: anything,
  invited_by: text,
  knocking_id: text,
});

const states = new Set<string>(['INVITED', 'JOINED', 'LEFT']);

/**
 * One member, from its own GET, from a list, or embedded in a conversation. v0.1 keeps the user's fields on the member, v1
 * under `_embedded.user`. Undefined without an id: SDK fixtures have empty items, and nothing could be said about them.
 */
export function readMember(json: unknown): MemberFacts | undefined {
  const member = MemberJson.parse(json);
  const id = member?.id ?? member?.member_id;
  if (!member || id === undefined) return;
  const facts: MemberFacts = {id, state: memberState(member.state)};
  return Object.assign(
    facts,
    compact({
      conversation: member.conversation_id,
      user: readUser(member),
      invitedAt: member.timestamp?.invited,
      joinedAt: member.timestamp?.joined,
      leftAt: member.timestamp?.left,
      channel: readChannel(member.channel),
      media: readMedia(member.media),
      invitedBy: member.invited_by,
      // Both `knocker:<uuid>` and the bare uuid are seen; the bare one joins with either.
      knockingId: member.knocking_id?.replace(/^knocker:/, ''),
    }),
  );
}

/** One page of a conversation's members. The lists of v0.3 and v1 have neither channel nor times: ask for each member. */
export function readMembers(json: unknown): Page<MemberFacts> {
  return readPage(json, 'members', readMember);
}

/** The state in upper case (requests and the oldest specification write it lower). */
function memberState(state: string | undefined): MemberState {
  const word = state?.toUpperCase() ?? '';
  return states.has(word) ? (word as MemberState) : 'UNKNOWN';
}

function readUser(member: NonNullable<z.infer<typeof MemberJson>>): MemberFacts['user'] {
  const user = member._embedded?.user ?? member.user;
  return compact({
    id: user?.id ?? user?.user_id ?? member.user_id,
    name: user?.name ?? member.user_name ?? member.name,
    displayName: user?.display_name ?? member.display_name,
  });
}
