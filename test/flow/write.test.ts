import {describe, expect, it} from 'vitest';
import type {Observation} from '../../source/call/observation.js';
import {readFlow} from '../../source/flow/file/read.js';
import {createJudge} from '../../source/flow/judge.js';
import {alike, draftOf} from '../../source/flow/write/draft.js';
import {flowText} from '../../source/flow/write/text.js';
import {callsOf} from '../../source/world/read/calls.js';
import {emptyWorld} from '../../source/world/world.js';
import {busy, crowd, menu, moved, talked} from '../helpers/calls.js';
import {fold} from '../helpers/fold.js';
import {calls} from '../helpers/several-calls.js';

const worldOf = (observations: readonly Observation[]) => fold(emptyWorld(), observations);

async function writtenFrom(observations: readonly Observation[]): Promise<string> {
  const [call] = callsOf(worldOf(observations));
  return flowText('a call', 1, draftOf(call ?? expect.fail('no call')));
}

async function failures(text: string, observations: readonly Observation[]): Promise<string[]> {
  const read = await readFlow(text, 'a.yaml');
  const flow = 'flow' in read ? read.flow : expect.fail(`${JSON.stringify(read.mistakes)}\n${text}`);
  const [judgement] = createJudge([flow]).finish(worldOf(observations));
  return (judgement?.results ?? []).filter(({failed}) => failed > 0).map(({expectation}) => expectation.title);
}

describe('a flow that was written from a call', () => {
  it.each(Object.entries({talked, busy, menu, moved, crowd}))('holds for it: %s', async (_, observations) => {
    expect(await failures(await writtenFrom(observations), observations)).toEqual([]);
  });

  it('is a file to read, and says nothing of what is another at each call', async () => {
    expect(`\n${await writtenFrom(talked)}`).toMatchInlineSnapshot(`
      "
      # yaml-language-server: $schema=./node_modules/convo-monitor/dist/flow.schema.json
      flow: a call
      # place: answered    # what convo-monitor test places: convo-monitor simulate --list
      calls: 1
      legs:
        count: 2
        caller:
          type: phone
          statuses: [started, ringing, answered, completed]
          post-dial delay: under 3 s
          ended by: platform
        callee:
          type: phone
          statuses: [started, ringing, answered, completed]
          post-dial delay: under 3 s
          ended by: user
      ncco: [talk, record, connect phone *]
      digits: ["5"]
      replies:
        answer:
          time: under 1 s
        any:
          status: 200 to 299
      happens: [answer, record]
      problems: none
      open legs: none
      "
    `);
  });

  it('holds for another call of the kind, and for none of another', async () => {
    const flow = await writtenFrom(talked);
    expect(await failures(flow, calls(['talked', 4000]))).toEqual([]);
    expect(await failures(flow, busy)).toEqual(expect.arrayContaining(['callee: statuses', 'ncco', 'problems']));
  });
});

describe('calls that went alike', () => {
  it('have a flow in common, with the longer of their times', () => {
    const [one, other, third] = callsOf(worldOf(calls(['talked', 0], ['talked', 300], ['busy', 600]))).map(draftOf);
    expect(one && other && alike(one, other)).toEqual(one);
    expect(one && third && alike(one, third)).toBeUndefined();
    expect(alike({a: 'under 3 s', b: {c: ['x']}}, {a: 'under 5 s', b: {c: ['x']}})).toEqual({
      a: 'under 5 s',
      b: {c: ['x']},
    });
    expect(alike({a: 'under 3 s'}, {a: 'under 3 s', b: 1})).toBeUndefined();
  });
});
