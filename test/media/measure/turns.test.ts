import {describe, expect, it} from 'vitest';
import {measureSocket} from '../../../source/media/measure/socket.js';
import {joined, mixed, noise, quiet, randomOf, type Sound, spoken, tone} from '../../helpers/sound.js';
import {answered, cleared, measured, type Step, said} from './conversation.js';

const rate = 16_000;
/** Somebody speaks for so long after so long, and then is silent. */
const voice = (after: number, ms: number, then = 3000) =>
  joined(quiet(rate, after), tone(rate, ms, -20), quiet(rate, then));
const agent = (at: number, ms: number, everyMs = 0) => answered(rate, tone(rate, ms, -12), at, everyMs);

describe('A turn', () => {
  it.each([8000, 16_000, 24_000])('of 640 ms is found within 20 ms, at %i Hz', of => {
    const random = randomOf(1);
    const caller = joined(quiet(of, 1000), spoken(of, 1500, -20, random), quiet(of, 3000));
    const {turns} = measured(of, [...said(of, caller), ...answered(of, spoken(of, 1000, -20, random), 2500 + 640)]);
    expect(turns).toHaveLength(1);
    const {from = 0, latency = 0, inQueue, inApplication} = turns[0] ?? {};
    expect(Math.abs(from - 1000)).toBeLessThanOrEqual(20);
    expect(Math.abs(latency - 640)).toBeLessThanOrEqual(20);
    expect([inQueue, inApplication]).toEqual([0, latency]);
  });

  it('counts from when the answer is played, and tells what of it waited behind older audio', () => {
    // Two seconds of silence are sent before the answer, all at once.
    const answer = joined(quiet(rate, 2000), tone(rate, 3000, -12));
    const {turns} = measured(rate, [...said(rate, voice(1000, 1000, 8000)), ...answered(rate, answer, 2300, 0)]);
    const times = {from: 1000, to: 2000, sentAt: 2300, heardAt: 4300};
    expect(turns).toEqual([{...times, latency: 2300, inApplication: 300, inQueue: 2000}]);
  });

  it('is found for each answer of a call', () => {
    const caller = joined(voice(500, 800), voice(0, 800), voice(0, 800));
    const {turns, bargeIns} = measured(rate, [
      ...said(rate, caller),
      ...[1900, 5800, 10_100].flatMap(at => agent(at, 1000, 20)),
    ]);
    expect(turns.map(({latency}) => latency)).toEqual([600, 700, 1200]);
    expect(bargeIns).toEqual([]);
  });

  it.each<[string, Sound, Step[]]>([
    ['where nobody asked', quiet(rate, 5000), agent(2000, 500)],
    ['where it began before the caller stopped', voice(500, 2000), agent(2000, 2000)],
    [
      'where it went on while the caller said something',
      voice(1500, 300, 8000),
      [...agent(500, 3000), ...agent(4200, 500)],
    ],
    ['where it comes after half a minute', voice(500, 500, 32_000), agent(32_000, 500)],
    ['where a click is heard', voice(500, 500), agent(2000, 20)],
  ])('is none %s', (_, caller, steps) => {
    const {turns} = measured(rate, [...said(rate, caller), ...steps]);
    expect(turns.filter(({heardAt}) => heardAt > 1600)).toEqual([]);
  });

  it('is answered once', () => {
    const {turns} = measured(rate, [...said(rate, voice(500, 500, 6000)), ...agent(1500, 500), ...agent(2700, 500)]);
    expect(turns.map(({heardAt}) => heardAt)).toEqual([1500]);
  });
});

/** Calls with eight turns of known latencies from 300 to 2000 ms, in noise so far below the voice: how far off was what was told. */
function errorsAt(signalToNoise: number) {
  const errors: number[] = [];
  let turnsToFind = 0;
  for (let seed = 0; seed < 3; seed++) {
    const random = randomOf(seed);
    const between = (least: number, most: number) => Math.round(least + random() * (most - least));
    const parts: Sound[] = [quiet(rate, 1500)];
    const steps: Step[] = [];
    const truth: {heardAt: number; latency: number}[] = [];
    let at = 1500;
    for (let turn = 0; turn < 8; turn++) {
      const [asks, latency, answers, rests] = [
        between(400, 3000),
        between(300, 2000),
        between(500, 2000),
        between(700, 2000),
      ];
      parts.push(spoken(rate, asks, -26, random), quiet(rate, latency + answers + rests));
      at += asks + latency;
      steps.push(...answered(rate, spoken(rate, answers, -20, random), at, turn % 2 ? 20 : 0));
      truth.push({heardAt: at, latency});
      at += answers + rests;
    }
    const line = mixed(joined(...parts), noise(rate, at, -26 - signalToNoise, random));
    const {turns} = measured(rate, [...said(rate, line), ...steps]);
    turnsToFind += truth.length;
    for (const {heardAt, latency} of turns) {
      const known = truth.find(each => Math.abs(each.heardAt - heardAt) < 150);
      errors.push(Math.abs(latency - (known?.latency ?? Number.POSITIVE_INFINITY)));
    }
  }
  errors.sort((a, b) => a - b);
  return {told: errors.length / turnsToFind, median: errors[errors.length >> 1] ?? 0, most: errors.at(-1) ?? 0};
}

