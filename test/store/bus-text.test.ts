import {describe, expect, it} from 'vitest';
import {busIs, busText} from '../../source/store/bus-text.js';
import type {BusVitals} from '../../source/store/vitals.js';

const now = 1_800_000_000_000;
const ok: BusVitals = {state: 'ok', since: now - 60_000, ms: 3.2, behind: 0, insecure: false};

describe('how the bus is, in a few words', () => {
  it.each<[string, BusVitals]>([
    ['connecting', {...ok, state: 'connecting'}],
    ['ok', {...ok, ms: undefined}],
    ['ok 3 ms', ok],
    ['ok 1 ms', {...ok, ms: 0.2}],
    ['ok 3 ms', {...ok, behind: 5, oldestAt: now - 900}],
    ['ok 3 ms', {...ok, behind: 5}],
    ['behind 1,240 (12 s)', {...ok, behind: 1240, oldestAt: now - 12_300}],
    ['behind 1 (1 min 15 s)', {...ok, behind: 1, oldestAt: now - 75_000}],
    ['down 40 s, recording goes on', {...ok, state: 'down', since: now - 40_200, behind: 3, oldestAt: now - 99_000}],
    ['down 1 s, recording goes on', {...ok, state: 'down', since: now}],
  ])('%s', (text, bus) => {
    expect(busText(bus, now)).toBe(text);
    expect(text.startsWith(busIs(bus, now))).toBe(true);
  });
});
