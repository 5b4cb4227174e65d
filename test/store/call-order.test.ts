import {describe, expect, it} from 'vitest';
import {sortedCalls} from '../../source/store/call-order.js';
import {chosenCall} from '../../source/store/select.js';
import {emptyWorld} from '../../source/world/world.js';
import {fold} from '../helpers/fold.js';
import {eventDraft, observe} from '../helpers/seed.js';
import {modelOf, pressed} from '../screen/frame.js';

const start = Date.UTC(2026, 0, 1);

/** A call that began at `at` s and got these statuses, one each after so many seconds. */
const call = (name: string, at: number, ...statuses: [status: string, after: number][]) =>
  statuses.map(([status, after]) => ({
    uuid: `leg-${name}`,
    conversation_uuid: `CON-${name}`,
    direction: 'outbound',
    to: '447700900000',
    status,
    timestamp: new Date(start + (at + after) * 1000).toISOString(),
  }));

const bodies = [
  call('short', 0, ['started', 0], ['answered', 1], ['completed', 5]),
  call('busy', 1, ['started', 0], ['busy', 1], ['completed', 1]),
  call('long', 2, ['started', 0], ['answered', 1], ['completed', 50]),
  call('live', 60, ['started', 0], ['answered', 2]),
].flat();
const observations = observe(bodies.map(eventDraft), start);
const world = fold(emptyWorld(), observations);
const names = (sort: Parameters<typeof sortedCalls>[1]) => sortedCalls(world, sort).map(({id}) => id.slice(4));

describe('The calls', () => {
  it.each([
    ['start', ['short', 'busy', 'long', 'live']],
    ['duration', ['long', 'short', 'live', 'busy']],
    ['state', ['live', 'busy', 'short', 'long']],
    ['problems', ['busy', 'short', 'long', 'live']],
  ] as const)('are sorted by %s', (sort, expected) => {
    expect(names(sort)).toEqual(expected);
  });

  it('keep the chosen one when the sorting changes, and [ and ] follow what is shown', () => {
    const model = pressed(modelOf(observations), '1', 'g', 'j');
    expect(model.view.call?.item).toBe('CON-busy');
    const sorted = pressed(model, '>', '>', '>');
    expect(sorted.view).toMatchObject({sort: 'problems', call: {item: 'CON-busy'}});
    expect(pressed(sorted, ']').view.call?.item).toBe('CON-short');
    expect(pressed(sorted, '>').view.sort).toBe('start');
    expect(pressed(model, '<').view.sort).toBe('problems');
  });

  it('change places once a second at most, so that they can be read', () => {
    let now = fold(emptyWorld(), observations);
    const byState = () => sortedCalls(now, 'state').map(({id}) => id.slice(4));
    expect(byState()[0]).toBe('live');
    const ended = observe(call('live', 60, ['completed', 9]).map(eventDraft), start);
    now = fold(
      now,
      ended.map(each => ({...each, seq: 90, at: now.now + 10})),
    );
    expect(byState()[0]).toBe('live');
    now = fold(now, [{source: 'tick', seq: 91, at: now.now + 1000}]);
    expect(byState()).toEqual(['busy', 'short', 'long', 'live']);
  });

  it('stay the same list while nothing changed', () => {
    expect(sortedCalls(world, 'state')).toBe(sortedCalls(world, 'state'));
  });
});

describe('The call that is shown', () => {
  const moved = eventDraft({
    type: 'transfer',
    uuid: 'leg-live',
    conversation_uuid_from: 'CON-live',
    conversation_uuid_to: 'CON-meeting',
    timestamp: new Date(start + 70_000).toISOString(),
  });
  const later = call('later', 80, ['started', 0]).map(eventDraft);
  const chosen = (...keys: string[]) =>
    chosenCall(
      pressed(
        modelOf(observe([...bodies.map(eventDraft), moved, ...later.slice(0, keys.length > 0 ? 1 : 0)])),
        ...keys,
      ),
    )?.id;

  it('is the newest, and the one that the newest went on in', () => {
    expect(chosen()).toBe('CON-meeting');
    expect(chosen('1')).toBe('CON-later');
  });

  it('stays the chosen one, though it moved', () => {
    expect(chosen('1', 'k', 'k')).toBe('CON-live');
  });
});
