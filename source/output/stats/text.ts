import {duration} from '../../call/duration.js';
import {highest} from '../../call/extremes.js';
import {type Measure, measures} from '../../call/measures.js';
import {counted} from '../../text/counted.js';
import {fit, join, printable, type Safe, safe, widthOf, wrap} from '../../text/printable.js';
import type {StatsDocument} from './schema.js';

type All = StatsDocument['all'];
type Spread = NonNullable<All['turn']>;

export const measureNames: Readonly<Record<Measure, Safe>> = {
  postDial: safe`post-dial`,
  ring: safe`ring`,
  talk: safe`talk`,
  answer: safe`answer webhook`,
  webhook: safe`webhook delay`,
  turn: safe`agent’s turn`,
};

const LEVELS: readonly Safe[] = [safe`▁`, safe`▂`, safe`▃`, safe`▄`, safe`▅`, safe`▆`, safe`▇`, safe`█`];

const shares = ['min', 'p50', 'p90', 'p95', 'p99', 'max'] as const;
type Share = (typeof shares)[number];

/** What goes first where there is no room for everything. */
const lessWanted: readonly Share[] = ['p90', 'min', 'p99', 'max'];

/**
 * As a table, its histograms a letter for each part. Numbers and names in it come from outside. `width` is how many cells there are: what a table has
 * no room for is named below it.
 */
export function statsText(
  {all, by, groups, recordings, shared}: StatsDocument,
  width = Number.POSITIVE_INFINITY,
): string {
  const parts = [
    [...summary(all, recordings.length), ...shared.map(sharedText)].flatMap(row => wrap(row, width)),
    table(all, width),
    by ? groupTable(by, groups, width) : [],
  ];
  return `${parts
    .filter(rows => rows.length > 0)
    .map(rows => rows.map(row => row.trimEnd()).join('\n'))
    .join('\n\n')}\n`;
}

function summary({calls, live, ok, from, to, outcomes, cost}: All, recordings: number): Safe[] {
  const when = from === null || to === null ? safe`` : safe` · began ${minute(from)} to ${minute(to)}`;
  const files = recordings > 1 ? safe` · ${printable(counted(recordings, 'recording'))}` : safe``;
  const words = outcomes.map(({outcome, count}) => safe`${count} ${printable(outcome, 20)}`);
  return [
    safe`${printable(counted(calls, 'call'))}${live > 0 ? safe` (${live} up)` : safe``}${when}${files}`,
    ...(calls > 0 ? [safe`${join([...words, safe`${calls - ok} with problems`], safe` · `)}`] : []),
    ...(cost === null ? [] : [safe`${printable(cost, 20)} EUR, of the calls whose price is known`]),
  ];
}

/** What several recordings tell of. */
function sharedText({recordings, calls}: StatsDocument['shared'][number]): Safe {
  const [which, one] = calls === 1 ? ['call is', 'it is'] : ['calls are', 'each is'];
  const among = recordings.length === 2 ? 'both of' : 'several of';
  return safe`${calls} ${printable(which)} in ${printable(among)} ${printable(recordings.join(', '), 1000)}: ${printable(one)} counted once`;
}

/** Of an ISO time, what a person wants: day, hour and minute, UTC. */
const minute = (text: string): Safe => printable(`${text.slice(0, 10)} ${text.slice(11, 16)}Z`);

function table(all: All, width: number): Safe[] {
  const seen = measures.flatMap(measure => {
    const spread = all[measure];
    return spread ? [{name: measureNames[measure], spread}] : [];
  });
  if (seen.length === 0) return [];
  return fitted(lessWanted, width, out => {
    const kept = shares.filter(share => !out.includes(share));
    return columns([
      [safe``, safe`n`, ...kept.map(share => printable(share)), safe`spread`],
      ...seen.map(({name, spread}) => [
        name,
        safe`${spread.count}`,
        ...kept.map(share => time(spread[share])),
        sparkline(spread),
      ]),
    ]);
  });
}

function groupTable(by: string, groups: StatsDocument['groups'], width: number): Safe[] {
  const measured = measures.filter(measure => groups.some(group => group[measure]));
  const cells = measured.flatMap(measure => [
    {name: `${measureNames[measure]} p50`, head: safe`${measureNames[measure]} p50`, measure, share: 'p50' as const},
    {name: `${measureNames[measure]} p95`, head: safe`p95`, measure, share: 'p95' as const},
  ]);
  const names = cells.map(({name}) => name).reverse();
  const lessWanted = [...names.filter(name => name.endsWith('p95')), ...names.filter(name => name.endsWith('p50'))];
  return fitted(lessWanted, width, out => {
    const kept = cells.filter(({name}) => !out.includes(name));
    return columns([
      [printable(by), safe`calls`, safe`problems`, ...kept.map(({head}) => head), safe`EUR`],
      ...groups.map(group => [
        printable(group.name, 60),
        safe`${group.calls}`,
        safe`${group.calls - group.ok}`,
        ...kept.map(({measure, share}) => time(group[measure]?.[share])),
        printable(group.cost ?? '–', 20),
      ]),
    ]);
  });
}

/** A table without as few of its columns as make it fit, and what these are. */
function fitted<T extends string>(
  lessWanted: readonly T[],
  width: number,
  draw: (out: readonly T[]) => Safe[],
): Safe[] {
  for (let count = 0; ; count++) {
    const out = lessWanted.slice(0, count);
    const rows = draw(out);
    const isWide = rows.some(row => widthOf(row.trimEnd()) > width);
    if (isWide && count < lessWanted.length) continue;
    return count === 0
      ? rows
      : [...rows, ...wrap(safe`Without ${printable(out.join(', '))}, for want of room: --json has all.`, width)];
  }
}

const time = (ms: number | undefined): Safe => (ms === undefined ? safe`–` : printable(duration(Math.round(ms))));

/** The first column to the left, numbers to the right, what is drawn behind them. */
function columns(rows: readonly (readonly Safe[])[]): Safe[] {
  const [head = []] = rows;
  const widths = head.map((_, i) => highest(rows.map(row => widthOf(row[i] ?? ''))));
  return rows.map(row =>
    join(
      row.map((cell, i) => {
        const isText = i === 0 || head[i] === 'spread';
        return fit(cell, widths[i] ?? 0, {align: isText ? 'left' : 'right'});
      }),
      safe`  `,
    ),
  );
}

/** How many there are of each length, from the shortest to the longest, as high as they are many. */
export function sparkline({histogram}: Spread): Safe {
  const most = highest(histogram.map(({count}) => count));
  return join(
    histogram.map(({count}) =>
      count === 0 ? safe` ` : (LEVELS[Math.ceil((count / most) * LEVELS.length) - 1] ?? safe` `),
    ),
    safe``,
  );
}

const BAR = 40;

/** One measure as bars below each other. */
export function histogramText(measure: Measure, spread: Spread | null): string {
  if (!spread) return `${measureNames[measure]}: nothing of it was seen.\n`;
  const most = highest(spread.histogram.map(({count}) => count));
  const rows = spread.histogram.map(({from, to, count}) => [
    safe`${time(from)} to ${time(to)}`,
    safe`${count}`,
    safe`${join(
      Array.from({length: Math.ceil((count / most) * BAR)}, () => safe`█`),
      safe``,
    )}`,
  ]);
  const drawn = columns([[safe`${measureNames[measure]}`, safe`n`, safe`spread`], ...rows]);
  return `${drawn.map(row => row.trimEnd()).join('\n')}\n`;
}
