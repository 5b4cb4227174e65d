import {describe, expect, it} from 'vitest';
import {control} from '../../source/run/control.js';
import {createFeed} from '../../source/store/feed.js';
import {factOf} from '../../source/vonage/facts.js';
import {CON, callee, caller, news, observed} from '../helpers/calls.js';

const anna = caller('a', '447700900001');
const bert = callee('b', '447700900002');
const firstCall = [news(anna, 'answered', 0), news(anna, 'completed', 5)];
const secondCall = [news(bert, 'started', 6), news(bert, 'answered', 7)];

/** What the poller is told to have ended, of observations that come in batches. */
function endedIn(...batches: ReturnType<typeof news>[][]): string[][] {
  const feed = createFeed(factOf);
  const told: string[][] = [];
  void control({
    feed,
    source: {
      mode: 'live',
      listen: () => undefined,
      payload: async () => undefined,
      attend: ended => told.push([...ended]),
    },
    conditions: {startedAt: 0},
  });
  const all = observed(...batches.flat());
  // Each webhook has its reply.
  for (const {length} of batches) feed.take(all.splice(0, 2 * length));
  return told.slice(1);
}

describe('The observer', () => {
  it('is told which conversation has ended', () => {
    expect(endedIn(firstCall)).toEqual([[CON]]);
  });

  it('is told nothing of a conversation that ended and was called again before anybody looked', () => {
    expect(endedIn([...firstCall, ...secondCall])).toEqual([[]]);
  });

  it('is told that it ended when it is called again later', () => {
    expect(endedIn(firstCall, secondCall)).toEqual([[CON], []]);
  });
});