describe('A turn in noise', () => {
  it.each([60, 40, 30, 25, 20])('%i dB below the voice is told, and true', signalToNoise => {
    const {told, median, most} = errorsAt(signalToNoise);
    expect(told).toBe(1);
    expect(median).toBeLessThanOrEqual(60);
    expect(most).toBeLessThanOrEqual(250);
  });

  it('15 dB below the voice is told, less exactly', () => {
    const {told, most} = errorsAt(15);
    expect(told).toBeGreaterThan(0.8);
    expect(most).toBeLessThanOrEqual(300);
  });

  it.each([9, 7, 5, 0])('only %i dB below the voice is not told', signalToNoise => {
    expect(errorsAt(signalToNoise).told).toBe(0);
  });

  it('is not told of noise that becomes louder, which is counted as unclear', () => {
    const random = randomOf(4);
    const street = joined(noise(rate, 3000, -60, random), noise(rate, 5000, -35, random));
    const {turns, figures} = measured(rate, [...said(rate, street), ...agent(6500, 500)]);
    expect(turns).toEqual([]);
    expect(figures.vonage).toMatchObject({unclear: 1});
    expect(figures.vonage.floor).toBeCloseTo(-35.5, -0.5);
  });

  it.each([
    [20, 1500, [1000, 2500]],
    [8, 1500, []],
    [13, 10_000, []],
  ])(
    'that begins when the caller stops, %i dB below the voice, is told only where it is another sound',
    (below, ms, times) => {
      const random = randomOf(9);
      const line = joined(quiet(rate, 1000), spoken(rate, ms, -15, random), noise(rate, 6000, -15 - below, random));
      const {turns} = measured(rate, [...said(rate, line), ...agent(ms + 4000, 500)]);
      const found = turns.flatMap(({from, to}) => [from, to]);
      expect(found.map(each => Math.round(each / 100) * 100)).toEqual(times);
    },
  );

  it('is told though frames were late', () => {
    const random = randomOf(6);
    const sound = joined(quiet(rate, 1000), spoken(rate, 1500, -22, random), quiet(rate, 3000));
    const line = mixed(sound, noise(rate, 5500, -55, random));
    // The line stands still for 150 ms, before it is spoken, while it is, and after.
    const isLate = ({at}: Step) => [700, 1500, 3400].find(from => at > from && at < from + 150);
    const steps = said(rate, line).map(each => ({...each, at: (isLate(each) ?? each.at - 150) + 150}));
    const {turns, figures} = measured(rate, [...steps, ...agent(3700, 500)]);
    expect(turns).toHaveLength(1);
    expect(figures.vonage).toMatchObject({unclear: 0, gaps: 3});
    expect(Math.abs((turns[0]?.from ?? 0) - 1000)).toBeLessThanOrEqual(60);
    expect(Math.abs((turns[0]?.to ?? 0) - 2500)).toBeLessThanOrEqual(60);
  });

  it('is not told of what others nearby say', () => {
    const random = randomOf(5);
    const caller = joined(quiet(rate, 500), spoken(rate, 1500, -20, random), quiet(rate, 4000));
    const television = joined(quiet(rate, 2500), spoken(rate, 2800, -42, random), quiet(rate, 700));
    const {turns} = measured(rate, [...said(rate, mixed(caller, television)), ...agent(5600, 500)]);
    expect(turns).toHaveLength(1);
    expect(Math.abs((turns[0]?.to ?? 0) - 2000)).toBeLessThanOrEqual(60);
  });
});

