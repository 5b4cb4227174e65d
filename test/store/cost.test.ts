import {describe, expect, it} from 'vitest';
import type {Draft} from '../../source/call/observation.js';
import {costShown} from '../../source/store/cost.js';
import {emptyWorld} from '../../source/world/world.js';
import {fold} from '../helpers/fold.js';
import {eventDraft, observe} from '../helpers/seed.js';

const T0 = Date.UTC(2026, 0, 1, 12);
const status = (call: string, word: string, second: number, more: Record<string, unknown> = {}) =>
  eventDraft({
    uuid: `leg-of-${call}`,
    conversation_uuid: call,
    status: word,
    direction: 'outbound',
    from: '447700000002',
    to: '447700000003',
    timestamp: new Date(T0 + second * 1000).toISOString(),
    ...more,
  });
const paid = {rate: '0.01200000', price: '0.00600000'};
const first = [status('CON-1', 'answered', 0), status('CON-1', 'completed', 30, paid)];

function cost(drafts: Draft[], call: string, second: number) {
  const world = fold(emptyWorld(), observe(drafts));
  const conversation = world.conversations.get(call);
  if (!conversation) throw new Error(`${call} was not seen`);
  return costShown(world, conversation, T0 + second * 1000 + (conversation.lag ?? 0));
}

describe('What a call costs', () => {
  it('is Vonage’s own price once it is over', () => {
    expect(cost(first, 'CON-1', 99)).toEqual({eur: '0.00600000', isEstimate: false});
  });

  it('is not guessed for a party that was never paid for', () => {
    expect(cost([...first, status('CON-2', 'answered', 60, {to: '447700000099'})], 'CON-2', 120)).toBeUndefined();
  });

  it('runs at the last rate of the same party while they talk', () => {
    const drafts = [...first, status('CON-2', 'answered', 60)];
    expect(cost(drafts, 'CON-2', 60)).toEqual({eur: '0.0000', isEstimate: true});
    expect(cost(drafts, 'CON-2', 180)).toEqual({eur: '0.0240', isEstimate: true});
  });

  it('does not run before somebody answers', () => {
    expect(cost([...first, status('CON-2', 'ringing', 60)], 'CON-2', 120)).toBeUndefined();
  });
});
