import {highest} from '../../call/extremes.js';
import type {ComparedTiming} from './comparison-schema.js';
import type {Course, CourseStep, Party} from './course.js';
import type {StepPair} from './lanes.js';
import type {RolePair} from './roles.js';

/** Less than this apart, ms, two times are one. */
const NOTABLE_MS = 500;

/** How long things took in two calls. None of it makes them different: no two calls take equally long. */
export function timingsBeside(
  [left, right]: readonly [Course, Course],
  roles: readonly RolePair[],
  rows: readonly StepPair[],
): ComparedTiming[] {
  return [
    timing('call', 'in all', left.to - left.from, right.to - right.from),
    timing('call', 'until answered', answeredAfter(left), answeredAfter(right)),
    ...replies(rows),
    ...roles.flatMap(role => partTimings(role)),
  ].filter(({goodMs, badMs}) => goodMs !== null || badMs !== null);
}

const parts = [
  ['post-dial delay', ({timings}: Party) => timings.postDialMs],
  ['ringing', ({timings}: Party) => timings.ringMs],
  ['talk', ({timings}: Party) => timings.talkMs],
  ['turns, median', ({turns}: Party) => turns?.p50],
  ['turns, worst', ({turns}: Party) => turns?.worst],
] as const;

const partTimings = ({name, left, right}: RolePair) =>
  parts.map(([what, of]) => timing(name, what, left && of(left), right && of(right)));

function answeredAfter({parties, from}: Course): number | undefined {
  const all = parties.flatMap(({timings}) => timings.answeredAt ?? []);
  return all.length === 0 ? undefined : all.reduce((a, b) => Math.min(a, b)) - from;
}

/** How long the application took to say what the call begins with, and the longest that it took for anything else. */
function replies(rows: readonly StepPair[]): ComparedTiming[] {
  const first = rows.filter(({left, right}) => isAnswer(left ?? right));
  const others = rows.filter(({left, right}) => !isAnswer(left ?? right));
  return [
    ...first.map(({role, left, right}) =>
      timing(role, `reply to ${(left ?? right)?.event}`, left?.replyMs, right?.replyMs),
    ),
    timing(
      'call',
      'slowest other reply',
      slowest(others.map(({left}) => left)),
      slowest(others.map(({right}) => right)),
    ),
  ];
}

const isAnswer = (step: CourseStep | undefined): boolean => step?.event === 'answer' || step?.event === 'fallback';

function slowest(steps: readonly (CourseStep | undefined)[]): number | undefined {
  const most = highest(steps.map(step => step?.replyMs ?? Number.NEGATIVE_INFINITY));
  return Number.isFinite(most) ? most : undefined;
}

function timing(role: string, what: string, good: number | undefined, bad: number | undefined): ComparedTiming {
  const deltaMs = good === undefined || bad === undefined ? null : bad - good;
  const shorter = Math.min(good ?? 0, bad ?? 0);
  const notable = deltaMs !== null && Math.abs(deltaMs) >= NOTABLE_MS && Math.abs(deltaMs) >= shorter / 2;
  return {role, what, goodMs: good ?? null, badMs: bad ?? null, deltaMs, notable};
}
