import type {JsonPath} from '../text/json-positions.js';
import type {Call} from '../world/read/calls.js';
import {agentChecks} from './check/agent.js';
import {callChecks, memberChecks, timingChecks} from './check/call.js';
import {wrongReply} from './check/events.js';
import {legChecks, legSubject} from './check/legs.js';
import {outOfBounds} from './check/mismatch.js';
import type {FlowShape, LegShape} from './file/shape.js';
import type {Expectation, Mismatch, TextPosition} from './flow.js';
import {rolesOf} from './roles.js';

type Check = (call: Call) => Mismatch | undefined;
type Named = {path: JsonPath; check: Check};

/** Each sentence of a flow as something to be checked, in the order of the file. */
export function expectationsOf(shape: FlowShape, positionOf: (path: JsonPath) => TextPosition): Expectation[] {
  const all = [
    ...ofLegs(shape.legs),
    ...ofTable('members', shape.members, memberChecks),
    ...ofTable('timings', shape.timings, timingChecks),
    ...ofTable('agent', shape.agent, agentChecks),
    ...ofReplies(shape.replies),
    ...ofTable(undefined, shape, callChecks),
  ].map(({path, check}) => ({title: titleOf(path), position: positionOf(path), check}));
  return all.sort((a, b) => a.position.line - b.position.line || a.position.column - b.position.column);
}

/** `callee 2: post-dial delay`, `replies to answer: time`. */
function titleOf(path: JsonPath): string {
  const [first, ...rest] = path.map(String);
  if (first === 'legs') return rest.length === 1 ? `legs: ${rest[0]}` : rest.join(': ');
  if (first === 'replies') return `replies to ${rest.join(': ')}`;
  return [first, ...rest].join(': ');
}

/** The fields of a table that a part of the file has. */
function ofTable<Shape extends object>(
  part: string | undefined,
  shape: Shape | undefined,
  checks: {[Name in keyof Shape]?: (due: NonNullable<Shape[Name]>, call: Call) => Mismatch | undefined},
): Named[] {
  if (!shape) return [];
  return Object.keys(checks).flatMap(key => {
    const name = key as keyof Shape & string;
    const due = shape[name];
    const check = checks[name];
    if (due === undefined || due === null || !check) return [];
    return {
      path: part === undefined ? [name] : [part, name],
      check: call => check(due as NonNullable<typeof due>, call),
    };
  });
}

function ofReplies(replies: FlowShape['replies']): Named[] {
  return Object.entries(replies ?? {}).flatMap(([kind, due]) =>
    due === undefined
      ? []
      : (['status', 'time', 'count'] as const).flatMap(field =>
          due[field] === undefined
            ? []
            : {path: ['replies', kind, field], check: (call: Call) => wrongReply(kind, field, due, call)},
        ),
  );
}

function ofLegs(legs: FlowShape['legs']): Named[] {
  const {count, every, ...roles} = legs ?? {};
  const named: Named[] = [];
  if (count !== undefined) {
    named.push({path: ['legs', 'count'], check: call => outOfBounds(count, call.legs.length, {note: legList(call)})});
  }
  for (const [field, check] of fieldsOf(every)) {
    named.push({
      path: ['legs', 'every', field],
      check(call) {
        const wrong = call.legs.map(leg => check(call, leg)).filter(each => each !== undefined);
        const [first] = wrong;
        return first && wrong.length > 1 ? {...first, note: noteOf(first, `${wrong.length} legs are so`)} : first;
      },
    });
  }
  for (const [role, shape] of Object.entries(roles)) {
    for (const [field, check] of fieldsOf(shape)) {
      named.push({
        path: ['legs', role, field],
        check(call) {
          const leg = rolesOf(call).get(role);
          return leg ? check(call, leg) : {expected: `a leg that is the ${role}`, seen: legList(call)};
        },
      });
    }
  }
  return named;
}

const noteOf = ({note}: Mismatch, more: string): string => (note === undefined ? more : `${note}; ${more}`);

type Leg = Call['legs'][number];

function fieldsOf(shape: LegShape | undefined): [string, (call: Call, leg: Leg) => Mismatch | undefined][] {
  return Object.keys(shape ?? {}).flatMap(key => {
    const name = key as keyof LegShape;
    const due = shape?.[name];
    const check = legChecks[name] as (due: unknown, subject: ReturnType<typeof legSubject>) => Mismatch | undefined;
    return due === undefined ? [] : [[name, (call: Call, leg: Leg) => check(due, legSubject(call, leg))]];
  });
}

function legList(call: Call): string {
  const roles = [...rolesOf(call)].map(([role, leg]) => `${role} (L${leg.number})`);
  return roles.length === 0 ? 'no leg' : roles.join(', ');
}