describe('A barge-in', () => {
  it('is speech while the agent is heard, and tells what became of it', () => {
    // In the middle of a piece of 10 ms.
    const steps = [...agent(1000, 10_000), ...cleared(4307, 4380)];
    const {bargeIns, turns, figures} = measured(rate, [
      ...said(rate, voice(4000, 1500)),
      ...steps,
      ...agent(6200, 500),
    ]);
    expect(bargeIns).toEqual([{at: 4000, to: 5500, clearAt: 4307, clearedAt: 4380, silentAt: 4307, thrownAway: 6693}]);
    expect(turns).toEqual([expect.objectContaining({to: 5500, heardAt: 6200, latency: 700})]);
    expect(figures.queue).toMatchObject({cleared: 6693, unasked: 0, most: 10_000});
  });

  it('is followed by the answer, however soon', () => {
    const steps = [...agent(1000, 5000), ...cleared(2200, 2210), ...agent(2500, 500)];
    const {bargeIns, turns} = measured(rate, [...said(rate, voice(2000, 300)), ...steps]);
    expect(bargeIns).toEqual([expect.objectContaining({at: 2000, to: 2300, clearAt: 2200, silentAt: 2200})]);
    expect(turns).toEqual([expect.objectContaining({to: 2300, heardAt: 2500, latency: 200})]);
  });

  it('may be cleared when the caller has long stopped', () => {
    const steps = [...agent(1000, 5000), ...cleared(3500)];
    const {bargeIns, figures} = measured(rate, [...said(rate, voice(2000, 400)), ...steps]);
    expect(bargeIns).toEqual([{at: 2000, to: 2400, clearAt: 3500, silentAt: 3500, thrownAway: 2500}]);
    expect(figures.queue.unasked).toBe(0);
  });

  it('may be ignored', () => {
    const {bargeIns, turns} = measured(rate, [...said(rate, voice(2000, 500, 5000)), ...agent(1000, 5000)]);
    expect(bargeIns).toEqual([{at: 2000, to: 2500, silentAt: 6000, thrownAway: 0}]);
    expect(turns).toEqual([]);
  });

  it('may be answered by sending nothing more', () => {
    const {bargeIns} = measured(rate, [...said(rate, voice(2000, 1000)), ...agent(1000, 1300, 20), ...cleared(2300)]);
    expect(bargeIns).toEqual([{at: 2000, to: 3000, clearAt: 2300, silentAt: 2300, thrownAway: 0}]);
  });

  it('lasts as long as old audio is heard', () => {
    const steps = [...agent(1000, 5000), ...cleared(2400, 2410), ...agent(2440, 600)];
    const {bargeIns} = measured(rate, [...said(rate, voice(2000, 1500)), ...steps]);
    expect(bargeIns).toEqual([expect.objectContaining({clearAt: 2400, silentAt: 3040, thrownAway: 3600})]);
  });

  it.each([
    ['the agent has just finished', voice(2000, 500), agent(1000, 1100)],
    ['nothing is heard', voice(2000, 500), []],
    ['the agent begins while the caller speaks', voice(500, 2000), agent(1500, 1000)],
  ])('is none where %s', (_, caller, steps) => {
    expect(measured(rate, [...said(rate, caller), ...steps]).bargeIns).toEqual([]);
  });

  it('is none where only a hum is heard', () => {
    const hum = answered(rate, tone(rate, 4000, -45), 1000, 0);
    const {bargeIns, figures} = measured(rate, [...said(rate, voice(2000, 500)), ...hum]);
    expect(bargeIns).toEqual([]);
    expect(figures.application.unclear).toBe(1);
  });

  it('is none where what is sent is the noise of the line, as an echo sends it', () => {
    const random = randomOf(8);
    const line = mixed(
      joined(quiet(rate, 1500), spoken(rate, 1500, -22, random), quiet(rate, 3000)),
      noise(rate, 6000, -52, random),
    );
    const {bargeIns, turns, figures} = measured(rate, [...said(rate, line), ...answered(rate, line, 21)]);
    expect([...bargeIns, ...turns]).toEqual([]);
    expect(Math.abs(figures.application.spoken - 1500)).toBeLessThanOrEqual(60);
  });

  it('is none where clear throws away what nobody interrupted', () => {
    const {bargeIns, figures} = measured(rate, [
      ...said(rate, quiet(rate, 5000)),
      ...agent(1000, 5000),
      ...cleared(3000),
    ]);
    expect(bargeIns).toEqual([]);
    expect(figures.queue).toMatchObject({cleared: 3000, unasked: 1});
  });
});

describe('The end of a socket', () => {
  it('lets what was said last be known', () => {
    const steps = [
      ...said(rate, voice(2000, 1000, 0)),
      ...agent(1000, 5000),
      ...cleared(2400, 2450),
      ...agent(3000, 500),
    ];
    const measure = measureSocket({rate});
    for (const step of steps.sort((a, b) => a.at - b.at)) step.do(measure, step.at);
    expect(measure.settled(3250)).toEqual([]);
    expect(measure.figures(3250, true).queue.ahead).toBe(250);
    expect(measure.end(3250)).toEqual([
      {kind: 'barge-in', bargeIn: expect.objectContaining({at: 2000, to: 3000, silentAt: 2400})},
      {kind: 'turn', turn: expect.objectContaining({to: 3000, heardAt: 3000})},
    ]);
  });
});
