import {fit, printable, type Safe, safe} from '../../text/printable.js';
import type {ComparedStep, Comparison} from './comparison-schema.js';
import type {ComparedLine} from './lines.js';
import {eventText, foldedSteps, signs, timeText, toneOf} from './steps.js';

/** The events of both calls in two columns, each so wide that both fit into `width` cells. */
export function columnLines(comparison: Comparison, width: number): ComparedLine[] {
  if (comparison.first === null) return [];
  const cells = Math.floor((width - 5) / 2);
  const both = (sign: Safe, left: string, right: string): Safe =>
    safe`${fit(printable(left, 400), cells)} ${sign} ${fit(printable(right, 400), cells)}`;
  return [
    {tone: 'title', text: both(safe` `, `${timeText(null)}  good`, `${timeText(null)}  bad`)},
    ...foldedSteps(comparison.steps).flatMap((step): ComparedLine[] => {
      if (typeof step === 'string') return [{tone: 'quiet', text: printable(`  … ${step}`)}];
      const {kind, role, good, bad, differences} = step;
      const tone = toneOf[kind];
      const sideText = (moment: ComparedStep['good']) =>
        moment ? `${timeText(moment)}  ${role}  ${eventText(moment)}` : '';
      const counting = differences.filter(({volatile, field}) => !volatile && field !== 'event' && kind === 'changed');
      return [
        {tone, text: both(printable(signs[kind]), sideText(good), sideText(bad))},
        ...counting.map(({field, good, bad}): ComparedLine => {
          const value = (text: string | null) => (text === null ? '' : `${' '.repeat(11)}${field}  ${text}`);
          return {tone, text: both(safe`~`, value(good), value(bad))};
        }),
      ];
    }),
  ];
}
