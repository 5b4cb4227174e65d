import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {figuresOf, spreadOf, statsBy, statsOf} from '../../source/world/read/stats.js';
import {emptyWorld} from '../../source/world/world.js';
import {agentCall} from '../helpers/agent-call.js';
import {busy, caller, news, observed, other, talked} from '../helpers/calls.js';
import {fold} from '../helpers/fold.js';
import {seedObservations} from '../helpers/seed.js';

describe('how values are spread', () => {
  it('has percentiles by the nearest rank', () => {
    const hundred = Array.from({length: 100}, (_, i) => 100 - i);
    expect(spreadOf(hundred)).toMatchObject({
      count: 100,
      min: 1,
      p50: 50,
      p90: 90,
      p95: 95,
      p99: 99,
      max: 100,
      mean: 50.5,
    });
    expect(spreadOf([7])).toMatchObject({count: 1, min: 7, p50: 7, p99: 7, max: 7});
    expect(spreadOf([])).toBeUndefined();
  });

  it('has each value in one part of the histogram', () => {
    fc.assert(
      fc.property(fc.array(fc.double({min: -1e4, max: 1e7, noNaN: true}), {minLength: 1, maxLength: 200}), values => {
        const {histogram, ...spread} = spreadOf(values) ?? {histogram: []};
        expect(histogram.reduce((sum, {count}) => sum + count, 0)).toBe(values.length);
        expect(histogram.at(-1)?.to).toBe(Math.max(...values));
        const {min = 0, p50 = 0, p90 = 0, p95 = 0, p99 = 0, max = 0} = spread as Record<string, number>;
        expect([min, p50, p90, p95, p99, max]).toEqual([min, p50, p90, p95, p99, max].toSorted((a, b) => a - b));
      }),
    );
  });

  it('has parts of the histogram that can be told apart, however long the shortest time is', () => {
    const {histogram = []} = spreadOf([20_000, 300_000]) ?? {};
    expect(histogram).toHaveLength(16);
    for (const {from, to} of histogram) expect(to / from).toBeCloseTo(15 ** (1 / 16), 3);
  });
});

describe('what calls come to', () => {
  it('is counted of each call, with the legs that it had', () => {
    const [figures, ...others] = figuresOf(fold(emptyWorld(), agentCall));
    expect(others).toEqual([]);
    expect(figures).toMatchObject({
      ...{isLive: false, isOk: false, outcome: 'completed', number: '447700900000', cost: undefined},
      values: {ring: [1200], talk: [9800], answer: [9], turn: [840]},
    });
  });

  it('counts each leg, price and talk once, where several calls went on in one conversation', () => {
    const ROOM = 'CON-99999999-0000-4000-8000-000000000000';
    const way = {type: 'transfer', conversation_uuid: undefined, conversation_uuid_to: ROOM};
    const callOf = (name: string, conversation_uuid: string) => {
      const leg = caller(name, `4477009000${name.charCodeAt(0)}`);
      const at = name.charCodeAt(0) - 97;
      return [
        news(leg, 'started', at, {conversation_uuid}),
        news(leg, 'ringing', at + 1, {conversation_uuid}),
        news(leg, 'answered', at + 3, {conversation_uuid}),
        other(at + 4, {...way, conversation_uuid_from: conversation_uuid}, leg),
        news(leg, 'completed', at + 20, {conversation_uuid: ROOM, price: '0.01'}),
      ];
    };
    const met = observed(
      ...callOf('a', 'CON-aaaaaaaa-0000-4000-8000-000000000000'),
      ...callOf('b', 'CON-bbbbbbbb-0000-4000-8000-000000000000'),
    );
    const figures = figuresOf(fold(emptyWorld(), met));
    expect(figures.map(({cost, values: {ring, talk}}) => ({cost, ring, talk}))).toEqual([
      {cost: 0.01, ring: [2000], talk: [17_000]},
      {cost: 0.01, ring: [2000], talk: [17_000]},
    ]);
  });

  it('is one call where it went on elsewhere, with its outcome and what it has cost', () => {
    const calls = [talked, busy, seedObservations()].flatMap(each => figuresOf(fold(emptyWorld(), each)));
    const stats = statsOf(calls);
    expect(stats).toMatchObject({
      calls: 3,
      live: 0,
      outcomes: [
        {outcome: 'completed', count: 2},
        {outcome: 'busy', count: 1},
      ],
    });
    expect(stats.spreads.talk?.count).toBe(2);
    expect(statsBy(calls, ({outcome}) => outcome).map(({name, stats: {calls: count}}) => [name, count])).toEqual([
      ['busy', 1],
      ['completed', 2],
    ]);
  });

  it('is nothing for no call', () => {
    expect(statsOf([])).toEqual({
      ...{calls: 0, live: 0, ok: 0, from: undefined, to: undefined, cost: undefined, outcomes: [], spreads: {}},
    });
  });
});
