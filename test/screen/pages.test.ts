import {describe, expect, it} from 'vitest';
import type {Model} from '../../source/store/model.js';
import {answer, caller, news, observed, other} from '../helpers/calls.js';
import {frame, modelOf, pressed} from './frame.js';

const alice = caller('a', '447700900001');
const digits = Array.from({length: 300}, (_, i) => other(i + 1, {dtmf: {digits: `${1000 + i}`}}, alice));
const talks = Array.from({length: 90}, (_, i) => ({action: 'talk', text: `Sentence ${1000 + i}`}));
const oneCall = observed(answer(alice, 0, talks), news(alice, 'answered', 0), ...digits);
const calls = Array.from({length: 200}, (_, i) => {
  const from = {...caller('', ''), name: String(1000 + i), from: '447700900001'};
  return news(from, 'started', i, {conversation_uuid: `CON-${2000 + i}0000-0000-4000-8000-000000000000`});
});
const manyCalls = observed(...calls);

/** The numbers that a pattern finds on the screen, from top to bottom. */
const numbers = (pattern: RegExp) => (model: Model) =>
  frame(model).flatMap(row => pattern.exec(row)?.slice(1).map(Number) ?? []);

describe.each([
  [80, 24],
  [120, 40],
  [160, 48],
])('At %i×%i, PgDn turns exactly a page', (columns, rows) => {
  it.each([
    ['events', '3', oneCall, /L1 .*?digits=(1\d{3})/],
    ['events, zoomed', '3 +', oneCall, /L1 .*?digits=(1\d{3})/],
    ['calls', '1', manyCalls, /\d+ CON-(2\d{3})/],
    ['the ladder', '3 v', oneCall, /digits=(1\d{3}) /],
    ['the ladder, zoomed', '3 v +', oneCall, /digits=(1\d{3}) /],
    ['the NCCO', '8', oneCall, / \d+ talk "Sentence (1\d{3})/],
    ['the NCCO, zoomed', '8 +', oneCall, / \d+ talk "Sentence (1\d{3})/],
  ] as const)('of %s', (_, keys, observations, pattern) => {
    const seen = numbers(pattern);
    const first = pressed(modelOf(observations, {columns, rows}), ...keys.split(' '), 'g');
    const second = pressed(first, 'PgDn');
    expect(seen(first).length).toBeGreaterThan(0);
    expect(seen(second)[0]).toBe((seen(first).at(-1) ?? 0) + 1);
    expect(seen(pressed(second, 'PgUp'))).toEqual(seen(first));
  });
});

describe.each([
  [80, 24],
  [160, 48],
])('At %i×%i, each page of the ladder begins behind the one before', (columns, rows) => {
  const seen = numbers(/digits=(1\d{3}) /);
  const steps = Array.from({length: 40}, () => 'PgDn');

  it('down to its end', () => {
    let model = pressed(modelOf(oneCall, {columns, rows}), '3', 'v', 'g');
    const all = seen(model);
    for (const key of steps) {
      model = pressed(model, key);
      const next = seen(model).filter(number => number > (all.at(-1) ?? 0));
      // The last page is a whole one: it shows some of the page before again.
      if (!seen(model).includes(1299)) expect(next).toEqual(seen(model));
      all.push(...next);
    }
    expect(all).toEqual(Array.from({length: 300}, (_, i) => 1000 + i));
  });

  it('and up from there', () => {
    let model = pressed(modelOf(oneCall, {columns, rows}), '3', 'v', 'G');
    const all = seen(model);
    for (let i = 0; i < 40; i++) {
      model = pressed(model, 'PgUp');
      all.unshift(...seen(model).filter(number => number < (all[0] ?? 0)));
    }
    expect(all).toEqual(Array.from({length: 300}, (_, i) => 1000 + i));
  });
});

describe.each([
  [80, 24],
  [160, 48],
])('At %i×%i, PgDn in the palette', (columns, rows) => {
  it('chooses as many rows further down as are seen', () => {
    const first = pressed(modelOf(oneCall, {columns, rows}), ':');
    const lines = frame(first);
    const top = lines.findIndex(row => row.includes('┌▸ Commands'));
    const left = lines[top]?.indexOf('┌▸ Commands') ?? 0;
    // Below the border: the line that is typed, a rule, and the commands down to the border.
    const count = lines.findIndex((row, i) => i > top && row[left] === '└') - top - 3;
    const second = pressed(first, 'PgDn');
    expect(second.view.palette?.chosen).toBe(count);
    expect(pressed(second, 'PgUp').view.palette?.chosen).toBe(0);
  });
});

describe('Half a page', () => {
  it('turns half of what is seen, and back', () => {
    const seen = numbers(/L1 .*?digits=(1\d{3})/);
    const first = pressed(modelOf(oneCall, {columns: 160, rows: 48}), 'g');
    const half = pressed(first, 'C-d');
    // Above the first digits stand the answer webhook and what it led to.
    expect(seen(half)[0]).toBe(1000 + Math.floor((2 + seen(first).length) / 2) - 2);
    expect(seen(pressed(half, 'C-u'))).toEqual(seen(first));
  });
});
