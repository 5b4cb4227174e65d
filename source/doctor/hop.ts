import type {CheckedHop} from '../call/checkup.js';
import type {Evidence} from './evidence.js';
import type {Plan} from './plan.js';

/** What is said of a hop. */
export type HopResult = Omit<CheckedHop, 'id' | 'title'>;

/** A hop: its names, and how it is judged from what was seen. Judging asks nobody anything. */
export type Hop = Pick<CheckedHop, 'id' | 'title'> & {
  judge: (plan: Plan, evidence: Evidence) => HopResult;
};

type Besides = Pick<CheckedHop, 'asked' | 'ms'>;

export const ok = (seen: string, besides?: Besides): HopResult => ({verdict: 'ok', seen, ...besides});
export const unused = (seen: string, besides?: Besides): HopResult => ({verdict: 'unused', seen, ...besides});

const advising =
  (verdict: 'odd' | 'broken' | 'unknown') =>
  (seen: string, advice: string, besides?: Besides): HopResult => ({verdict, seen, advice, ...besides});

export const odd = advising('odd');
export const broken = advising('broken');
export const unknown = advising('unknown');
