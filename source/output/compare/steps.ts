import {counted} from '../../text/counted.js';
import {printable} from '../../text/printable.js';
import {offset} from '../../text/time.js';
import {isDifference} from './comparison.js';
import type {ComparedStep} from './comparison-schema.js';

/** How a line of a comparison stands to the two calls. */
export type LineTone = 'title' | 'plain' | 'missing' | 'added' | 'changed' | 'quiet';

export const toneOf = {
  alike: 'plain',
  changed: 'changed',
  missing: 'missing',
  added: 'added',
  aside: 'quiet',
} as const satisfies Record<ComparedStep['kind'], LineTone>;
export const signs = {alike: ' ', changed: '~', missing: '-', added: '+', aside: '·'} as const;

/** Events that are shown around a difference, though they are alike. */
const CONTEXT = 2;
/** Cells of one value, and of a time. */
export const MOST_CELLS = 160;
export const TIME = 9;

/** What differs, with a little of what is alike around it; in the place of the rest, how much that is. */
export function foldedSteps(steps: readonly ComparedStep[]): (ComparedStep | string)[] {
  const isNear = nearDifferences(steps);
  const shown: (ComparedStep | string)[] = [];
  let folded: ComparedStep[] = [];
  const unfold = () => {
    if (folded.length > 0) shown.push(foldedText(folded));
    folded = [];
  };
  for (const [i, step] of steps.entries()) {
    if (!isNear[i]) {
      folded.push(step);
      continue;
    }
    unfold();
    shown.push(step);
  }
  unfold();
  return shown;
}

function foldedText(steps: readonly ComparedStep[]): string {
  const aside = steps.filter(({kind}) => kind === 'aside').length;
  const alike = steps.length - aside;
  const parts = [alike > 0 && `${counted(alike, 'event')} alike`, aside > 0 && `${aside} put aside`];
  return parts.filter(Boolean).join(', ');
}

function nearDifferences(steps: readonly ComparedStep[]): boolean[] {
  const near = new Array<boolean>(steps.length).fill(false);
  for (const [i, step] of steps.entries())
    if (isDifference(step)) near.fill(true, Math.max(0, i - CONTEXT), i + CONTEXT + 1);
  return near;
}

/** When something happened, since its call began; blank where it did not. */
export const timeText = (moment: ComparedStep['good']): string =>
  (moment ? offset(moment.at).replace('+', '') : '').padStart(TIME);

/** An event with what it said. */
export function eventText({event, told}: NonNullable<ComparedStep['good']>): string {
  const said = Object.entries(told).flatMap(([name, value]) => {
    if (name === 'note') return [value];
    return name === 'reply' && value.startsWith('2') ? [] : [`${name} ${value}`];
  });
  return [event, ...said.map(each => printable(each, MOST_CELLS))].join('  ');
}
