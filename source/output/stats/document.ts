import {type Grouping, measures} from '../../call/measures.js';
import {rounded} from '../../text/rounded.js';
import {iso} from '../../text/time.js';
import {type CallFigures, type Stats, statsBy, statsOf} from '../../world/read/stats.js';
import {STATS} from './name.js';
import type {StatsDocument} from './schema.js';

/** A call of a recording, with what the recording says of all of its calls. */
export type ReadCall = CallFigures & {recording: string; application?: string};

const two = (n: number): string => String(n).padStart(2, '0');

/** The day of a time, in the machine's zone. */
function day(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** What groups are called. Names of numbers and recordings come from outside. */
const names: Readonly<Record<Grouping, (call: ReadCall) => string>> = {
  hour: ({at}) => `${day(at)} ${two(new Date(at).getHours())}:00`,
  day: ({at}) => day(at),
  number: ({number}) => number,
  application: ({application}) => application ?? '–',
  outcome: ({outcome, isLive}) => (isLive ? 'live' : outcome),
  recording: ({recording}) => recording,
};

/** `shared`: which recordings tell of the same calls, and of how many. */
export function statsDocument(
  calls: readonly ReadCall[],
  recordings: readonly string[],
  by?: Grouping,
  shared: StatsDocument['shared'] = [],
): StatsDocument {
  const nameOf = by && (names[by] as (call: CallFigures) => string);
  return {
    schema: STATS,
    recordings: [...recordings],
    shared,
    all: toJson(statsOf(calls)),
    by: by ?? null,
    groups: nameOf ? statsBy(calls, nameOf).map(({name, stats}) => ({name, ...toJson(stats)})) : [],
  };
}

function toJson({calls, live, ok, from, to, outcomes, cost, spreads}: Stats): StatsDocument['all'] {
  const spread = Object.fromEntries(measures.map(measure => [measure, rounded(spreads[measure]) ?? null]));
  return {
    ...{calls, live, ok, from: iso(from), to: iso(to), outcomes: [...outcomes]},
    cost: cost === undefined ? null : Number(cost.toFixed(8)).toString(),
    ...(spread as Pick<StatsDocument['all'], (typeof measures)[number]>),
  };
}
