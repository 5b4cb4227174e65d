import {counted} from '../../text/counted.js';
import {printable, type Safe, safe, widthOf} from '../../text/printable.js';
import {offset, span} from '../../text/time.js';
import type {ComparedSide, ComparedStep, ComparedTiming, ComparedValue, Comparison} from './comparison-schema.js';
import {eventText, foldedSteps, type LineTone, MOST_CELLS, signs, TIME, timeText, toneOf} from './steps.js';

export type ComparedLine = {tone: LineTone; text: Safe};

/** What the two calls were, how much of them differs, and where that begins. */
export function headLines(comparison: Comparison): ComparedLine[] {
  const {good, bad} = comparison;
  return [
    ...sideLines('good', good, 'missing'),
    ...sideLines('bad', bad, 'added'),
    blank,
    {tone: 'plain', text: printable(countsText(comparison), 400)},
    ...firstLines(comparison),
  ];
}

/** `3 differences. 14 events are alike; …` */
export function countsText({alike, counts, limited}: Comparison): string {
  const {differences, aside, volatile} = counts;
  const others = [
    aside > 0 && `${counted(aside, 'event')} put aside (·)`,
    volatile > 0 &&
      `${counted(volatile, 'value')} not counted that ${volatile === 1 ? 'differs' : 'differ'} in any two calls`,
  ].filter(Boolean);
  const broken = limited
    ? ' They differ so much that aligning was broken off: what is missing and what was added may belong together.'
    : '';
  const found = alike ? 'Alike: no difference.' : `${counted(differences, 'difference')}.`;
  return `${found} ${[`${counted(counts.alike, 'event')} alike`, ...others].join(', ')}.${broken}`;
}

function sideLines(
  name: string,
  {file, from, to, startedAt, lastedMs, events, outcome, verdict, conversations}: ComparedSide,
  tone: LineTone,
): ComparedLine[] {
  const facts = [
    file,
    conversations[0]?.slice(0, 12),
    from === null && to === null ? null : `${from ?? '?'} → ${to ?? '?'}`,
    startedAt.replace('T', ' ').replace(/\.\d+Z$/, 'Z'),
    span(lastedMs),
    counted(events, 'event'),
    outcome,
  ].filter(fact => fact !== null && fact !== undefined);
  return [
    {tone, text: printable(`${name === 'good' ? '-' : '+'} ${name.padEnd(4)}  ${facts.join('  ')}`, 400)},
    {tone: 'plain', text: printable(`        ${verdict}`, 400)},
  ];
}

function firstLines({first, steps}: Comparison): ComparedLine[] {
  const step = first === null ? undefined : steps[first];
  return step ? [{tone: 'plain', text: printable(`First divergence: ${divergenceText(step)}.`, 400)}] : [];
}

/** Where two calls part, in words. */
export function divergenceText({role, good, bad, differences}: ComparedStep): string {
  if (!bad) return `${role}: ${good?.event} at ${offset(good?.at ?? 0)} in the good call, which the bad one has not`;
  if (!good) return `${role}: ${bad.event} at ${offset(bad.at)} in the bad call, which the good one has not`;
  const [difference] = differences.filter(({volatile}) => !volatile);
  const event = good.event === bad.event ? `${good.event}, ` : '';
  const field = difference?.field === 'event' ? '' : `${difference?.field} `;
  const value = (text: string | null | undefined) => (text == null ? 'nothing' : text);
  return `${role}: ${event}${field}${value(difference?.good)} (good, ${offset(good.at)}) but ${value(difference?.bad)} (bad, ${offset(bad.at)})`;
}

/** The events of both calls, in one list: what differs with a little of what is alike around it. */
export function stepLines({steps, first}: Comparison): ComparedLine[] {
  if (first === null) return [];
  const roleWidth = steps.reduce((widest, {role}) => Math.max(widest, widthOf(role)), 4);
  const titles = `  ${'good'.padStart(TIME)}  ${'bad'.padStart(TIME)}  ${'who'.padEnd(roleWidth)}  what`;
  return [
    {tone: 'title', text: printable(titles)},
    ...foldedSteps(steps).flatMap((step): ComparedLine[] =>
      typeof step === 'string' ? [{tone: 'quiet', text: printable(`  … ${step}`)}] : linesOfStep(step, roleWidth),
    ),
  ];
}

