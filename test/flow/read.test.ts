import {describe, expect, it} from 'vitest';
import * as z from 'zod';
import {readFlow} from '../../source/flow/file/read.js';
import {flowShape} from '../../source/flow/file/shape.js';

/** What is wrong with a flow, with its positions. */
async function mistakesIn(text: string): Promise<string[]> {
  const read = await readFlow(text, 'test.yaml');
  return 'mistakes' in read ? read.mistakes.map(each => `${each.line}:${each.column} ${each.text}`) : [];
}

const whole = `
# yaml-language-server: $schema=node_modules/convo-monitor/dist/flow.schema.json
flow: The caller is connected
place: answered
calls: 1
for: {from: 4477*, direction: inbound}
legs:
  count: 2
  every: {statuses: [started, ..., completed]}
  caller:
    statuses: [started, ringing?, answered, completed]
    type: phone
    ended by: platform
  callee:
    statuses: started → ringing → answered → completed
    post-dial delay: under 3 s
    ringing: 2 s to 20 s
    talk: at least 1 s
    price: under 1
ncco: [talk, connect phone *]
digits: ["2", 0012, "4711"]
replies:
  answer: {status: 200, time: under 1 s, count: 1}
timings: {answered after: under 20 s}
members: {joined: 2}
cost: under 0.60
happens: [answer, answered]
never: [failed]
problems: none
verdict: Talked for *
open legs: none
`;

