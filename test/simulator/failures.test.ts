import {describe, expect, it} from 'vitest';
import {failuresOf, whyFailed} from '../../source/run/simulate/failures.js';
import {type CallOutcome, createApplication, type MediaOutcome, startSimulator} from '../../source/simulator/index.js';
import {type Reply, startApplication} from './application.js';

const ncco = [
  {action: 'talk', text: 'Type one.'},
  {action: 'input', type: ['dtmf']},
  {action: 'talk', text: 'Bye.'},
];

/** Calls an application that answers so, and says which `--fail-on` makes the run fail. */
async function failing(answer: (path: string, fields: Record<string, unknown>) => Reply): Promise<string[]> {
  const application = await startApplication(({path, fields}) => answer(path, fields));
  const {answerUrl, eventUrl} = application.urls;
  const {id, publicKey} = await createApplication();
  const simulator = await startSimulator({
    ...{answerUrl, eventUrl, speed: Number.POSITIVE_INFINITY, applicationId: id, publicKey},
  });
  try {
    const outcomes = await simulator.placeAll('ivr');
    return (['error', 'warning', 'never'] as const).filter(failOn => whyFailed(outcomes, failOn) !== undefined);
  } finally {
    await simulator.close();
    await application.close();
  }
}

describe('a run of simulated calls', () => {
  it.each<[string, string[], Parameters<typeof failing>[0]]>([
    ['goes well', [], path => (path === '/answer' ? {body: ncco} : {})],
    [
      'fails when the answer webhook is answered 500',
      ['error', 'warning'],
      path => (path === '/answer' ? {status: 500} : {}),
    ],
    [
      'fails when what is answered is no NCCO',
      ['error', 'warning'],
      path => (path === '/answer' ? {body: {a: 1}} : {}),
    ],
    [
      'fails when typed digits are answered 404',
      ['error', 'warning'],
      (path, fields) => (path === '/answer' ? {body: ncco} : {status: fields.dtmf ? 404 : 200}),
    ],
    [
      'fails by a warning when statuses are answered 404',
      ['warning'],
      (path, fields) => (path === '/answer' ? {body: ncco} : {status: fields.status ? 404 : 200}),
    ],
  ])('%s', async (_, expected, answer) => expect(await failing(answer)).toEqual(expected));

  it.each<[string, boolean, Partial<MediaOutcome>]>([
    [
      'fails where a WebSocket is not connected',
      true,
      {refused: {status: 401, reason: 'Unexpected server response: 401'}},
    ],
    [
      'fails where one is cut off for its frames',
      true,
      {closed: {by: 'vonage', code: 1006}, agent: {oddFrames: 1}} as Partial<MediaOutcome>,
    ],
    [
      'does not where one is lost on purpose',
      false,
      {closed: {by: 'vonage', code: 1006}, agent: {oddFrames: 0}} as Partial<MediaOutcome>,
    ],
    ['does not where the application closes it', false, {closed: {by: 'application', code: 1000}}],
  ])('%s', (_, isFailure, media) => {
    const outcome = {deliveries: [], media: [{uri: 'ws://agent', ...media}]} as unknown as CallOutcome;
    expect(failuresOf(outcome).length > 0).toBe(isFailure);
    expect(whyFailed([outcome], 'error') !== undefined).toBe(isFailure);
  });
});
