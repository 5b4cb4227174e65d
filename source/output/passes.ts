import type {Filter} from '../filter/filter.js';
import {callFilter, rowFilter} from '../filter/row-filter.js';
import type {Conversation, World} from '../world/world.js';
import type {News} from './news.js';

/**
 * Which news a filter lets through: events, replies and problems by what the event says, the end of a call when the
 * call passes or any of its events. What is about neither passes: states of legs and members, and the monitor's condition.
 */
export function newsFilter(filter: Filter): (world: World, news: News) => boolean {
  const passesCall = (world: World, call: Conversation) =>
    callFilter(world, filter)(call) || call.rows.some(rowFilter(world, call, filter));
  return (world, news) => {
    switch (news.kind) {
      case 'event':
      case 'reply':
      case 'replay':
      case 'note':
        return rowFilter(world, news.conversation, filter)(news.row);
      case 'witness': {
        const passes = rowFilter(world, news.conversation, filter);
        return news.rows.some(row => passes(row));
      }
      case 'problem': {
        const {conversation, problem} = news;
        return problem.row === undefined
          ? passesCall(world, conversation)
          : rowFilter(world, conversation, filter)(problem.row);
      }
      case 'end':
        return passesCall(world, news.conversation);
      default:
        return true;
    }
  };
}
