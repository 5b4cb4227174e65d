import {readStatus, type Status, statuses} from '../../call/status.js';
import type {JsonPath} from '../../text/json-positions.js';
import {boundsText} from './bounds.js';
import type {Sequence, SequenceStep} from './sequence.js';
import type {FlowShape, LegShape} from './shape.js';

/** What can never hold, where it stands, and what to write instead. */
type Contradiction = {path: JsonPath; text: string};

/** The parts of a flow that no call can fulfil, or not together: better known before a call is placed. */
export function contradictionsIn(flow: FlowShape): Contradiction[] {
  const legs = legsIn(flow);
  return [
    ...legs.flatMap(([path, leg]) => [...ofStatuses(path, leg), ...ofTimings(path, leg)]),
    ...ofCounts(flow),
    ...ofProblems(flow, legs),
    ...ofNever(flow, legs),
    ...ofOpenLegs(flow, legs),
    ...ofInputs(flow),
    ...ofAgent(flow, legs),
  ];
}

type NamedLeg = readonly [path: JsonPath, leg: LegShape];

function legsIn({legs}: FlowShape): NamedLeg[] {
  const {count, ...roles} = legs ?? {};
  return Object.entries(roles).flatMap(([role, leg]) => (leg === undefined ? [] : [[['legs', role], leg] as const]));
}

const wordsIn = (step: SequenceStep): readonly Status[] =>
  step === 'gap' ? [] : step.words.map(readStatus).filter(status => status !== undefined);

/** A leg goes from set-up to its end, and through each status once. */
function* ofStatuses(path: JsonPath, {statuses: due}: LegShape): Generator<Contradiction> {
  const steps = (due ?? []).map((step, item) => ({words: wordsIn(step), item})).filter(({words}) => words.length > 0);
  for (const [i, {words, item}] of steps.entries()) {
    const before = steps.slice(0, i).find(each => each.words.every(early => words.every(late => isAfter(early, late))));
    if (!before) continue;
    const [early, late] = [before.words.join('|'), words.join('|')];
    const text =
      early === late
        ? `${late} comes once in a leg: leave one of them out.`
        : `${late} never comes after ${early}: change their order, or leave one of them out.`;
    yield {path: [...path, 'statuses', item], text};
  }
}

/** Whether the one status never comes before the other. */
function isAfter(early: Status, late: Status): boolean {
  const [a, b] = [statuses[early], statuses[late]];
  return early === late || a.rank > b.rank || a.final === true || (a.unhappy === true && b.unhappy === true);
}

/** Whether a leg with these statuses has one of them; undefined where it may have. */
function has(due: Sequence | undefined, wanted: readonly Status[]): boolean | undefined {
  if (due === undefined || due.includes('gap')) return undefined;
  return due.some(step => wordsIn(step).some(word => wanted.includes(word)));
}

const needs = {
  ringing: ['ringing'],
  talk: ['answered', 'human', 'machine'],
  'post-dial delay': ['ringing', 'answered'],
} as const satisfies Partial<Record<keyof LegShape, readonly Status[]>>;

function* ofTimings(path: JsonPath, leg: LegShape): Generator<Contradiction> {
  for (const [name, wanted] of Object.entries(needs) as [keyof typeof needs, readonly Status[]][]) {
    if (leg[name] === undefined || has(leg.statuses, wanted) !== false) continue;
    yield {
      path: [...path, name],
      text: `A leg that is never ${wanted[0]} has no ${name}: add ${wanted[0]} to its statuses, or leave ${name} out.`,
    };
  }
}

function* ofCounts({legs, calls, ...rest}: FlowShape): Generator<Contradiction> {
  const {count, every, ...roles} = legs ?? {};
  const named = Object.keys(roles).filter(role => roles[role] !== undefined);
  if (count && count.most < named.length) {
    const legs = count.most === 1 ? '1 leg' : `${boundsText(count)} legs`;
    const text = `${legs} cannot be ${named.join(' and ')}: write ${named.length}, or take one out.`;
    yield {path: ['legs', 'count'], text};
  }
  for (const role of named) {
    const [, who = '', number = '1'] = /^(\w+)(?: (\d+))?$/.exec(role) ?? [];
    if (count && Number(number) > count.most && named.length <= count.most)
      yield {path: ['legs', role], text: `There is no ${who} ${number} among ${boundsText(count)} legs.`};
  }
  if (calls?.most !== 0) return;
  const [other] = Object.keys({...rest, ...(legs && {legs})}).filter(name => !besides.has(name));
  if (other !== undefined)
    yield {path: ['calls'], text: `Where no call is expected, nothing can be said of its ${other}: leave that out.`};
}

