import type {Filter} from '../store/filter/filter.js';
import {callFilter, rowFilter} from '../store/filter/rows.js';
import type {World} from '../world/world.js';
import type {News} from './news.js';

/**
 * Which news a filter lets through: events, replies and problems by what the event says, the end of a call by the call. What
 * is not about events passes: the states of legs and members, and the monitor's own condition.
 */
export function newsFilter(filter: Filter): (world: World, news: News) => boolean {
  return (world, news) => {
    switch (news.kind) {
      case 'event':
      case 'reply':
        return rowFilter(world, news.conversation, filter)(news.row);
      case 'problem': {
        const {conversation, problem} = news;
        return problem.row === undefined
          ? callFilter(world, filter)(conversation)
          : rowFilter(world, conversation, filter)(problem.row);
      }
      case 'end':
        return callFilter(world, filter)(news.conversation);
      default:
        return true;
    }
  };
}
