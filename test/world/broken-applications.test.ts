import {describe, expect, it} from 'vitest';
import type {Failure, Observation} from '../../source/call/observation.js';
import {refusalOf} from '../../source/intake/refusal.js';
import {summaryOf} from '../../source/output/summary.js';
import {endingOf} from '../../source/world/read/ending.js';
import {problemsOf} from '../../source/world/read/problems.js';
import {waitsOf} from '../../source/world/read/waiting.js';
import {emptyWorld} from '../../source/world/world.js';
import {answer, CON, callee, caller, fallback, news, observed, other, type Scene} from '../helpers/calls.js';
import {fold} from '../helpers/fold.js';

const anna = caller('a', '447700900001');
const bert = callee('b', '447700900002');
const menu = [
  {action: 'talk', text: 'Press 1.'},
  {action: 'input', type: ['dtmf']},
  {action: 'connect', endpoint: [{type: 'phone', number: bert.to}]},
];
const apology = [{action: 'talk', text: 'Sorry.'}];
const json = {'content-type': 'application/json'};
const html = {'content-type': 'text/html'};

/** What the application sends back. */
type Said = {status?: number; headers?: Record<string, string>; body?: string; failure?: Failure; ms?: number};

/** Its answer as it reaches Vonage: by default the monitor speaks in its place, with `pass` Vonage gets it. */
function replyTo(scene: Scene, said: Said, how: 'speak' | 'pass' = 'speak'): Scene {
  const {status = 200, headers = json, body = '', ms = 9} = said;
  const reply = {status, rawHeaders: Object.entries(headers).flat(), body: Buffer.from(body)};
  const isEvent = scene.draft.source === 'event';
  const failure =
    said.failure ?? (isEvent ? undefined : refusalOf(reply, {method: 'GET', path: '/webhooks/answer', headers: {}}));
  const passed = {by: 'application' as const, ms, status, headers, body, ...(failure && {failure})};
  if (!failure || how === 'pass') return {...scene, reply: passed};
  return {
    ...scene,
    reply: {by: 'monitor', ms, status: 200, headers: json, body: isEvent ? '' : JSON.stringify(apology), failure},
  };
}

const asked = answer(anna, 0.5, []);
const pressed = (at: number) => other(at, {dtmf: {digits: '1', timed_out: false}}, anna);
const ended = (by: 'user' | 'platform', at: number) =>
  news(anna, 'completed', at, {disconnected_by: by, duration: '5'});
const refused = (at: number) => other(at, {reason: 'Syntax error in NCCO. Invalid value type or action.'});

const coming = [news(anna, 'started', 0), news(anna, 'ringing', 0)];
const spoken = (said: Said, by: 'user' | 'platform' = 'platform') => [
  ...coming,
  replyTo(asked, said),
  news(anna, 'answered', 1),
  ended(by, 6),
];
const passed = (said: Said, ...then: Scene[]) => [...coming, replyTo(asked, said, 'pass'), ...then];
const dropped = news(anna, 'completed', 2, {disconnected_by: 'platform', duration: '0'});
const playing = [...coming, replyTo(asked, {body: JSON.stringify(menu)}), news(anna, 'answered', 1)];

const crash: Said = {status: 500, headers: html, body: '<title>NameError</title>'};
const page: Said = {headers: html, body: '<p>Hello</p>'};
const slow: Said = {ms: 4500, failure: {code: 'timeout', detail: '4.5 s', text: 'The application did not answer.'}};
const down: Said = {failure: {code: 'refused', text: 'Nothing listens there.'}};

function callOf(scenes: Scene[]) {
  const world = fold(emptyWorld(), observed(...scenes));
  const call = world.conversations.get(CON);
  if (!call) throw new Error('no call');
  return {world, call, ...summaryOf(world, call)};
}

