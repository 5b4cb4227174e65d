import {describe, expect, it} from 'vitest';
import type {Observation} from '../../source/call/observation.js';
import {readFlow} from '../../source/flow/file/read.js';
import {createJudge} from '../../source/flow/judge.js';
import {flowReport} from '../../source/flow/report/text.js';
import {forget} from '../../source/world/fold/forget.js';
import {emptyWorld, type World} from '../../source/world/world.js';
import {agentCall} from '../helpers/agent-call.js';
import {busy, crowd, menu, moved, talked} from '../helpers/calls.js';
import {fold} from '../helpers/fold.js';
import {calls} from '../helpers/several-calls.js';

async function flowOf(text: string) {
  const read = await readFlow(text, 'flow.yaml');
  return 'flow' in read ? read.flow : expect.fail(JSON.stringify(read.mistakes));
}

async function judged(text: string, world: World) {
  const [judgement] = createJudge([await flowOf(text)]).finish(world);
  return judgement ?? expect.fail('nothing was judged');
}

const worldOf = (observations: readonly Observation[]) => fold(emptyWorld(), observations);

/** What does not hold, as `title: expected | seen`. */
async function failures(text: string, observations: readonly Observation[]): Promise<string[]> {
  const {results} = await judged(text, worldOf(observations));
  return results.flatMap(({expectation, failures}) =>
    failures.map(({mismatch}) => `${expectation.title}: ${mismatch.expected} | ${mismatch.seen}`),
  );
}

/** The call of an agent that says something, and to whom nobody says anything. */
const greeted = agentCall.filter(
  each => each.source !== 'media' || (each.event.kind !== 'turn' && each.event.kind !== 'barge-in'),
);

/** That of one who waits for the caller to speak. */
const waited = agentCall.map((each): Observation => {
  if (each.source !== 'media' || each.event.kind !== 'figures') return each;
  const {figures} = each.event;
  const application = {...figures.application, firstSoundAt: 3640};
  return {...each, event: {...each.event, figures: {...figures, application}}};
});