function linesOfStep(step: ComparedStep, roleWidth: number): ComparedLine[] {
  const {kind, role, good, bad, differences} = step;
  const line = (sign: string, tone: LineTone, one: ComparedStep['good'], other: ComparedStep['bad'], text: string) => ({
    tone,
    text: printable(`${sign} ${timeText(one)}  ${timeText(other)}  ${role.padEnd(roleWidth)}  ${text}`.trimEnd(), 400),
  });
  const shown = good ?? bad;
  // Another event in its place: both are seen at a glance.
  if (good && bad && good.event !== bad.event)
    return [line('-', 'missing', good, null, eventText(good)), line('+', 'added', null, bad, eventText(bad))];
  const counting = differences.filter(({volatile}) => !volatile);
  const text = kind === 'changed' ? (shown?.event ?? '') : shown ? eventText(shown) : '';
  return [line(signs[kind], toneOf[kind], good, bad, text), ...counting.flatMap(valueLines)];
}

function valueLines({field, good, bad}: ComparedValue): ComparedLine[] {
  const line = (sign: string, tone: LineTone, value: string | null) =>
    value === null ? [] : [{tone, text: printable(`    ${sign} ${field}  ${printable(value, MOST_CELLS)}`, 400)}];
  return [...line('-', 'missing', good), ...line('+', 'added', bad)];
}

/** Who took part otherwise, and the problems of one call alone. */
export function factLines({parties, problems}: Comparison): ComparedLine[] {
  const of = parties.flatMap(({kind, role, good, bad, differences}): ComparedLine[] => {
    const counting = differences.filter(({volatile}) => !volatile);
    if (kind === 'both' && counting.length === 0) return [];
    const tone = kind === 'both' ? 'changed' : kind;
    const who = [good, bad].flatMap(party =>
      party ? `${party.label} ${party.told.direction === 'inbound' ? party.told.from : party.told.to}` : [],
    );
    const title = printable(`${signs[tone]} ${role}  ${[...new Set(who)].join(' / ')}`, 400);
    return [{tone, text: title}, ...counting.flatMap(valueLines)];
  });
  const wrong = problems.map(({kind, role, code, text}): ComparedLine => {
    return {tone: kind, text: printable(`${signs[kind]} ${role}  ${code}: ${text}`, 400)};
  });
  return [...titled('Who took part', of), ...titled('Problems', wrong)];
}

/** How long things took; the longest deltas have a mark. */
export function timingLines({timings}: Comparison): ComparedLine[] {
  const rows = timings.map(timingCells);
  const width = (column: number) => rows.reduce((widest, row) => Math.max(widest, widthOf(row[column] ?? '')), 6);
  const [name, good, bad, delta] = [width(0), width(1), width(2), width(3)];
  const line = (cells: readonly string[]) =>
    `  ${(cells[0] ?? '').padEnd(name)}  ${(cells[1] ?? '').padStart(good)}  ${(cells[2] ?? '').padStart(bad)}  ${(cells[3] ?? '').padStart(delta)}${cells[4] ?? ''}`;
  const lines = rows.map(
    (row, i): ComparedLine => ({
      tone: timings[i]?.notable ? 'changed' : 'plain',
      text: printable(line(row).trimEnd(), 400),
    }),
  );
  return lines.length === 0
    ? []
    : [blank, {tone: 'title', text: printable(line(['Timings', 'good', 'bad', 'delta']))}, ...lines];
}

/** What a row of the timings says: name, both spans, the delta, and a mark where that is notable. */
export function timingCells({
  role,
  what,
  goodMs,
  badMs,
  deltaMs,
  notable,
}: ComparedTiming): [string, string, string, string, string] {
  const shown = (ms: number | null) => (ms === null ? '–' : span(ms));
  const delta =
    deltaMs === null ? '' : Math.round(deltaMs) === 0 ? '=' : `${deltaMs < 0 ? '-' : '+'}${span(Math.abs(deltaMs))}`;
  return [`${role}, ${what}`, shown(goodMs), shown(badMs), delta, notable ? ' !' : ''];
}

const blank: ComparedLine = {tone: 'plain', text: safe``};

function titled(title: string, lines: readonly ComparedLine[]): ComparedLine[] {
  return lines.length === 0 ? [] : [blank, {tone: 'title', text: printable(title)}, ...lines];
}