const NOTHING = 'Vonage dropped the call, and the caller heard nothing.';
const REFUSED =
  'Vonage could not use the NCCO that your application returned. Reason: Syntax error in NCCO. Invalid value type or action.';

describe('The verdict of a call with a broken application', () => {
  it.each<[string, Scene[], string]>([
    [
      'it answers 500',
      spoken(crash),
      'The application answered 500 to the answer webhook. The caller heard an apology.',
    ],
    [
      'it answers 500, and the caller does not listen to the end',
      spoken(crash, 'user'),
      'The application answered 500 to the answer webhook. The caller heard an apology. L1 (447700900001) hung up.',
    ],
    [
      'it answers 500, and the caller is gone before that',
      [...coming, replyTo(asked, crash), dropped],
      'The application answered 500 to the answer webhook. The caller was gone before the apology.',
    ],
    [
      'it answers HTML',
      spoken(page),
      'The application answered the answer webhook with the content type text/html, which Vonage refuses. The caller heard an apology.',
    ],
    [
      'it answers an NCCO as text/html',
      spoken({headers: html, body: JSON.stringify(menu)}),
      'The application answered the answer webhook with the content type text/html, which Vonage refuses. The caller heard an apology.',
    ],
    [
      'it answers nothing',
      spoken({body: ''}),
      'The application answered the answer webhook with an empty body. The caller heard an apology.',
    ],
    [
      'it answers a word',
      spoken({body: 'OK'}),
      'The application answered the answer webhook with what is no JSON. The caller heard an apology.',
    ],
    [
      'it answers one action',
      spoken({body: '{"action": "talk"}'}),
      'The application answered the answer webhook with JSON that is no array of actions. The caller heard an apology.',
    ],
    [
      'it answers too late',
      spoken(slow),
      'The application did not answer the answer webhook within 4.5 s. The caller heard an apology.',
    ],
    [
      'it is not running',
      spoken(down),
      'The application was not running when the answer webhook came. The caller heard an apology.',
    ],
    [
      'it fails in a way that this version does not know',
      spoken({failure: {code: 'constructor', text: 'No.'}}),
      'The application gave no answer to the answer webhook that can be used. The caller heard an apology.',
    ],
    [
      'it answers 500, which Vonage gets',
      passed(crash, dropped),
      `The application answered 500 to the answer webhook. No fallback URL was asked: ${NOTHING}`,
    ],
    [
      'it answers HTML, which Vonage gets',
      passed(page, dropped),
      `The application answered the answer webhook with the content type text/html, which Vonage refuses. No fallback URL was asked: ${NOTHING}`,
    ],
    [
      'it answers 500, and 500 on the fallback URL',
      passed(crash, replyTo(fallback(anna, 1, 'HTTP status 500.'), crash, 'pass'), dropped),
      `The application answered 500 to the answer webhook. Vonage asked the fallback URL. The application answered 500 to the fallback webhook. ${NOTHING}`,
    ],
    [
      'it answers 500, and the fallback URL has an NCCO',
      passed(
        crash,
        replyTo(fallback(anna, 1, 'HTTP status 500.'), {body: JSON.stringify(apology)}),
        news(anna, 'answered', 1.2),
        ended('platform', 6),
      ),
      'The application answered 500 to the answer webhook. Vonage asked the fallback URL, and went on with its NCCO. Talked for 5 s. The NCCO was done, so Vonage ended it.',
    ],
    [
      'its NCCO is none that Vonage can use',
      passed({body: '[{"action": "tlak"}]'}, refused(0.6), dropped),
      `${REFUSED} No fallback URL was asked: ${NOTHING}`,
    ],
    [
      'its NCCO is none that Vonage can use, on the fallback URL neither',
      passed(
        {body: '[{"action": "tlak"}]'},
        refused(0.6),
        replyTo(fallback(anna, 0.7, 'Syntax error in NCCO'), {body: '[{"action": "tlak"}]'}),
        refused(0.8),
        dropped,
      ),
      `${REFUSED} Vonage asked the fallback URL, with the same result. ${NOTHING}`,
    ],
    [
      'its NCCO is none that Vonage can use, but that on the fallback URL is',
      passed(
        {body: '[{"action": "tlak"}]'},
        refused(0.6),
        replyTo(fallback(anna, 0.7, 'Syntax error in NCCO'), {body: JSON.stringify(apology)}),
        news(anna, 'answered', 1.2),
        ended('platform', 6),
      ),
      `${REFUSED} Vonage asked the fallback URL, and went on with its NCCO. Talked for 5 s. The NCCO was done, so Vonage ended it.`,
    ],
    [
      'its NCCO has no actions',
      passed({body: '[]'}, dropped),
      'The application answered the answer webhook with an NCCO without actions. The call ended at once, and the caller heard nothing.',
    ],
    [
      'it answers an input with 404',
      [
        ...coming,
        answer(anna, 0.5, [menu[1], menu[0]]),
        news(anna, 'answered', 1),
        replyTo(pressed(4), {status: 404, headers: html}),
        ended('platform', 9),
      ],
      'The application answered 404 to the input webhook. The call went on without it. Talked for 8 s. The NCCO was done, so Vonage ended it.',
    ],
    [
      'it answers an input with 500, and 500 on the fallback URL',
      [
        ...playing,
        replyTo(pressed(4), {...crash}),
        replyTo(fallback(anna, 4.2, 'HTTP status 500.'), crash, 'pass'),
        ended('platform', 9),
      ],
      'The application answered 500 to the input webhook. Vonage asked the fallback URL. The application answered 500 to the fallback webhook. Vonage ended the call.',
    ],
    [
      'it does not answer an input',
      [...playing, replyTo(pressed(4), {failure: {code: 'timeout', detail: '9.5 s', text: '…'}}), ended('user', 20)],
      'The application did not answer the input webhook within 9.5 s. The call went on without it. Talked for 19 s. L1 (447700900001) hung up. The NCCO still had to do: connect phone 447700900002.',
    ],
  ])('%s', (_, scenes, verdict) => {
    const {verdict: said, ok} = callOf(scenes);
    expect(said).toBe(verdict);
    // What is remarkable about an empty NCCO, the NCCO check says.
    expect(ok).toBe(verdict.includes('without actions'));
  });

  it('says what the caller hears while the call is up', () => {
    expect(callOf(spoken(crash).slice(0, -1)).verdict).toBe(
      'The application answered 500 to the answer webhook. The caller hears an apology.',
    );
  });
});

