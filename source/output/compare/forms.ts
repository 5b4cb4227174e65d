import {jsonText} from '../../text/json.js';
import {code, fenced, prose, tableRows} from '../markdown.js';
import type {Paint, Tone} from '../text-line.js';
import type {ComparedSide, Comparison} from './comparison-schema.js';
import {
  type ComparedLine,
  countsText,
  divergenceText,
  factLines,
  headLines,
  stepLines,
  timingCells,
  timingLines,
} from './lines.js';
import type {LineTone} from './steps.js';

const tones: Readonly<Record<LineTone, Tone>> = {
  title: 'quiet',
  plain: 'plain',
  missing: 'bad',
  added: 'good',
  changed: 'warning',
  quiet: 'quiet',
};

/** A comparison in one of the formats that `diff` writes; `paint` colours lines for a terminal. */
export const comparisonForms = {
  text: (comparison: Comparison, paint: Paint): string => {
    const events = stepLines(comparison);
    const lines = [
      ...headLines(comparison),
      ...(events.length > 0 ? [empty, ...events] : []),
      ...factLines(comparison),
      ...timingLines(comparison),
    ];
    return `${lines.map(({tone, text}) => (tones[tone] === 'plain' ? text : paint(tones[tone], text))).join('\n')}\n`;
  },
  markdown,
  json: (comparison: Comparison): string => `${jsonText(comparison, 2)}\n`,
} as const;

const empty = {tone: 'plain', text: ''} as const;

function markdown(comparison: Comparison): string {
  const {good, bad, steps, first, timings} = comparison;
  const step = first === null ? undefined : steps[first];
  const events = stepLines(comparison);
  const facts = factLines(comparison).slice(1);
  return [
    `## ${comparison.alike ? 'Two calls are alike' : 'Two calls differ'}`,
    '',
    `- good: ${sideText(good)}`,
    `- bad: ${sideText(bad)}`,
    '',
    prose(countsText(comparison)),
    ...(step ? ['', `First divergence: ${prose(divergenceText(step))}.`] : []),
    ...(events.length > 0 ? ['', ...fenced('diff', asDiff(events))] : []),
    ...(facts.length > 0 ? ['', ...fenced('diff', asDiff(facts))] : []),
    '',
    ...tableRows(
      ['timing', 'good', 'bad', 'delta'],
      timings.map(timing => {
        const [name, one, other, delta, mark] = timingCells(timing);
        return [name, one, other, delta + mark];
      }),
    ),
    '',
  ].join('\n');
}

function sideText({file, conversations, startedAt, verdict}: ComparedSide): string {
  return [file === null ? '' : code(file), code(conversations[0] ?? ''), code(startedAt), prose(verdict)]
    .filter(Boolean)
    .join(' ');
}

/** A line is coloured by its first character: what stands under an event must have its sign there too. */
function asDiff(lines: readonly ComparedLine[]): string {
  return lines
    .map(({tone, text}) => (tone === 'changed' ? `!${text.slice(1)}` : text.replace(/^ {4}([-+])/, '$1   ')))
    .join('\n');
}
