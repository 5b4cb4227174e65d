import {describe, expect, it} from 'vitest';
import {joined, quiet, tone} from '../../helpers/sound.js';
import {answered, cleared, measured, notified, type Step} from './conversation.js';

const rate = 16_000;

/** What was asked at some times. */
function asked(steps: readonly Step[], times: readonly number[]) {
  const seen: {ahead: number; level?: number; speaks: boolean}[] = [];
  const looks = times.map(at => ({
    at,
    do: (measure: Parameters<Step['do']>[0]) => {
      measure.settled(at);
      const {queueAhead: ahead, application: level, applicationSpeaks: speaks} = measure.levels(at);
      seen.push({ahead, ...(level !== undefined && {level: Math.round(level)}), speaks});
    },
  }));
  return {...measured(rate, [...steps, ...looks]), seen};
}

describe('What an application sends', () => {
  it('is heard in real time, though it came all at once', () => {
    const sound = joined(tone(rate, 4000, -12), tone(rate, 4000, -30));
    const {seen, figures} = asked(answered(rate, sound, 1000, 0), [999, 1500, 6900, 9100, 9500]);
    expect(seen).toEqual([
      {ahead: 0, speaks: false},
      {ahead: 7500, level: -12, speaks: true},
      {ahead: 2100, level: -30, speaks: true},
      {ahead: 0, level: -30, speaks: true},
      {ahead: 0, speaks: false},
    ]);
    expect(figures.queue).toMatchObject({most: 8000, underruns: 0, starved: 0, lost: 0, cleared: 0});
    expect(figures.application).toMatchObject({frames: 400, spoken: 8000});
  });

  it('is thrown away by clear, and what comes then is heard at once', () => {
    const steps = [
      ...answered(rate, tone(rate, 10_000, -12), 1000, 0),
      ...cleared(4000, 4080),
      ...answered(rate, tone(rate, 1000, -30), 6000, 0),
    ];
    const {seen, figures} = asked(steps, [3999, 4500, 6500]);
    expect(seen.map(({ahead, level}) => [ahead, level])).toEqual([
      [7001, -12],
      [0, undefined],
      [500, -30],
    ]);
    expect(figures.queue).toMatchObject({cleared: 7000, unasked: 1, roundTrip: 80});
    expect(figures.application.spoken).toBe(4000);
  });

  it('is lost beyond the messages that Vonage keeps', () => {
    const {seen, figures} = asked(answered(rate, tone(rate, 70_000, -12), 0, 0), [0, 30_000]);
    expect(figures.queue).toMatchObject({lost: 3500 - 3072, most: 3072 * 20});
    expect(seen.map(({ahead}) => ahead)).toEqual([61_440, 31_440]);
  });

  it('may run empty in the middle of speech', () => {
    const half = tone(rate, 500, -12);
    const {figures} = measured(rate, [...answered(rate, half, 1000, 0), ...answered(rate, half, 1637)]);
    expect(figures.queue).toMatchObject({underruns: 1, starved: 137});
  });

  it.each([
    ['between sentences', joined(tone(rate, 500, -12), quiet(rate, 100)), 1737],
    ['for as long as ends what is said', tone(rate, 500, -12), 1910],
    ['by less than a frame', tone(rate, 500, -12), 1515],
  ])('runs empty %s', (_, first, again) => {
    const second = tone(rate, 500, -12);
    const {figures} = measured(rate, [...answered(rate, first, 1000, 0), ...answered(rate, second, again)]);
    expect(figures.queue).toMatchObject({underruns: 0, starved: 0});
  });

  it('runs empty again and again when it is sent a little too slowly', () => {
    const {figures} = measured(rate, answered(rate, tone(rate, 10_000, -12), 0, 21));
    // A ms is missing for each of 500 frames: a frame of 20 for some 21.
    expect(figures.queue.underruns).toBeGreaterThan(20);
    expect(figures.queue.underruns).toBeLessThan(26);
  });
});

describe('A notify that comes back', () => {
  it('tells how long the way is, and that the play-out is as was thought', () => {
    const steps = [
      ...notified('{"n":0}', 500, 560),
      ...answered(rate, tone(rate, 5000, -12), 1000, 0),
      ...notified('{"n":1}', 1000, 6070),
    ];
    const {figures} = measured(rate, steps);
    expect(figures.queue).toMatchObject({roundTrip: 60, error: 10});
  });

  it('corrects the play-out', () => {
    const steps = [
      ...notified('{"n":0}', 500, 550),
      ...answered(rate, tone(rate, 2000, -12), 1000, 0),
      ...notified('{"n":1}', 1000, 3350),
      ...answered(rate, tone(rate, 2000, -12), 1000, 0),
    ];
    const {seen, figures} = asked(steps, [3349, 3350]);
    // Vonage began 300 ms later than was thought.
    expect(seen.map(({ahead}) => ahead)).toEqual([1651, 1950]);
    expect(figures.queue).toMatchObject({roundTrip: 50, error: 300});
  });

  it('corrects what began after a pause only by what reached into it', () => {
    const steps = [
      ...notified('{"n":0}', 500, 550),
      ...answered(rate, tone(rate, 1000, -12), 1000, 0),
      ...notified('{"n":1}', 1000, 2350),
      ...answered(rate, tone(rate, 2000, -12), 2200, 0),
    ];
    const {seen, figures} = asked(steps, [2340, 2360]);
    // What was sent first ended at 2300, not at 2000: what was sent at 2200 had to wait for it.
    expect(seen.map(({ahead}) => ahead)).toEqual([1860, 1940]);
    expect(figures.queue).toMatchObject({error: 300});
  });

  it('does not correct what was sent after it', () => {
    const steps = [...notified('{"n":0}', 1000, 1600), ...answered(rate, tone(rate, 1000, -12), 1500, 0)];
    const {seen, figures} = asked(steps, [1599, 1601]);
    expect(seen.map(({ahead}) => ahead)).toEqual([901, 899]);
    expect(figures.queue).toMatchObject({roundTrip: 600});
    expect(figures.queue).not.toHaveProperty('error');
  });

  it.each([
    ['of another payload', '{"n":2}'],
    ['of nothing', ''],
  ])('is not taken for one %s', (_, key) => {
    const steps = [...notified('{"n":1}', 500), {at: 600, do: (m: Parameters<Step['do']>[0]) => m.notified(key, 600)}];
    expect(measured(rate, steps).figures.queue).not.toHaveProperty('error');
  });

  it('is forgotten by clear', () => {
    const steps = [
      ...answered(rate, tone(rate, 5000, -12), 0, 0),
      ...notified('{}', 100, 1100),
      ...cleared(1000, 1010),
    ];
    expect(measured(rate, steps).figures.queue).not.toHaveProperty('error');
  });
});
