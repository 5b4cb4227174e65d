import {eventTypes} from '../../call/event-types.js';
import {statuses} from '../../call/status.js';
import type {World} from '../world.js';
import {nameOf} from './event-view.js';

/** Whether the reply to a webhook says how the call goes on. */
export function isNccoDue({log, index}: World, row: number): boolean {
  const name = nameOf(log, row);
  const status = log.statusOf(row);
  if (status === undefined) return name === 'answer' || name === 'fallback' || eventTypes.get(name)?.takesNcco === true;
  const {takesNcco} = statuses[status];
  return takesNcco === 'always' || (takesNcco === 'synchronous' && index.synchronous.has(log.conversationOf(row)));
}