describe('a flow file', () => {
  it('is YAML, and each of its sentences is an expectation with its position', async () => {
    const read = await readFlow(whole, 'flows/forward.yaml');
    const {name, calls, expectations} = 'flow' in read ? read.flow : expect.fail(JSON.stringify(read));
    expect(name).toBe('The caller is connected');
    expect(calls).toMatchObject({least: 1, most: 1, position: {line: 5, column: 1}});
    expect(expectations.map(({title, position}) => `${position.line}:${position.column} ${title}`)).toEqual([
      '8:3 legs: count',
      '9:11 every: statuses',
      '11:5 caller: statuses',
      '12:5 caller: type',
      '13:5 caller: ended by',
      '15:5 callee: statuses',
      '16:5 callee: post-dial delay',
      '17:5 callee: ringing',
      '18:5 callee: talk',
      '19:5 callee: price',
      '20:1 ncco',
      '21:1 digits',
      '23:12 replies to answer: status',
      '23:25 replies to answer: time',
      '23:42 replies to answer: count',
      '24:11 timings: answered after',
      '25:11 members: joined',
      '26:1 cost',
      '27:1 happens',
      '28:1 never',
      '29:1 problems',
      '30:1 verdict',
      '31:1 open legs',
    ]);
  });

  it('is JSON, and is called like its file where it says nothing else', async () => {
    const read = await readFlow('{"$schema": "x", "problems": "none", "calls": 2}', 'flows/two.calls.json');
    expect(read).toMatchObject({flow: {name: 'two.calls', calls: {least: 2, most: 2}}});
  });

  it('may hold a scenario, with its numbers', async () => {
    const read = await readFlow('place: {callees: [{outcome: busy, afterMs: 1500}]}\nproblems: none', 'a.yaml');
    expect(read).toMatchObject({flow: {place: {callees: [{outcome: 'busy', afterMs: 1500}]}}});
  });

  it.each<[text: string, ...mistakes: string[]]>([
    ['', '1:1 There is no flow here: write what is expected of a call, such as legs: or problems: none.'],
    ['[1, 2]', '1:1 There is no flow here: write what is expected of a call, such as legs: or problems: none.'],
    [
      'flow: nothing',
      '1:1 This flow expects nothing: write what is expected of a call, such as legs: or problems: none.',
    ],
    ['legs:\n  caller: [started', expect.stringMatching(/^2:\d+ Flow sequence/)],
    ['problems: none\nproblems: none', '2:1 Map keys must be unique.'],
    ['problem: none', '1:1 There is no problem in a flow: did you mean problems?'],
    [
      'postDialDelay: under 3 s',
      '1:1 There is no postDialDelay in a flow: there are flow, place, calls, for, legs, members, ncco, digits, speech, replies, timings, agent, cost, happens, never, problems, verdict, open legs.',
    ],
    ['post-dial delay: under 3 s', '1:1 There is no post-dial delay in a flow: it belongs to legs: caller.'],
    ['legs:\n  caller:\n    statusses: [started]', '3:5 There is no statusses in legs: caller: did you mean statuses?'],
    ['legs:\n  calle: {type: phone}', '2:3 There is no calle in legs: did you mean callee?'],
    ['legs:\n  callee 1: {type: phone}', '2:3 There is no callee 1 in legs: did you mean callee?'],
    ['legs: {caller: {statuses: [started, ringin]}}', '1:37 There is no status "ringin": did you mean ringing?'],
    ['legs: {caller: {type: fax}}', '1:23 There is no value "fax": known are phone, app, sip, websocket, vbc.'],
    ['ncco: [talk, gather]', '1:14 There is no action "gather": did you mean input?'],
    ['problems: unhapy-end', '1:11 There is no problem "unhapy-end": did you mean unhappy-end?'],
    [
      'agent: {latency: 1 s}',
      '1:9 There is no latency in agent: there are first audio, turns, median turn, turn count, barge-in silent, barge-in count.',
    ],
    ['agent: {turns: within 800}', '1:16 "within 800" lacks a unit: write 800 s or 800 ms.'],
    ['timings: soon', '1:10 timings takes fields below it, such as answered after, talk, length.'],
    [
      'replies: {answer: {within: under 1 s}}',
      '1:20 There is no within in replies: answer: there are status, time, count.',
    ],
    ['cost: [1]', '1:7 Write bounds, such as under 0.60, or 0.01 to 0.03.'],
    [
      'calls: two\nlegs: many',
      expect.stringMatching(/^1:8 "two" says no bounds/),
      '2:7 legs takes fields below it, such as count, every, callee, caller.',
    ],
  ])('says what is wrong with %j', async (text, ...mistakes) => expect(await mistakesIn(text)).toEqual(mistakes));

  it.each<[text: string, ...mistakes: string[]]>([
    [
      'legs: {caller: {statuses: [completed, started]}}',
      '1:39 started never comes after completed: change their order, or leave one of them out.',
    ],
    [
      'legs: {caller: {statuses: [busy, failed]}}',
      '1:34 failed never comes after busy: change their order, or leave one of them out.',
    ],
    ['legs: {caller: {statuses: [ringing, ..., ringing]}}', '1:42 ringing comes once in a leg: leave one of them out.'],
    [
      'legs: {caller: {statuses: [started, busy], ringing: under 5 s}}',
      '1:53 A leg that is never ringing has no ringing: add ringing to its statuses, or leave ringing out.',
    ],
    [
      'legs: {caller: {statuses: [started, busy], talk: under 5 s}}',
      '1:50 A leg that is never answered has no talk: add answered to its statuses, or leave talk out.',
    ],
    [
      'legs: {count: 1, caller: {type: phone}, callee: {type: phone}}',
      '1:15 1 leg cannot be caller and callee: write 2, or take one out.',
    ],
    ['legs: {count: 2, callee 3: {type: phone}}', '1:28 There is no callee 3 among 2 legs.'],
    [
      'calls: none\nproblems: none',
      '1:8 Where no call is expected, nothing can be said of its problems: leave that out.',
    ],
    [
      'legs: {callee: {statuses: [started, busy, completed]}}\nproblems: none',
      '2:11 busy, as the callee is to end, is a problem itself: write problems: unhappy-end.',
    ],
    [
      'legs: {callee: {statuses: [started, busy]}}\nnever: [busy]',
      '2:9 busy must not happen, and legs: callee wants it: take out one of them.',
    ],
    ['happens: [transfer]\nnever: ["*fer"]', '2:9 *fer must not happen, and happens wants it: take out one of them.'],
    [
      'legs: {caller: {statuses: [started, answered]}}\nopen legs: none',
      '2:12 The caller is still up after its last status: add completed there.',
    ],
    [
      'ncco: [talk]\ndigits: ["1"]',
      '2:9 Without input in the NCCO, Vonage takes no digits: add input to ncco, or leave digits out.',
    ],
    [
      'agent: {turn count: none, turns: within 1 s}',
      '1:34 With turn count: none, nothing can be said of turns: leave one of them out.',
    ],
    [
      'agent: {barge-in count: none, barge-in silent: within 1 s}',
      '1:48 With barge-in count: none, nothing can be said of barge-in silent: leave one of them out.',
    ],
    [
      'agent: {turns: within 800 ms, median turn: over 1 s}',
      '1:44 No median is beyond all turns (at most 800 ms): correct one of them.',
    ],
    [
      'legs: {every: {type: phone}}\nagent: {turns: within 800 ms}',
      '2:16 Where every leg is phone, there is no agent on a WebSocket: leave one of them out.',
    ],
    [
      'ncco: [talk]\nagent: {turns: within 800 ms}',
      '2:16 Without connect in the NCCO, there is no agent on a WebSocket: add connect to ncco, or leave agent out.',
    ],
    [
      'calls: none\nagent: {turns: within 800 ms}',
      '1:8 Where no call is expected, nothing can be said of its agent: leave that out.',
    ],
    ['timings: {talk: "over 5 s, under 3 s"}', '1:17 "over 5 s, under 3 s" can never hold: no time is both.'],
  ])('says what can never hold: %j', async (text, ...mistakes) => expect(await mistakesIn(text)).toEqual(mistakes));

  it.each([
    'legs: {caller: {statuses: [started, cancelled, completed]}}\nproblems: none',
    'legs: {callee: {statuses: [started, busy?, ...]}}\nproblems: none',
    'legs: {callee: {statuses: [started, human|machine, completed], talk: under 5 s}}',
    'ncco: [talk, ...]\ndigits: ["1"]',
    'calls: none\nflow: nobody calls',
    'ncco: [hangup]',
  ])('has nothing to say against %j', async text => expect(await mistakesIn(text)).toEqual([]));

  it('does not grow beyond what it is: a bomb of aliases is refused', async () => {
    const lines = ['a: &a0 [x, x]', ...Array.from({length: 12}, (_, i) => `b${i}: &a${i + 1} [*a${i}, *a${i}]`)];
    expect(await mistakesIn(lines.join('\n'))).toEqual([expect.stringContaining('Excessive alias count')]);
  });
});

describe('the JSON Schema of flow files', () => {
  const json = z.toJSONSchema(flowShape, {io: 'input'});
  const schema = z.fromJSONSchema(json);

  it('takes what is a flow, and completes what may stand in one', async () => {
    const {parse} = await import('yaml');
    expect(schema.safeParse(parse(whole))).toMatchObject({success: true});
    const undescribed = Object.entries(json.properties ?? {}).filter(
      ([, each]) => typeof each !== 'object' || !each.description,
    );
    expect(undescribed).toEqual([]);
  });

  it.each([{problem: 'none'}, {legs: {caller: {statusses: []}}}, {legs: {caller: {type: 'fax'}}}, {timings: 'soon'}])(
    'refuses %j',
    flow => expect(schema.safeParse(flow).success).toBe(false),
  );
});
