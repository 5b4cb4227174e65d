import {type Call, callsOf} from '../world/read/calls.js';
import {partiesOf} from '../world/read/state.js';
import type {World} from '../world/world.js';
import {outOfBounds} from './check/mismatch.js';
import type {Expectation, Flow, Mismatch} from './flow.js';
import {type Scene, sceneOf} from './scene.js';

/** One call that an expectation does not hold for. */
export type FailedCall = {mismatch: Mismatch; scene: Scene};

/** What became of one expectation. */
export type ExpectationResult = {
  expectation: Pick<Expectation, 'title' | 'position'>;
  /** For how many calls it held, and for how many not. */
  held: number;
  failed: number;
  /** The first calls for which it did not hold. */
  failures: readonly FailedCall[];
};

/** What became of a flow. */
export type Judgement = {
  flow: Flow;
  calls: number;
  /** In the order of the file; the number of calls first, where that is not as expected. */
  results: readonly ExpectationResult[];
  ok: boolean;
};

/** Failures of one expectation that are kept: whoever reads more of them has read enough. */
const MOST_FAILURES = 5;

export type Judge = {
  /** Judges what is forgotten of a World while it is still there. */
  forget(before: World, conversations: ReadonlySet<string>): void;
  /** Judges some calls, all of which are known. */
  judge(calls: readonly Call[]): Judgement[];
  /** Judges the calls that there are; to be called once, at the end. */
  finish(world: World): Judgement[];
};

type Tally = {expectation: Expectation; held: number; failed: number; failures: FailedCall[]};

/** Holds calls against flows. Each call costs what its own events cost, times the sentences that the flows have about it. */
export function createJudge(flows: readonly Flow[]): Judge {
  const tallies = flows.map(flow => ({
    flow,
    calls: 0,
    results: flow.expectations.map((expectation): Tally => ({expectation, held: 0, failed: 0, failures: []})),
  }));

  function judge(call: Call): void {
    for (const tally of tallies) {
      if (!isMeant(tally.flow, call)) continue;
      tally.calls++;
      for (const result of tally.results) {
        const mismatch = result.expectation.check(call);
        if (!mismatch) result.held++;
        else if (++result.failed <= MOST_FAILURES) result.failures.push({mismatch, scene: sceneOf(call, mismatch)});
      }
    }
  }

  const all = (calls: readonly Call[]): Judgement[] => {
    for (const call of calls) judge(call);
    return tallies.map(({flow, calls: count, results}) => {
      const wrong = resultOfCount(flow, count, calls.length);
      const all: ExpectationResult[] = wrong ? [wrong, ...results] : results;
      return {flow, calls: count, results: all, ok: all.every(({failed}) => failed === 0)};
    });
  };

  return {
    judge: all,
    forget(before, conversations) {
      for (const call of callsOf(before)) if (conversations.has(call.conversations[0].id)) judge(call);
    },
    finish: world => all(callsOf(world)),
  };
}

function isMeant({only: {from, to, direction}}: Flow, {world, conversations: [first]}: Call): boolean {
  if (!from && !to && !direction) return true;
  const parties = partiesOf(world, first);
  if (direction && parties.direction !== direction) return false;
  return from?.matches(parties.from ?? '') !== false && to?.matches(parties.to ?? '') !== false;
}

/** Whether there were as many calls as there should be; nothing where nobody asked and there was one. */
function resultOfCount({calls: due}: Flow, calls: number, total: number): ExpectationResult | undefined {
  const mismatch = outOfBounds(due, calls);
  const isAsked = due.least !== 1 || due.most !== Number.POSITIVE_INFINITY;
  if (!mismatch && !isAsked) return undefined;
  const note = total > calls ? `${total} calls in all, and for leaves ${calls}` : undefined;
  return {
    expectation: {title: 'calls', position: due.position},
    held: mismatch ? 0 : 1,
    failed: mismatch ? 1 : 0,
    failures: mismatch ? [{mismatch: {...mismatch, note}, scene: {around: []}}] : [],
  };
}
