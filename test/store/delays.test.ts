import {describe, expect, it} from 'vitest';
import {webhookDelays} from '../../source/store/delays.js';
import {emptyWorld} from '../../source/world/world.js';
import {fold} from '../helpers/fold.js';
import {eventDraft, rtcDraft} from '../helpers/seed.js';

const T0 = Date.UTC(2026, 0, 1, 12);

/** A webhook about a leg of its own, stamped at T0, that took so many ms. */
const late = (ms: number, i: number) => ({
  ...eventDraft({
    uuid: `leg-${i}`,
    conversation_uuid: 'CON-1',
    status: 'started',
    timestamp: new Date(T0).toISOString(),
  }),
  seq: i + 1,
  at: T0 + ms,
});

describe('How long webhooks take to get here', () => {
  it('is not known before the first', () => {
    expect(webhookDelays(emptyWorld())).toBeUndefined();
  });

  it('is the middle one, and the one that 95 of 100 are faster than', () => {
    const world = fold(
      emptyWorld(),
      Array.from({length: 100}, (_, i) => late(i, i)),
    );
    expect(webhookDelays(world)).toEqual({p50: 50, p95: 95, count: 100});
  });

  it('is about the last 200 only', () => {
    const slowThenFast = Array.from({length: 400}, (_, i) => late(i < 200 ? 9000 : 7, i));
    expect(webhookDelays(fold(emptyWorld(), slowThenFast))).toEqual({p50: 7, p95: 7, count: 200});
  });

  it('is not known of stamps that are not of now, as of a call that is replayed', () => {
    const replayed = Array.from({length: 3}, (_, i) => late(8 * 365 * 86_400_000, i));
    expect(webhookDelays(fold(emptyWorld(), replayed))).toEqual({count: 0});
    expect(webhookDelays(fold(emptyWorld(), [...replayed, late(7, 3)]))).toEqual({p50: 7, p95: 7, count: 1});
  });

  it('leaves out what carries no stamp, and what is no Voice webhook', () => {
    const unstamped = {...eventDraft({uuid: 'a', conversation_uuid: 'CON-1', status: 'started'}), seq: 1, at: T0};
    const rtc = {...rtcDraft({type: 'member:joined', conversation_id: 'CON-1', timestamp: T0}), seq: 2, at: T0 + 5};
    expect(webhookDelays(fold(emptyWorld(), [unstamped, rtc]))).toBeUndefined();
  });
});
