import {type CheckedHop, type Checkup, checkupOutcome, firstToMend, type HopVerdict} from '../call/checkup.js';
import {jsonText} from '../text/json.js';
import {clip, fit, type Print, printable, type Safe, safe, wrap} from '../text/printable.js';
import {span, stamp} from '../text/time.js';
import {type CheckupJson, DOCTOR} from './checkup-schema.js';
import type {Paint, Tone} from './text-line.js';

type Look = {sign: Safe; tone: Tone; word: (count: number) => string};

/** How each verdict looks, and how many of a kind are counted in words. */
export const verdictLooks: Readonly<Record<HopVerdict, Look>> = {
  ok: {sign: safe`✓`, tone: 'good', word: count => `${count} well`},
  odd: {sign: safe`!`, tone: 'warning', word: count => `${count} odd`},
  broken: {sign: safe`✗`, tone: 'bad', word: count => `${count} broken`},
  unknown: {sign: safe`?`, tone: 'warning', word: count => `${count} could not be checked`},
  unused: {sign: safe`–`, tone: 'quiet', word: count => `${count} not in use`},
};

/** Cells of the names of hops. */
const TITLE = 13;

/** Cells in front of what is said of a hop. */
const INDENT = TITLE + 3;

/** A hop's texts, cut where they would never end. */
const MOST = 600;

type Options = {paint: Paint; print?: Print; width?: number};

/** A checkup for people: a line a hop with its advice below, what to do first, and how many there are of a kind. */
export function checkupText(checkup: Checkup, {paint, print = printable, width = 100}: Options): string {
  const lines = checkup.hops.flatMap(hop => hopLines(hop, {paint, print, width}));
  const first = firstToMend(checkup);
  return [
    ...lines,
    '',
    ...(first?.advice ? wrap(print(`First: ${first.title}. ${first.advice}`, MOST), width) : []),
    ...wrap(printable(verdictCounts(checkup)), width),
  ]
    .map(line => `${line}\n`)
    .join('');
}

/** `12 well, 2 broken (1.2s).` */
export function verdictCounts({hops, ms}: Checkup): string {
  const counts = Object.entries(verdictLooks).flatMap(([verdict, {word}]) => {
    const count = hops.filter(hop => hop.verdict === verdict).length;
    return count > 0 ? word(count) : [];
  });
  return `${counts.join(', ')} (${span(ms)}).`;
}

function hopLines(hop: CheckedHop, {paint, print, width}: Required<Options>): string[] {
  const {sign, tone} = verdictLooks[hop.verdict];
  const room = Math.max(20, width - INDENT);
  const [first = '', ...more] = wrap(print(seenText(hop), MOST), room);
  const indent = ' '.repeat(INDENT);
  const title = fit(printable(hop.title), TITLE);
  const asked = askedText(hop);
  return [
    `${paint(tone, sign)} ${hop.verdict === 'unused' ? paint('quiet', title) : title} ${first}`.trimEnd(),
    ...more.map(line => `${indent}${line}`),
    ...(asked === undefined ? [] : [`${indent}${paint('quiet', clip(print(asked, MOST), room))}`]),
    ...(hop.advice ? wrap(print(`→ ${hop.advice}`, MOST), room).map(line => `${indent}${paint(tone, line)}`) : []),
  ];
}

const isWell = ({verdict}: CheckedHop): boolean => verdict === 'ok' || verdict === 'unused';

/** What was seen, and of a hop that is well how long the answer took. */
export function seenText(hop: CheckedHop): string {
  return isWell(hop) && hop.ms !== undefined ? `${hop.seen} (${span(hop.ms)})` : hop.seen;
}

/** What was asked of a hop that is not. */
export function askedText(hop: CheckedHop): string | undefined {
  if (isWell(hop) || hop.asked === undefined) return undefined;
  return hop.ms === undefined ? hop.asked : `${hop.asked}, ${span(hop.ms)}`;
}

/** The same for programs. */
export function checkupJson(checkup: Checkup): string {
  const json: CheckupJson = {
    schema: DOCTOR,
    takenAt: stamp(checkup.at),
    ms: Math.round(checkup.ms),
    outcome: checkupOutcome(checkup),
    first: firstToMend(checkup)?.id ?? null,
    hops: checkup.hops.map(({id, title, verdict, asked, seen, advice, ms}) => ({
      ...{id, title, verdict, seen},
      asked: asked ?? null,
      advice: advice ?? null,
      ms: ms === undefined ? null : Math.round(ms),
    })),
  };
  return `${jsonText(json, 2)}\n`;
}