describe('a call', () => {
  it.each<[what: string, observations: Observation[], flow: string]>([
    [
      'that is connected',
      talked,
      `calls: 1
legs:
  count: 2
  every: {type: phone}
  caller: {statuses: [started, ringing, answered, completed], from: 4477009*1, ended by: platform, price: 0.01}
  callee: {statuses: [started, ringing, answered, completed], to: 447700900002, ended by: user, post-dial delay: under 1 s, ringing: 5 s to 6 s, talk: about 1 min}
ncco: [talk, record, connect phone 447700900002]
digits: ["5"]
replies: {answer: {status: 200, time: under 20 ms, count: 1}, fallback: {count: none}, any: {status: 200}}
timings: {answered after: under 1 s, talk: over 1 min, length: 60 s to 70 s}
cost: 0.02
happens: [started, answer, audio:record, completed]
never: [busy, transfer]
verdict: Talked for 1 min * hung up.
open legs: none`,
    ],
    [
      'that is busy',
      busy,
      'legs: {callee: {statuses: [started, busy, completed], sip code: 486}}\nproblems: unhappy-end\nnever: [answered]',
    ],
    [
      'with a menu',
      menu,
      'ncco: [talk, input, talk, input, talk, connect]\ndigits: ["1", "4711"]\nopen legs: at least 1',
    ],
    ['that moves', moved, 'calls: 1\nlegs: {count: 1}\nhappens: [answered, transfer]'],
    ['of many', crowd, 'legs: {count: 8, callee 7: {to: 447700900105, statuses: [started, answered]}}'],
  ])('%s goes as its flow says', async (_, observations, flow) =>
    expect(await failures(flow, observations)).toEqual([]),
  );

  it.each<[flow: string, ...failures: string[]]>([
    ['legs: {count: 3}', 'legs: count: 3 | 2'],
    [
      'legs: {callee: {statuses: [started, ringing, busy, completed]}}',
      'callee: statuses: started → ringing → busy → completed | started → ringing → answered → completed',
    ],
    ['legs: {callee 2: {type: phone}}', 'callee 2: type: a leg that is the callee 2 | caller (L1), callee (L2)'],
    ['legs: {callee: {ringing: under 3 s}}', 'callee: ringing: under 3 s | 5.4 s'],
    ['legs: {every: {from: Unknown}}', 'every: from: Unknown | 447700900001'],
    ['legs: {caller: {sip code: 486}}', 'caller: sip code: 486 | nothing: it is not known'],
    ['ncco: [talk, connect]', 'ncco: talk → connect | talk → record → connect'],
    ['ncco: [..., connect sip *]', 'ncco: … → connect sip * | talk → record → connect'],
    ['replies: {answer: {time: under 5 ms}}', 'replies to answer: time: under 5 ms | 9 ms'],
    ['replies: {fallback: {status: 200}}', 'replies to fallback: status: 200 | nothing: it is not known'],
    ['happens: [completed, started]', 'happens: completed → started | last of them completed'],
    ['never: [audio:*]', 'never: never audio:* | audio:record (and 1 more)'],
    ['digits: none', 'digits: none | 5'],
    ['cost: under 0.01', 'cost: under 0.01 EUR | 0.02 EUR'],
    ['verdict: Nobody *', 'verdict: Nobody * | Talked for 1 min 8 s. L2 (447700900002) hung up.'],
    ['problems: unhappy-end', 'problems: unhappy-end | none'],
    ['calls: 2', 'calls: 2 | 1'],
    ['for: {from: 1*}\nproblems: none', 'calls: at least 1 | none'],
  ])('fails %j', async (flow, ...due) => expect(await failures(flow, talked)).toEqual(due));

  it.each([
    ['agent: {first audio: within 600 ms, turns: within 1.2 s, median turn: under 1 s, turn count: 1}', agentCall],
    ['agent: {barge-in silent: within 300 ms, barge-in count: 1 to 2}', agentCall],
    ['agent: {first audio: 800 ms to 840 ms}', waited],
    ['agent: {first audio: 500 ms to 700 ms, turn count: none}', greeted],
    ['agent: {turn count: none, barge-in count: none}', talked],
    ['agent: {first audio: within 500 ms}', agentCall, 'agent: first audio: at most 500 ms | 599 ms'],
    ['agent: {first audio: within 800 ms}', waited, 'agent: first audio: at most 800 ms | 840 ms'],
    ['agent: {turns: within 800 ms}', agentCall, 'agent: turns: at most 800 ms | 840 ms'],
    ['agent: {median turn: under 800 ms}', agentCall, 'agent: median turn: under 800 ms | 840 ms'],
    ['agent: {barge-in silent: within 200 ms}', agentCall, 'agent: barge-in silent: at most 200 ms | 220 ms'],
    ['agent: {turn count: at least 2}', agentCall, 'agent: turn count: at least 2 | 1'],
    ['agent: {barge-in count: none}', agentCall, 'agent: barge-in count: none | 1'],
    ['agent: {turns: within 1 s}', greeted, 'agent: turns: a turn | none was measured'],
    ['agent: {median turn: within 1 s}', greeted, 'agent: median turn: at most 1 s | nothing: it is not known'],
    ['agent: {turns: within 1 s}', talked, 'agent: turns: a WebSocket with an agent | none that passed the monitor'],
  ])('has an agent: %j', async (flow, observations, ...due) => expect(await failures(flow, observations)).toEqual(due));

  it('has its own legs where several meet in one conversation, and no event twice', async () => {
    const observations = calls(['moved', 0], ['moved', 60], ['talked', 120]);
    const world = worldOf(observations);
    const {calls: count, results} = await judged('happens: [started]\nlegs: {count: 1 to 2}', world);
    expect([count, results.map(({held}) => held)]).toEqual([3, [3, 3]]);
  });

  it('is judged before it is forgotten', async () => {
    const flow = await flowOf('calls: 3\nnever: [busy]');
    const judge = createJudge([flow]);
    const before = worldOf(calls(['talked', 0], ['busy', 300], ['talked', 600]));
    const {world, conversations} = forget(before, 0.5);
    expect(conversations.size).toBeGreaterThan(0);
    judge.forget(before, conversations);
    const [judgement] = judge.finish(world);
    expect(judgement?.results.map(({held, failed}) => [held, failed])).toEqual([
      [1, 0],
      [2, 1],
    ]);
  });
});

describe('the report', () => {
  const plain = (_: unknown, text: string) => text;

  it('says what was expected, what was seen, where, and the events around it', async () => {
    const text =
      'flow: Bert answers\nlegs:\n  callee:\n    statuses: [started, ringing?, answered, completed]\n    type: phone';
    expect(`\n${flowReport([await judged(text, worldOf(busy))], plain)}`).toMatchInlineSnapshot(`
      "
      ✗ FAIL flow.yaml  Bert answers (2 expectations, 1 call)

        ✗ callee: statuses  flow.yaml:4:5
            expected  started → ringing? → answered → completed
            seen      started → busy → completed
                                ^^^^ busy where ringing, or answered was expected
            call      CON-11111111-0000-4000-8000-000000000000  447700900001 → 447700900000 at 09:00:00.000
            where     L2 to 447700900002, +4.000 s into the call
              09:00:02.500 CON-1111 L2 started   W    out Unknown -> 447700900002        hook=40ms
            > 09:00:04.000 CON-1111 L2 busy      W    sip=486                            hook=40ms
              09:00:04.000 CON-1111 L2 completed W                                       hook=43ms

        ✓ 1 other expectation holds

      1 flow failed, 0 flows passed: 1 expectation failed, 1 expectation held.
      "
    `);
  });

  it('says in how many calls it was so', async () => {
    const world = worldOf(calls(['busy', 0], ['busy', 60], ['talked', 120]));
    const report = flowReport([await judged('never: [busy]', world)], plain);
    expect(report).toContain('✗ never in 2 of 3 calls  flow.yaml:1:1');
    expect(report).toContain('also in  CON-');
  });

  it('is a line where all is well', async () => {
    expect(flowReport([await judged('flow: fine\nnever: [busy]', worldOf(talked))], plain)).toBe(
      '✓ PASS flow.yaml  fine (1 expectation, 1 call)\n1 flow passed: 1 expectation held.\n',
    );
  });
});