describe('The verdict of a call with an application that works', () => {
  it.each<[string, Scene[], string]>([
    [
      'the caller hangs up in the menu',
      [...playing, ended('user', 6)],
      'Talked for 5 s. L1 (447700900001) hung up. The NCCO still had to do: input dtmf, connect phone 447700900002.',
    ],
    [
      'Vonage ends it in the menu',
      [...playing, ended('platform', 6)],
      'Talked for 5 s. Vonage ended it by the API or at a limit. The NCCO still had to do: input dtmf, connect phone 447700900002.',
    ],
    [
      'a greeting is over',
      [...coming, answer(anna, 0.5, apology), news(anna, 'answered', 1), ended('platform', 6)],
      'Talked for 5 s. The NCCO was done, so Vonage ended it.',
    ],
    [
      'an input reports to another server, so that nothing is known of it',
      [
        ...coming,
        answer(anna, 0.5, [{...menu[1], eventUrl: ['https://other.example.com/input']}]),
        news(anna, 'answered', 1),
        ended('platform', 6),
      ],
      'Talked for 5 s. The NCCO was done, so Vonage ended it.',
    ],
    [
      'machine detection hangs up',
      [
        ...coming,
        answer(anna, 0.5, menu.slice(2)),
        news(bert, 'started', 1),
        news(bert, 'answered', 4),
        news(anna, 'answered', 4),
        news(bert, 'machine', 6),
        news(bert, 'completed', 6.5, {disconnected_by: 'platform', duration: '3'}),
        ended('platform', 7),
      ],
      'Talked for 3 s. Vonage ended it, for machine detection heard an answering machine.',
    ],
    [
      'nobody has asked for an NCCO yet',
      coming,
      'In progress: a call has come in, and Vonage has asked for no NCCO here.',
    ],
    [
      'the NCCO begins with a connect',
      [...coming, answer(anna, 0.5, menu.slice(2))],
      'In progress: the NCCO begins with connect phone 447700900002; nobody has answered.',
    ],
    [
      'the phone of the other party rings',
      [...coming, answer(anna, 0.5, menu.slice(2)), news(bert, 'started', 1), news(bert, 'ringing', 1)],
      'In progress: ringing. The phone at the other end is ringing.',
    ],
  ])('%s', (_, scenes, verdict) => {
    expect(callOf(scenes).verdict).toBe(verdict);
  });
});

