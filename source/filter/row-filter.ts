import type {Conversation, World} from '../world/world.js';
import {columnTest} from './columns.js';
import type {Filter} from './filter.js';
import {matchesCall, matchesEvent} from './match.js';
import {callSubject, eventSubjects, type FilterContext} from './world-subject.js';

/**
 * A test of a conversation's rows. The columns answer where they can, and only where they cannot is a row looked at whole.
 * Good for as long as the conversation is the same object.
 */
export function rowFilter(
  world: World,
  conversation: Conversation,
  filter: Filter,
  context: FilterContext = {},
): (row: number) => boolean {
  const columns = columnTest(world, conversation, filter);
  const subjectOf = eventSubjects(world, conversation, context);
  return row => columns(row) ?? matchesEvent(filter, subjectOf(row));
}

/** A test of calls. Words are looked for in what the list says of a call; `type:dtmf` asks whether any event of it is one. */
export function callFilter(
  world: World,
  filter: Filter,
  context: FilterContext = {},
): (conversation: Conversation) => boolean {
  return conversation => {
    const someEvent = (asked: Filter) => conversation.rows.some(rowFilter(world, conversation, asked, context));
    return matchesCall(filter, callSubject(world, conversation, context, someEvent));
  };
}
