import {type Measure, measures} from '../../call/measures.js';
import {UNSTAMPED, WEBHOOK} from '../event-log.js';
import type {World} from '../world.js';
import {type Call, callsOf, lastOf} from './calls.js';
import {delayOfReport} from './delay.js';
import {nearestRank} from './nearest-rank.js';
import {isOfCall, isSerious} from './problems.js';
import {socketsOf} from './sockets.js';
import {callStatus, partiesOf, stateOf} from './state.js';
import {costOfLegs, talkOfLegs, timingsOf} from './timings.js';

/** What is counted of one call. */
export type CallFigures = {
  /** When it began, ms since the epoch. */
  at: number;
  isLive: boolean;
  /** No error and no warning was found in it. */
  isOk: boolean;
  direction?: 'inbound' | 'outbound';
  /** The status that stands for it: an unhappy end rather than the `completed` behind it. */
  outcome: string;
  /** The number of the application: who was called, or called. Comes from outside. */
  number: string;
  /** EUR, where a price is known. */
  cost?: number;
  values: Readonly<Record<Measure, readonly number[]>>;
};

/** Every call of a World, as its figures; one that went on in another conversation is one call. */
export function figuresOf(world: World): CallFigures[] {
  return callsOf(world).map(figuresOfCall);
}

export function figuresOfCall(call: Call): CallFigures {
  const {world, conversations, legs} = call;
  const [first] = conversations;
  const last = lastOf(call);
  const times = legs.map(leg => ({direction: leg.direction, ...timingsOf(world, leg)}));
  const {direction, from, to} = partiesOf(world, first);
  const own = direction === 'inbound' || from === undefined || from === 'Unknown' ? to : from;
  const cost = costOfLegs(legs);
  const rows = call.rows();
  const ids = new Set(legs.map(({id}) => id));
  const sockets = conversations.flatMap(each => socketsOf(world, each)).filter(({leg}) => !leg || ids.has(leg));
  return {
    at: first.firstSeenAt - (first.lag ?? 0),
    isLive: stateOf(last) === 'active',
    isOk: !call.problems().some(problem => isSerious(problem) && isOfCall(problem)),
    direction,
    outcome: callStatus(world, last) ?? 'unknown',
    number: own ?? '–',
    cost: cost === undefined ? undefined : Number(cost),
    values: {
      // Nobody dials where somebody calls in.
      postDial: known(times.map(t => (t.direction === 'outbound' ? t.postDialMs : undefined))),
      ring: known(times.map(t => t.ringMs)),
      talk: known([talkOfLegs(world, legs)]),
      answer: known(rows.map(row => answerMs(world, row))),
      webhook: known(rows.map(row => webhookMs(world, row))),
      turn: sockets.flatMap(({turns}) => turns.map(({latency}) => latency)),
    },
  };
}

const known = (values: readonly (number | undefined)[]): number[] => values.filter(value => value !== undefined);

/** How long the answer to a request for an NCCO took. */
function answerMs({log}: World, row: number): number | undefined {
  return log.typeOf(row) === 'answer' && log.replyStatus[row] ? log.replyMs[row] : undefined;
}

function webhookMs({log}: World, row: number): number | undefined {
  return log.has(row, WEBHOOK) && !log.has(row, UNSTAMPED) ? delayOfReport(log, row) : undefined;
}

/** How values are spread: half of them are at most `p50`. */
export type Spread = {
  count: number;
  min: number;
  p50: number;
  p90: number;
  p95: number;
  p99: number;
  max: number;
  mean: number;
  /** How many are in each of the parts between `min` and `max`; each part is as many times longer than the one before. */
  histogram: readonly {from: number; to: number; count: number}[];
};

const PARTS = 16;

/** Undefined for no values. */
export function spreadOf(values: readonly number[], parts = PARTS): Spread | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const [min, max] = [sorted[0], sorted.at(-1)];
  if (min === undefined || max === undefined) return undefined;
  const at = (share: number): number => nearestRank(sorted, share) ?? max;
  return {
    ...{count: sorted.length, min, p50: at(0.5), p90: at(0.9), p95: at(0.95), p99: at(0.99), max},
    mean: sorted.reduce((sum, value) => sum + value, 0) / sorted.length,
    histogram: histogramOf(sorted, min, max, parts),
  };
}

function histogramOf(sorted: readonly number[], min: number, max: number, parts: number): Spread['histogram'] {
  // By their own lengths, from 1 ms on, so that times of very different lengths can be told apart; clocks that differ make some negative.
  const zero = Math.min(0, min);
  const scale = (value: number): number => Math.log1p(value - zero);
  const least = scale(min);
  const whole = scale(max) - least;
  if (whole <= 0) return [{from: min, to: max, count: sorted.length}];
  const edge = (i: number): number => (i === 0 ? min : Math.expm1(least + (whole * i) / parts) + zero);
  const counts = new Array<number>(parts).fill(0);
  for (const value of sorted) {
    const part = Math.min(parts - 1, Math.floor(((scale(value) - least) / whole) * parts));
    counts[part] = (counts[part] ?? 0) + 1;
  }
  return counts.map((count, i) => ({from: edge(i), to: i === parts - 1 ? max : edge(i + 1), count}));
}

/** What calls come to together. */
export type Stats = {
  calls: number;
  live: number;
  ok: number;
  /** When the first and the last of them began. */
  from?: number;
  to?: number;
  /** The most frequent first. */
  outcomes: readonly {outcome: string; count: number}[];
  /** EUR, of the calls whose price is known; undefined where none is. */
  cost?: number;
  spreads: Readonly<Partial<Record<Measure, Spread>>>;
};

export function statsOf(all: readonly CallFigures[]): Stats {
  const outcomes = new Map<string, number>();
  const spreads: Partial<Record<Measure, Spread>> = {};
  let [live, ok] = [0, 0];
  let from: number | undefined;
  let to: number | undefined;
  let cost: number | undefined;
  for (const each of all) {
    if (each.isLive) live++;
    else outcomes.set(each.outcome, (outcomes.get(each.outcome) ?? 0) + 1);
    if (each.isOk) ok++;
    from = Math.min(from ?? each.at, each.at);
    to = Math.max(to ?? each.at, each.at);
    if (each.cost !== undefined) cost = (cost ?? 0) + each.cost;
  }
  for (const measure of measures) {
    const spread = spreadOf(all.flatMap(({values}) => values[measure]));
    if (spread) spreads[measure] = spread;
  }
  return {
    ...{calls: all.length, live, ok, from, to, cost, spreads},
    outcomes: [...outcomes]
      .map(([outcome, count]) => ({outcome, count}))
      .sort((a, b) => b.count - a.count || (a.outcome < b.outcome ? -1 : 1)),
  };
}

/** The same of each group of calls, in the order of their names. */
export function statsBy(
  all: readonly CallFigures[],
  nameOf: (call: CallFigures) => string,
): {name: string; stats: Stats}[] {
  const groups = new Map<string, CallFigures[]>();
  for (const each of all) {
    const name = nameOf(each);
    const group = groups.get(name);
    if (group) group.push(each);
    else groups.set(name, [each]);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, calls]) => ({name, stats: statsOf(calls)}));
}
