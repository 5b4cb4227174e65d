import {describe, expect, it} from 'vitest';
import {joined, mixed, noise, quiet, randomOf, spoken, tone} from '../../helpers/sound.js';
import {answered, measured, said} from './conversation.js';

const rates = [8000, 16_000, 24_000];

describe('A turn', () => {
  it.each(rates)('is the time from the end of what the caller said to what is heard of the agent, at %i Hz', rate => {
    const random = randomOf(1);
    const caller = joined(quiet(rate, 1000), spoken(rate, 1500, -20, random), quiet(rate, 3000));
    const agent = spoken(rate, 1000, -20, random);
    const {turns} = measured(rate, [...said(rate, caller), ...answered(rate, agent, 2500 + 640)]);
    expect(turns).toHaveLength(1);
    expect(turns[0]?.from).toBeCloseTo(1000, -1.3);
    expect(Math.abs((turns[0]?.latency ?? 0) - 640)).toBeLessThanOrEqual(20);
    expect(turns[0]).toMatchObject({inQueue: 0, inApplication: turns[0]?.latency});
  });

  it('counts from when the answer is played, and tells what of it waited behind older audio', () => {
    const rate = 16_000;
    const caller = joined(quiet(rate, 1000), tone(rate, 1000, -12), quiet(rate, 8000));
    // Two seconds of silence are sent before the answer, all at once.
    const agent = joined(quiet(rate, 2000), tone(rate, 3000, -12));
    const {turns, figures} = measured(rate, [...said(rate, caller), ...answered(rate, agent, 2300, 0)]);
    expect(turns).toEqual([
      expect.objectContaining({
        to: 2000,
        sentAt: 2300,
        heardAt: 4300,
        latency: 2300,
        inApplication: 300,
        inQueue: 2000,
      }),
    ]);
    expect(figures.queue).toMatchObject({most: 5000, underruns: 0, lost: 0, cleared: 0});
  });

  it('is found in noise', () => {
    const rate = 16_000;
    const random = randomOf(2);
    const speech = joined(quiet(rate, 1000), spoken(rate, 1500, -20, random), quiet(rate, 2000));
    const caller = mixed(speech, noise(rate, 4500, -45, random));
    const {turns} = measured(rate, [...said(rate, caller), ...answered(rate, tone(rate, 500, -20), 3000)]);
    expect(turns).toHaveLength(1);
  });
});
