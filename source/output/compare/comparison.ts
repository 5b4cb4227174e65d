import {stamp} from '../../text/time.js';
import type {Problem} from '../../world/read/problems.js';
import {type ComparedSide, type ComparedStep, type Comparison, DIFF} from './comparison-schema.js';
import type {Course, CourseStep, Party} from './course.js';
import {pairSteps, type StepPair, TOGETHER_MS} from './lanes.js';
import {type RolePair, rolesOf} from './roles.js';
import {timingsBeside} from './timings.js';
import {stepDifferences, toldDifferences} from './values.js';

/** Two calls, aligned by what happened; `files` are where they come from, where that is a file. */
export function compareCourses(
  left: Course,
  right: Course,
  [leftFile, rightFile]: readonly [string | undefined, string | undefined] = [undefined, undefined],
): Comparison {
  const roles = rolesOf(left, right);
  const {rows, isWhole} = pairSteps(left, right, roles);
  const steps = rows.map(row => comparedStep(row, left, right));
  const parties = roles.map(role => comparedParty(role, left.isCut || right.isCut));
  const problems = comparedProblems(left, right, roles);
  const counted = steps.filter(isDifference);
  const facts = parties.reduce((sum, {kind, differences}) => {
    return sum + (kind === 'both' ? differences.filter(each => !each.volatile).length : 1);
  }, 0);
  const differences = counted.length + facts + problems.length;
  const passing = [...steps, ...parties].flatMap(each => each.differences.filter(({volatile}) => volatile));
  return {
    schema: DIFF,
    alike: differences === 0,
    limited: !isWhole,
    good: sideOf(left, leftFile),
    bad: sideOf(right, rightFile),
    counts: {
      differences,
      alike: steps.filter(({kind}) => kind === 'alike').length,
      aside: steps.filter(({kind}) => kind === 'aside').length,
      volatile: passing.length,
    },
    first: firstOf(steps, rows),
    steps,
    parties,
    problems,
    timings: timingsBeside([left, right], roles, rows),
  };
}

/** Where they part: of what differs within a moment of the first, the most telling. */
function firstOf(steps: readonly ComparedStep[], rows: readonly StepPair[]): number | null {
  const first = steps.findIndex(isDifference);
  if (first < 0) return null;
  const until = (rows[first]?.key ?? 0) + TOGETHER_MS;
  let best = first;
  for (let i = first + 1; i < rows.length && (rows[i]?.key ?? 0) <= until; i++) {
    const [step, known] = [steps[i], steps[best]];
    if (step && known && isDifference(step) && weightOf(rows[i]) > weightOf(rows[best])) best = i;
  }
  return best;
}

/** What the application answered says most, for the rest follows from that; then a status. */
function weightOf(row: StepPair | undefined): number {
  const step = row?.left ?? row?.right;
  if (step?.told.NCCO !== undefined) return 3;
  return step?.status ? 2 : 1;
}

/** Whether a step counts: neither alike nor put aside. */
export function isDifference({kind}: Pick<ComparedStep, 'kind'>): boolean {
  return kind !== 'alike' && kind !== 'aside';
}

function sideOf(
  {conversations, from, to, steps, outcome, verdict, between}: Course,
  file: string | undefined,
): ComparedSide {
  return {
    file: file ?? null,
    conversations: conversations.map(({id}) => id),
    from: between.from ?? null,
    to: between.to ?? null,
    startedAt: stamp(from),
    lastedMs: Math.max(0, to - from) || 0,
    events: steps.length,
    outcome: outcome ?? null,
    verdict,
  };
}

/** What a snapshot keeps nothing of. */
const ofReplies: ReadonlySet<string> = new Set(['NCCO']);

function comparedStep({role, left, right, aside}: StepPair, one: Course, other: Course): ComparedStep {
  const passing = one.hasNccos && other.hasNccos ? undefined : ofReplies;
  const differences = left && right ? stepDifferences(left, right, passing) : [];
  const hasChanged = differences.some(({volatile}) => !volatile);
  const kind = aside ? 'aside' : !right ? 'missing' : !left ? 'added' : hasChanged ? 'changed' : 'alike';
  return {
    kind,
    why: aside ?? null,
    role,
    good: left ? momentOf(left, one) : null,
    bad: right ? momentOf(right, other) : null,
    differences,
  };
}

function momentOf({at, event, leg, told}: CourseStep, {from, parties}: Course): NonNullable<ComparedStep['good']> {
  const label = parties.find(party => party.leg === leg)?.label;
  return {at, time: stamp(from + at), event, leg: label ?? null, told: {...told}};
}

function comparedParty({name, left, right}: RolePair, isCut: boolean): Comparison['parties'][number] {
  // Whoever calls is somebody else each time; and that a member left is the last that is heard of a call.
  const passing = new Set([...(left?.isInbound ? ['from'] : []), ...(isCut ? ['member'] : [])]);
  return {
    kind: !right ? 'missing' : !left ? 'added' : 'both',
    role: name,
    good: left ? partyObject(left) : null,
    bad: right ? partyObject(right) : null,
    differences: left && right ? toldDifferences(left.told, right.told, passing) : [],
  };
}

const partyObject = ({label, leg, told}: Party) => ({label, id: leg, told: {...told}});

/** Errors and warnings of one call that the other has not, by what and whose they are. */
function comparedProblems(left: Course, right: Course, roles: readonly RolePair[]): Comparison['problems'] {
  const names = new Map(
    roles.flatMap(({name, left, right}) => [left, right].flatMap(each => (each ? [[each.leg, name]] : []))),
  );
  const roleOf = ({leg}: Problem) => (leg === undefined ? undefined : names.get(leg)) ?? 'call';
  const keyOf = (problem: Problem) => `${problem.code} ${roleOf(problem)}`;
  const only = (kind: 'missing' | 'added', own: Course, others: Course) => {
    const known = new Set(others.problems.map(keyOf));
    // The same problem again says nothing more.
    const found = new Map(own.problems.map(problem => [`${keyOf(problem)} ${problem.text}`, problem]));
    return [...found.values()]
      .filter(problem => !known.has(keyOf(problem)))
      .map(problem => ({
        kind,
        role: roleOf(problem),
        code: problem.code,
        severity: problem.severity,
        text: problem.text,
      }));
  };
  return [...only('missing', left, right), ...only('added', right, left)];
}