/** Fields that say nothing of a call. */
const besides: ReadonlySet<string> = new Set(['$schema', 'flow', 'place', 'for']);

/** An unhappy end is a problem of its own, but for a caller who gave up. */
function* ofProblems({problems}: FlowShape, legs: readonly NamedLeg[]): Generator<Contradiction> {
  if (problems === undefined || problems.some(step => step === 'gap' || step.matches('unhappy-end'))) return;
  for (const [path, {statuses: due = []}] of legs) {
    const unhappy = due.find(step => {
      const words = step === 'gap' || step.isOptional ? [] : wordsIn(step);
      return words.length > 0 && words.every(word => statuses[word].unhappy && word !== 'cancelled');
    });
    if (unhappy === undefined || unhappy === 'gap') continue;
    const word = unhappy.words.join(' or ');
    const text = `${word}, as the ${path.at(-1)} is to end, is a problem itself: write problems: unhappy-end.`;
    yield {path: ['problems'], text};
    return;
  }
}

function* ofNever({never = [], happens = []}: FlowShape, legs: readonly NamedLeg[]): Generator<Contradiction> {
  for (const [item, step] of never.entries()) {
    if (step === 'gap') {
      yield {path: ['never', item], text: 'Anything is what a call consists of: write words.'};
      continue;
    }
    const isAsked = (each: SequenceStep) => each !== 'gap' && !each.isOptional && each.words.every(step.matches);
    const by = happens.some(isAsked) ? 'happens' : legs.find(([, leg]) => leg.statuses?.some(isAsked))?.[0].join(': ');
    if (by !== undefined)
      yield {
        path: ['never', item],
        text: `${step.words.join('|')} must not happen, and ${by} wants it: take out one of them.`,
      };
  }
}

function* ofOpenLegs({'open legs': open}: FlowShape, legs: readonly NamedLeg[]): Generator<Contradiction> {
  if (open?.most !== 0) return;
  const ended = Object.keys(statuses).filter(name => statuses[name as Status].phase === 'ended') as Status[];
  for (const [path, {statuses: due}] of legs) {
    if (due?.length === 0 || has(due, ended) !== false) continue;
    yield {path: ['open legs'], text: `The ${path.at(-1)} is still up after its last status: add completed there.`};
  }
}

/** Only an input takes digits and speech; a WebSocket, which connect opens, takes digits too. */
function* ofInputs({ncco, digits, speech}: FlowShape): Generator<Contradiction> {
  if (ncco === undefined || ncco.includes('gap')) return;
  const has = (names: readonly string[]) =>
    ncco.some(
      step =>
        step !== 'gap' &&
        step.words.some(word => names.some(name => word.includes('*') || word.split(' ')[0] === name)),
    );
  const takers = {digits: [digits, ['input', 'connect', 'pay']], speech: [speech, ['input']]} as const;
  for (const [name, [due, actions]] of Object.entries(takers))
    if (due !== undefined && due.length > 0 && !has(actions))
      yield {
        path: [name],
        text: `Without input in the NCCO, Vonage takes no ${name}: add input to ncco, or leave ${name} out.`,
      };
}

/** What is asked of turns needs some, and an agent needs a WebSocket. */
function* ofAgent({agent, ncco}: FlowShape, legs: readonly NamedLeg[]): Generator<Contradiction> {
  const [name] = Object.entries(agent ?? {}).flatMap(([key, due]) => (due === undefined ? [] : key));
  if (!agent || name === undefined) return;
  for (const [count, needing] of [
    ['turn count', ['turns', 'median turn']],
    ['barge-in count', ['barge-in silent']],
  ] as const)
    for (const each of needing)
      if (agent[count]?.most === 0 && agent[each] !== undefined)
        yield {
          path: ['agent', each],
          text: `With ${count}: none, nothing can be said of ${each}: leave one of them out.`,
        };
  const {turns, 'median turn': median} = agent;
  if (turns && median && (median.least > turns.most || median.most < turns.least))
    yield {
      path: ['agent', 'median turn'],
      text: `No median is beyond all turns (${boundsText(turns)}): correct one of them.`,
    };
  const every = legs.find(([path, {type}]) => path.at(-1) === 'every' && type !== undefined && type !== 'websocket');
  if (every)
    yield {
      path: ['agent', name],
      text: `Where every leg is ${every[1].type}, there is no agent on a WebSocket: leave one of them out.`,
    };
  if (ncco === undefined || ncco.includes('gap')) return;
  const connects = ncco.some(step => step !== 'gap' && step.words.some(word => /^(connect\b|\*)/.test(word)));
  if (!connects)
    yield {
      path: ['agent', name],
      text: 'Without connect in the NCCO, there is no agent on a WebSocket: add connect to ncco, or leave agent out.',
    };
}
