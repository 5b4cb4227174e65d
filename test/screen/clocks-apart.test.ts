import {describe, expect, it} from 'vitest';
import type {Observation} from '../../source/call/observation.js';
import type {Model} from '../../source/store/model.js';
import {timingsOf} from '../../source/world/read/timings.js';
import {menu, talked} from '../helpers/calls.js';
import {frame, modelOf, pressed} from './frame.js';

/** The same observations on a machine whose clock is behind by so many ms, as one is of a simulated call that runs ahead. */
const behind = (observations: readonly Observation[], ms: number) =>
  observations.map(each => ({...each, at: each.at - ms}));

const keys = ['3', 't', 't', 't', 'v', 'v', 'v', 'v', 'k', 'Enter', 'Esc', '5', '2', '1'];

function screens(model: Model): string[] {
  return keys.map((_, i) => frame(pressed(model, ...keys.slice(0, i + 1))).join('\n'));
}

describe.each([60, 3000, 90_000])('Where the clock is %i ms behind Vonage’s', ms => {
  it.each([
    [80, 24],
    [160, 48],
  ])('no time is below zero at %i×%i', (columns, rows) => {
    for (const call of [menu, talked]) {
      for (const screen of screens(modelOf(behind(call, ms), {columns, rows})))
        expect(screen).not.toMatch(/(?<![\w-])-\d+(?:\.\d+)?(?:ms|s|m|:|\b)(?![-\w])/);
    }
  });

  it('a delay is not known', () => {
    const screen = frame(modelOf(behind(menu, ms), {columns: 160, rows: 48})).join('\n');
    expect(screen).toMatch(/started .* 200 2ms +–│/);
    expect(screen).toContain('stamps of another clock');
  });
});

describe.each([-3_600_000, 86_400_000])('Where the clock is set by %i ms in the middle of a call', ms => {
  const isNegative = /(?<![\w-])-[\d.]+(?:ms|s|m|h|d|:)/;
  const set = (observations: readonly Observation[], from: number) =>
    observations.map((each, i) => (i < from ? each : {...each, at: each.at + ms}));

  it('no time is below zero, while it is up and afterwards, and its times are those of Vonage', () => {
    for (const call of [menu, talked]) {
      const {world} = modelOf(call);
      for (let from = 1; from < call.length; from += 9) {
        const whole = set(call, from);
        for (const part of [whole.slice(0, from + 3), whole]) {
          for (const screen of screens(modelOf(part, {columns: 160, rows: 48}))) expect(screen).not.toMatch(isNegative);
        }
        const after = modelOf(whole).world;
        for (const [id, leg] of world.legs) {
          const known = after.legs.get(id);
          expect(known && timingsOf(after, known)).toEqual(timingsOf(world, leg));
        }
      }
    }
  });
});
