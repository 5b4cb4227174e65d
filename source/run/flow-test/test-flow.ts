import {dirname, resolve} from 'node:path';
import {duration} from '../../call/duration.js';
import {FileError} from '../../config/problem.js';
import type {Flow} from '../../flow/flow.js';
import {createJudge, type Judgement} from '../../flow/judge.js';
import {readScenario, type Scenario} from '../../simulator/index.js';
import {printable} from '../../text/printable.js';
import {messageOf} from '../../text/system-error.js';
import {callsOf} from '../../world/read/calls.js';
import {scenariosOf} from '../simulate/scenarios.js';
import type {Stage} from './stage.js';

/** The scenarios that a flow places. Throws `FileError` where it names none, or one that there is not. */
export async function placedBy({place, file}: Flow): Promise<Scenario[]> {
  const says = (why: string) => new FileError(`${printable(file)}, place: ${printable(why, 1000)}`);
  if (place === undefined)
    throw says(
      'this flow does not say which call to place. Add place: answered (or another of convo-monitor simulate --list), or a scenario.',
    );
  try {
    if (typeof place === 'object' && place !== null && !Array.isArray(place))
      return [await readScenario(JSON.stringify(place), 'call')];
    const names = (Array.isArray(place) ? place : [place]).map(String);
    const folder = dirname(file);
    // Files are named from where the flow is.
    return await scenariosOf(names.map(name => (/[/\\]|\.(ya?ml|json)$/.test(name) ? resolve(folder, name) : name)));
  } catch (error) {
    throw says(`${messageOf(error)} What a scenario holds: convo-monitor simulate --schema`);
  }
}

/** Places a flow's calls, waits until they are over, and judges all calls that were made meanwhile. */
export async function testFlow(
  flow: Flow,
  scenarios: readonly Scenario[],
  stage: Stage,
  {timeoutMs, interrupted}: {timeoutMs: number; interrupted: AbortSignal},
): Promise<Judgement> {
  const {feed, vonage} = stage;
  const from = feed.world().index.conversations;
  const timer = AbortSignal.timeout(timeoutMs);
  const enough = AbortSignal.any([timer, interrupted]);
  const placed = (async () => {
    for (const scenario of scenarios) await vonage.placeAll(scenario, {seedIds: false});
  })();
  const stopped = new Promise<void>(done => enough.addEventListener('abort', () => done(), {once: true}));
  await Promise.race([placed.then(() => stage.quiet(enough)), stopped]);
  const isLate = timer.aborted && !interrupted.aborted;
  const calls = callsOf(feed.world()).filter(({conversations: [first]}) => first.index > from);
  const [judgement] = createJudge([flow]).judge(calls);
  if (!judgement) throw new Error('Nothing was judged.');
  return isLate ? withTimeout(judgement, timeoutMs) : judgement;
}

/** Calls that have not ended in time are a failure of their own: what else is wrong may come of that. */
function withTimeout(judgement: Judgement, timeoutMs: number): Judgement {
  const mismatch = {
    expected: `the calls end within ${duration(timeoutMs)}`,
    seen: 'they go on',
    note: 'Let the application end them, or give more time: --timeout 5m',
  };
  const result = {
    expectation: {title: 'end', position: judgement.flow.calls.position},
    held: 0,
    failed: 1,
    failures: [{mismatch, scene: {around: []}}],
  };
  return {...judgement, results: [result, ...judgement.results], ok: false};
}
