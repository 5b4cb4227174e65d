import {parseFilter} from '../../filter/parse.js';
import {callFilter, rowFilter} from '../../filter/row-filter.js';
import type {Conversation, World} from '../../world/world.js';
import {sortedCalls} from '../call-order.js';
import {isShown} from '../cleared.js';
import type {Model} from '../model.js';
import {chosenCall} from '../select.js';
import {activeFilter, contextOf, filterKey} from './active.js';

/** What the filters find, for lists that only mark it, and for going from one to the next. */

type CallTest = {key: string; passes: ((call: Conversation) => boolean) | undefined};
const callTests = new WeakMap<World, CallTest>();

/** Whether a call is found by the filter of the calls; undefined when there is none. */
export function callFinder({world, view}: Model): ((call: Conversation) => boolean) | undefined {
  const text = activeFilter(view, 'calls');
  if (text.trim() === '') return undefined;
  const key = filterKey(view, text);
  const known = callTests.get(world);
  if (known?.key === key) return known.passes;
  const {filter} = parseFilter(text);
  const test = filter && callFilter(world, filter, contextOf(world, view));
  const answers = new Map<Conversation, boolean>();
  const passes =
    test &&
    ((call: Conversation) => {
      const answer = answers.get(call) ?? test(call);
      answers.set(call, answer);
      return answer;
    });
  callTests.set(world, {key, passes});
  return passes;
}

/** The calls that the list shows. */
export function shownCalls(model: Model): readonly Conversation[] {
  const all = sortedCalls(model.world, model.view.sort);
  const calls = model.view.cleared ? all.filter(call => isShown(model, call)) : all;
  const finds = model.view.marksOnly ? undefined : callFinder(model);
  return finds ? calls.filter(finds) : calls;
}

type EventTest = {version: number; key: string; passes: ((row: number) => boolean) | undefined};
const eventTests = new WeakMap<readonly number[], EventTest>();

/** Whether an event of the chosen call is found by the filter of the stream; undefined when there is none. */
export function eventFinder(model: Model): ((row: number) => boolean) | undefined {
  const {world, view} = model;
  const call = chosenCall(model);
  const text = activeFilter(view, 'events');
  if (!call || text.trim() === '') return undefined;
  const key = filterKey(view, text);
  const known = eventTests.get(call.rows);
  if (known?.version === call.version && known.key === key) return known.passes;
  const {filter} = parseFilter(text);
  const passes = filter && rowFilter(world, call, filter, contextOf(world, view));
  eventTests.set(call.rows, {version: call.version, key, passes});
  return passes;
}
