import {describe, expect, it} from 'vitest';
import {letterOf} from '../../source/call/strip.js';
import {echoOf} from '../../source/world/read/echo.js';

/** Tenths of a second of speech: words of uneven length and level, and pauses; another seed, other words. */
function speech(tenths: number, seed: number): number[] {
  let state = seed;
  const next = (most: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
  const levels: number[] = [];
  while (levels.length < tenths) {
    const words = Array.from({length: 5 + next(20)}, () => -30 + next(14));
    levels.push(...words, ...new Array<number>(8 + next(20)).fill(-58));
  }
  return levels.slice(0, tenths);
}

const later = (levels: number[], tenths: number, softer = 0) =>
  [...new Array<number>(tenths).fill(-58), ...levels.map(each => Math.max(-60, each - softer))].slice(0, levels.length);
const strip = (levels: number[]) => levels.map(letterOf).join('');
const echo = (vonage: number[], application: number[], from = 0) =>
  echoOf({strips: [{from, vonage: strip(vonage), application: strip(application)}]});

describe('an echo on a WebSocket', () => {
  const [caller, agent] = [speech(400, 1), speech(400, 99)];
  it.each([0, 1, 5, 10])('is found of the caller, %s tenths of a second later', tenths => {
    expect(echo(caller, later(caller, tenths, 2))).toEqual({of: 'vonage', after: tenths * 100});
  });

  it('is found of the agent, softer, in what comes from Vonage', () => {
    expect(echo(later(agent, 3, 6), agent)).toEqual({of: 'application', after: 300});
  });

  it.each<[string, number[], number[]]>([
    ['two who speak as they like', caller, agent],
    ['two who take turns', caller, caller.map(each => (each > -50 ? -58 : -20))],
    ['nobody who speaks', new Array(400).fill(-58), new Array(400).fill(-58)],
    ['a word or two', later(speech(12, 5), 0), later(speech(12, 5), 1)],
    ['what comes back after two seconds', caller, later(caller, 20)],
  ])('is not found in %s', (_, vonage, application) => {
    expect(echo(vonage, application)).toBeUndefined();
  });

  it('is told of the last minute, however long the call was', () => {
    const strips = [
      {from: 0, vonage: strip(caller), application: strip(agent)},
      {from: 40_000, vonage: strip(speech(600, 7)), application: strip(later(speech(600, 7), 2))},
    ];
    expect(echoOf({strips})).toEqual({of: 'vonage', after: 200});
  });
});
