import type * as z from 'zod';
import type {JsonPath} from '../../text/json-positions.js';
import {suggest} from '../../text/suggest.js';
import {expectationsOf} from '../expectations.js';
import type {Flow} from '../flow.js';
import {contradictionsIn} from './contradictions.js';
import {type FlowDocument, type Mistake, readDocument} from './document.js';
import {flowShape, legShape, ROLES} from './shape.js';

/** What a file of flows holds: a flow, or what is wrong with it. */
export type ReadFlow = {flow: Flow} | {mistakes: readonly Mistake[]};

/** At least one call, where nothing is said of their number. */
const SOME_CALLS = {least: 1, most: Number.POSITIVE_INFINITY, unit: 'count'} as const;

/** Reads a flow file, YAML or JSON. Mistakes are in the order of the file. */
export async function readFlow(text: string, file: string): Promise<ReadFlow> {
  const source = await readDocument(text);
  if ('mistakes' in source) return source;
  if (typeof source.value !== 'object' || source.value === null || Array.isArray(source.value)) {
    const text = 'There is no flow here: write what is expected of a call, such as legs: or problems: none.';
    return {mistakes: [{line: 1, column: 1, text}]};
  }
  const parsed = flowShape.safeParse(source.value);
  if (!parsed.success) return {mistakes: inOrder(parsed.error.issues.flatMap(issue => mistakesOf(issue, source)))};
  const shape = parsed.data;
  const wrongRoles = rolesOutOfTable(source, Object.keys(shape.legs ?? {}));
  if (wrongRoles.length > 0) return {mistakes: wrongRoles};
  const contradictions = contradictionsIn(shape).map(({path, text}) => ({...source.positionOf(path), text}));
  if (contradictions.length > 0) return {mistakes: inOrder(contradictions)};
  const expectations = expectationsOf(shape, path => source.positionOf(path, true));
  if (expectations.length === 0 && shape.calls === undefined) {
    const text = 'This flow expects nothing: write what is expected of a call, such as legs: or problems: none.';
    return {mistakes: [{line: 1, column: 1, text}]};
  }
  return {
    flow: {
      name: shape.flow?.text ?? file.replace(/^.*[/\\]/, '').replace(/\.(ya?ml|json)$/i, ''),
      file,
      place: shape.place,
      calls: {...(shape.calls ?? SOME_CALLS), position: source.positionOf(shape.calls ? ['calls'] : [], true)},
      only: shape.for ?? {},
      expectations,
    },
  };
}

const inOrder = (mistakes: readonly Mistake[]): Mistake[] =>
  mistakes.toSorted((a, b) => a.line - b.line || a.column - b.column);

/** Names of legs are an open set in the schema, so that there may be any number of them. */
function rolesOutOfTable({positionOf}: FlowDocument, roles: readonly string[]): Mistake[] {
  return roles
    .filter(role => !ROLES.test(role))
    .map(role => ({...positionOf(['legs', role], true), text: unknownName(role, ['legs'])}));
}

/** What zod found, in words that name what to write. */
function mistakesOf(issue: z.core.$ZodIssue, {positionOf}: FlowDocument): Mistake[] {
  const path = issue.path.filter(step => typeof step !== 'symbol');
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map(key => ({...positionOf([...path, key], true), text: unknownName(key, path)}));
  if (issue.code === 'invalid_type') {
    const names = namesAt(path).slice(0, 4).join(', ');
    return [
      {...positionOf(path), text: `${path.at(-1) ?? 'A flow'} takes fields below it${names && `, such as ${names}`}.`},
    ];
  }
  return [{...positionOf(path), text: issue.message}];
}

function unknownName(name: string, path: JsonPath): string {
  const known = namesAt(path);
  const where = path.length === 0 ? 'a flow' : path.join(': ');
  const meant = suggest(name, known);
  // A field of another part is more probably there by mistake than unheard of.
  const other = meant === undefined ? parts.find(each => namesAt(each).includes(name)) : undefined;
  const next =
    meant !== undefined
      ? `did you mean ${meant}?`
      : other
        ? `it belongs ${other.length === 0 ? 'at the top' : `to ${other.join(': ')}`}.`
        : `there are ${known.join(', ')}.`;
  return `There is no ${name} in ${where}: ${next}`;
}

const parts: readonly JsonPath[] = [
  [],
  ['legs', 'caller'],
  ['members'],
  ['timings'],
  ['agent'],
  ['replies', 'answer'],
  ['for'],
];

/** The names that may stand at a place. */
function namesAt(path: JsonPath): string[] {
  const [part, name] = path;
  const {legs, ...shape} = flowShape.shape;
  if (part === undefined) return Object.keys(flowShape.shape).filter(each => each !== '$schema');
  if (part === 'legs')
    return name === undefined ? ['count', 'every', 'callee', 'caller', 'callee 2'] : Object.keys(legShape.shape);
  if (part === 'replies' && name !== undefined) return Object.keys(shape.replies.unwrap().shape.any.unwrap().shape);
  if (part === 'members' || part === 'timings' || part === 'agent' || part === 'for' || part === 'replies')
    return Object.keys(shape[part].unwrap().shape);
  return [];
}
