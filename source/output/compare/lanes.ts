import type {Witness} from '../../world/world.js';
import {type AlignKey, align} from './align.js';
import type {Course, CourseStep} from './course.js';
import type {RolePair} from './roles.js';

/** A step of one call beside the same of the other. `key` is where it stands among all, ms of the first call's time. */
export type StepPair = {
  role: string;
  left?: CourseStep;
  right?: CourseStep;
  key: number;
  /** The other call's recording could not have it, or it is never the same twice: no difference. */
  aside?: 'unseen' | 'incidental';
};

/** First the statuses of a leg, which are its life; then what is the same between them, then what is of one kind. */
const looks: readonly AlignKey<CourseStep>[] = [
  ({status, whole}) => status && whole,
  ({status, kind}) => status && kind,
  ({whole}) => whole,
  ({kind}) => kind,
];

/** Events that two calls with the same course have in another number: who spoke when. */
const incidental = /^audio:speaking:|^websocket:(audio|turn|barge-in|clear|cleared|notify|notify:asked)$/;

/** So near, ms, the order of two events on a leg is chance. */
export const TOGETHER_MS = 1000;

/**
 * The steps of two calls side by side, each with those of the same party: between parties the order is a matter of milliseconds. `isWhole` is
 * false where they differ so much that aligning was broken off.
 */
export function pairSteps(
  left: Course,
  right: Course,
  roles: readonly RolePair[],
): {rows: StepPair[]; isWhole: boolean} {
  const [before, after] = [lanesOf(left, roles, 'left'), lanesOf(right, roles, 'right')];
  let isWhole = true;
  const rows = [...new Set([...before.keys(), ...after.keys()])].flatMap(lane => {
    const role = lane.split('\n', 1)[0] ?? '';
    const [steps, others] = [before.get(lane) ?? [], after.get(lane) ?? []];
    const aligned = align(steps, others, looks);
    isWhole &&= aligned.isWhole;
    const pairs = aligned.pairs.map(pair => ({
      ...(pair.left !== undefined && {left: steps[pair.left]}),
      ...(pair.right !== undefined && {right: others[pair.right]}),
    }));
    return together(placed(role, pairs)).map(row => withAside(row, left, right));
  });
  return {rows: rows.sort((a, b) => a.key - b.key), isWhole};
}

/** Steps by their lane: those of a party that Vonage put a stamp on, and the others, whose place is a guess. */
function lanesOf({steps}: Course, roles: readonly RolePair[], side: 'left' | 'right'): Map<string, CourseStep[]> {
  const names = new Map(roles.map(role => [role[side]?.leg, role.name]));
  const lanes = new Map<string, CourseStep[]>();
  for (const step of steps) {
    const role = (step.leg !== undefined && names.get(step.leg)) || 'call';
    const lane = `${role}\n${step.stamped}`;
    const known = lanes.get(lane);
    if (known) known.push(step);
    else lanes.set(lane, [step]);
  }
  return lanes;
}

/** Gives each its place: what the first call lacks stands as far behind what both have as it came in the other call. */
function placed(role: string, pairs: readonly {left?: CourseStep; right?: CourseStep}[]): StepPair[] {
  let key = Number.NEGATIVE_INFINITY;
  let drift: number | undefined;
  const first = pairs.find(({left, right}) => left && right);
  drift = first?.left && first.right ? first.left.at - first.right.at : 0;
  return pairs.map(({left, right}) => {
    if (left && right) drift = left.at - right.at;
    key = Math.max(key, left ? left.at : (right?.at ?? 0) + (drift ?? 0));
    return {role, left, right, key};
  });
}

/** Joins what is in both calls, and only stands before or behind a neighbour of the same moment. */
function together(rows: readonly StepPair[]): StepPair[] {
  const added = new Map<string, StepPair[]>();
  for (const row of rows) {
    if (row.left || !row.right) continue;
    const known = added.get(row.right.whole);
    if (known) known.push(row);
    else added.set(row.right.whole, [row]);
  }
  const joined = new Set<StepPair>();
  const all = rows.map(row => {
    if (!row.left || row.right) return row;
    const same = added.get(row.left.whole);
    const at = same?.findIndex(other => !joined.has(other) && Math.abs(other.key - row.key) <= TOGETHER_MS) ?? -1;
    const other = same?.[at];
    if (!other) return row;
    joined.add(other);
    return {...row, right: other.right};
  });
  return all.filter(row => !joined.has(row));
}

function withAside(row: StepPair, left: Course, right: Course): StepPair {
  const {left: one, right: other} = row;
  if (one && other) return row;
  const only = one ?? other;
  const [own, lacking] = one ? [left, right] : [right, left];
  if (!only) return row;
  if (incidental.test(only.event)) return {...row, aside: 'incidental'};
  return only.witnesses.some(witness => only.at <= reachOf(lacking, witness)) && !isLost(only, own, lacking)
    ? row
    : {...row, aside: 'unseen'};
}

const reachOf = ({reach}: Course, witness: Witness): number => reach[witness] ?? Number.NEGATIVE_INFINITY;

/** The other recording was over by then: with its call still up, or with the last of what is heard at the end of one. */
function isLost({at}: CourseStep, {endedAfter = Number.POSITIVE_INFINITY}: Course, lacking: Course): boolean {
  if (!lacking.isCut) return false;
  return at >= endedAfter || (lacking.endedAfter === undefined && at >= lacking.to - lacking.from);
}