describe('While the application thinks', () => {
  const listening: Observation = {
    source: 'control',
    action: 'start',
    seq: 1000,
    at: 0,
    setup: {version: '1', url: 'http://127.0.0.1:3000'},
  };
  const worldOf = (...scenes: Scene[]) => fold(emptyWorld(), [listening, ...observed(...scenes)]);
  const {reply: _, ...open} = asked;
  const {reply: __, ...openInput} = pressed(4);

  it.each<[string, Scene[], number, string | undefined]>([
    ['at once', [...coming, open], 0, "Waiting for your application's NCCO: 0.0 s of 5.0 s."],
    ['two seconds later', [...coming, open], 2000, "Waiting for your application's NCCO: 2.0 s of 5.0 s."],
    [
      'when Vonage has given up',
      [...coming, open],
      5000,
      'In progress: a call has come in, and Vonage has asked for no NCCO here.',
    ],
    [
      'over an input',
      [...playing, openInput],
      9900,
      "Waiting for your application's answer to the input webhook: 9.9 s of 10.0 s.",
    ],
    ['over a status, which needs no answer', coming.map(({reply, ...scene}) => scene), 0, undefined],
  ])('the verdict counts: %s', (_, scenes, ms, verdict) => {
    const world = worldOf(...scenes);
    const call = world.conversations.get(CON);
    if (!call) throw new Error('no call');
    const said = endingOf(world, call, world.now + ms);
    if (verdict === undefined) expect(said).not.toContain('Waiting for your');
    else expect(said).toBe(verdict);
    expect(waitsOf(world, world.now + ms)).toHaveLength(said.startsWith('Waiting for your') ? 1 : 0);
  });

  it('and no longer when the caller has hung up, or the answer has come', () => {
    for (const scenes of [[open, ended('user', 1)], [asked]])
      expect(waitsOf(worldOf(...coming, ...scenes))).toEqual([]);
  });

  it.each([
    [2999, undefined, false],
    [3000, undefined, true],
    [4400, {share: 0.9}, false],
    [1000, {ms: 1000}, true],
    [999, {ms: 1000}, false],
  ])('an answer after %i ms, with the limit %j, is slow: %s', (ms, slowAnswer, isSlow) => {
    const setup = {version: '1', url: 'http://127.0.0.1:3000', slowAnswer};
    const scenes = observed(...coming, replyTo(asked, {ms, body: JSON.stringify(menu)}));
    const world = fold(emptyWorld(), [{...listening, setup}, ...scenes]);
    const call = world.conversations.get(CON);
    const found = call ? problemsOf(world, call).filter(({code}) => code === 'slow-answer') : [];
    expect(found).toHaveLength(isSlow ? 1 : 0);
    if (isSlow)
      expect(found[0]?.text).toMatch(/^The answer to the answer webhook took .* of the 5 s that Vonage waits\.$/);
  });
});
