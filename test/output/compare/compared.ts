import type {Observation} from '../../../source/call/observation.js';
import {type ComparedCall, findCall} from '../../../source/output/compare/choice.js';
import {compareCourses} from '../../../source/output/compare/comparison.js';
import type {Comparison} from '../../../source/output/compare/comparison-schema.js';
import {type Course, courseOf} from '../../../source/output/compare/course.js';
import {emptyWorld} from '../../../source/world/world.js';
import {fold} from '../../helpers/fold.js';

/** The only call of these observations, its NCCOs as they were sent. */
export function courseIn(observations: readonly Observation[], words?: string): Course {
  const world = fold(emptyWorld(), observations);
  const bodies = new Map(observations.flatMap(each => (each.source === 'reply' ? [[each.seq, each.raw.body]] : [])));
  return courseOf(world, onlyCall(findCall(world, words)), seq => bodies.get(seq));
}

function onlyCall(choice: ReturnType<typeof findCall>): ComparedCall {
  if ('call' in choice) return choice.call;
  throw new Error(`not one call: ${JSON.stringify(choice)}`);
}

/** Two sequences of observations, compared. */
export function compared(good: readonly Observation[], bad: readonly Observation[]): Comparison {
  return compareCourses(courseIn(good), courseIn(bad));
}

/** What differs, in short: `- callee answered`, `+ callee busy`, `~ caller input note`. */
export function differing({steps}: Comparison): string[] {
  return steps.flatMap(({kind, role, good, bad, differences}) => {
    const fields = differences.filter(({volatile}) => !volatile).map(({field}) => field);
    if (kind === 'changed' && fields.includes('event')) return [`- ${role} ${good?.event}`, `+ ${role} ${bad?.event}`];
    if (kind === 'changed') return [`~ ${role} ${good?.event} ${fields.join(' ')}`];
    if (kind === 'missing') return [`- ${role} ${good?.event}`];
    return kind === 'added' ? [`+ ${role} ${bad?.event}`] : [];
  });
}
