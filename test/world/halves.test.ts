import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Observation} from '../../source/call/observation.js';
import {isSerious, problemsOf} from '../../source/world/read/problems.js';
import {emptyWorld} from '../../source/world/world.js';
import {fold} from '../helpers/fold.js';
import {halves} from '../helpers/halves.js';
import {observationsIn, recordedScenarios} from '../helpers/recorded-scenarios.js';
import {rounds} from '../helpers/rounds.js';
import {calls, type Kind} from '../helpers/several-calls.js';

const bus = 'nats://127.0.0.1:4222';
const begin = Date.UTC(2026, 10, 20, 9);

/** What one listener saw from before the calls until so long after them that whatever is to come has come. */
function listened(all: readonly Observation[], publishedTo?: string) {
  const routes = {answer: '/webhooks/answer', event: '/webhooks/event', fallback: '/f', rtc: '/webhooks/rtc'};
  const setup = {version: '1', url: 'http://127.0.0.1:3000', routes, ...(publishedTo && {bus: publishedTo})};
  const first = Math.min(begin, ...all.slice(0, 1).map(({at}) => at)) - 60_000;
  const last = (all.at(-1)?.at ?? begin) + 24 * 3_600_000;
  const start: Observation = {source: 'control', action: 'start', seq: 1_000_000, at: first, setup};
  const rest = all.filter(({source}) => source !== 'control');
  return fold(emptyWorld(), [start, ...rest, {source: 'tick', seq: 1_000_001, at: last}]);
}

/** The problems that are more than hints: in which call, of which leg. */
function serious(...given: Parameters<typeof listened>): string[] {
  const world = listened(...given);
  return [...world.conversations.values()].flatMap(call =>
    problemsOf(world, call)
      .filter(isSerious)
      .map(({code, leg}) => [call.id, leg ?? '', code].join(' ')),
  );
}

const shares = fc.array(fc.boolean(), {minLength: 8, maxLength: 64});

/** However these are shared out, neither half calls anything wrong that the whole does not. */
function expectNothingMore(all: readonly Observation[], numRuns: number): void {
  const whole = new Set(serious(all));
  fc.assert(
    fc.property(shares, toSecond => {
      for (const half of halves(all, toSecond))
        expect(serious(half, bus).filter(problem => !whole.has(problem))).toEqual([]);
    }),
    {numRuns},
  );
}

describe('One of two listeners that share the calls of an application', () => {
  it.each<Kind>(['talked', 'busy', 'menu', 'moved', 'crowd'])('calls nothing wrong that is right: %s', kind => {
    expectNothingMore(calls([kind, 0]), rounds(50, 2000));
  });

  it.each(recordedScenarios)('calls nothing wrong that is right: recorded $name', async ({file}) => {
    expectNothingMore(await observationsIn(file), rounds(5, 200));
  });
});
