import {describe, expect, it} from 'vitest';
import type {Draft, Observation} from '../../source/call/observation.js';
import {endingOf} from '../../source/world/read/ending.js';
import {expectationCodes} from '../../source/world/read/expectations.js';
import {problemsOf} from '../../source/world/read/problems.js';
import {emptyWorld} from '../../source/world/world.js';
import {answer, CON, callee, caller, news, observed, polled, type Scene} from '../helpers/calls.js';
import {fold} from '../helpers/fold.js';
import {linesFrom} from '../helpers/lines.js';

const anna = caller('a', '447700900001');
const bert = callee('b', '447700900002');
const connect = {action: 'connect', endpoint: [{type: 'phone', number: bert.to}]};
const elsewhere = {...connect, eventUrl: ['https://other.example.com/events']};

/** The same webhook as it came through a tunnel. */
function through(host: string, scene: Scene): Scene {
  const {draft} = scene;
  if (!('raw' in draft) || draft.source === 'api' || draft.source === 'reply' || !draft.raw) return scene;
  const headers = {host, 'x-forwarded-proto': 'https'};
  return {...scene, draft: {...draft, raw: {...draft.raw, headers}} as Draft};
}

const asked = through('abc.ngrok.app', answer(anna, 0.5, [connect]));
const seen = news(anna, 'ringing', 0.2);
const started = polled({id: 1, type: 'sip:ringing', at: 0.2, leg: bert});
const pushed: Scene = {
  at: 0.2,
  draft: {
    source: 'rtc',
    raw: {
      method: 'POST',
      path: '/webhooks/rtc',
      headers: {host: 'abc.ngrok.app'},
      body: JSON.stringify({
        type: 'sip:ringing',
        conversation_id: CON,
        timestamp: '2026-11-20T09:00:00.200Z',
        body: {channel: {id: 'leg-of-bert', type: 'phone'}, direction: 'outbound'},
      }),
    },
  },
  reply: {ms: 2, status: 200, body: ''},
};

/** `since`: when the monitor began to listen, s from the call's start; not known in a part of a recording. `bus`: where it publishes. */
function observationsOf(
  scenes: readonly Scene[],
  waitedS: number,
  since: number | 'not known' = -60,
  bus?: string,
): Observation[] {
  const all = observed(...scenes);
  const begin = Date.UTC(2026, 10, 20, 9);
  const routes = {answer: '/webhooks/answer', event: '/webhooks/event', fallback: '/f', rtc: '/webhooks/rtc'};
  const setup = {version: '1', url: 'http://127.0.0.1:3000', routes, ...(bus && {bus})};
  const tick: Observation = {source: 'tick', seq: all.length + 1, at: begin + waitedS * 1000};
  const start: Observation = {source: 'control', action: 'start', seq: 1000, at: begin + Number(since) * 1000, setup};
  return [...(since === 'not known' ? [] : [start]), ...all, tick];
}

function missed(...given: Parameters<typeof observationsOf>) {
  const world = fold(emptyWorld(), observationsOf(...given));
  const call = world.conversations.get(CON);
  const problems = call ? problemsOf(world, call) : [];
  const found = problems.filter(({code}) => (expectationCodes as readonly string[]).includes(code));
  return {found, verdict: call && endingOf(world, call)};
}

describe('What should have come and has not', () => {
  it.each<[what: string, Scene[], code: string, text: string, advice: string]>([
    [
      'an answer webhook, and then no event',
      [asked],
      'no-events',
      'No event of this call has come 10 s after its answer webhook.',
      'Is the event URL of the application set to https://abc.ngrok.app/webhooks/event? A call that you create may have an event_url of its own.',
    ],
    [
      'an answer webhook, and then events of the API alone',
      [asked, started],
      'no-events',
      'No event of this call has come 10 s after its answer webhook.',
      'Is the event URL of the application set to https://abc.ngrok.app/webhooks/event? A call that you create may have an event_url of its own.',
    ],
    [
      'events of an inbound call, and no answer webhook',
      [through('abc.ngrok.app', seen)],
      'no-answer-webhook',
      'A call has come in, and no answer webhook 10 s after its first event.',
      'Is the answer URL of the application set to https://abc.ngrok.app/webhooks/answer?',
    ],
    [
      'the same, of a host that is not known, and answered elsewhere',
      [seen, news(anna, 'answered', 1)],
      'no-answer-webhook',
      'A call has come in, and no answer webhook 10 s after its first event.',
      'Is the answer URL of the application set to …/webhooks/answer?',
    ],
    [
      'a call that only the API knows',
      [started],
      'no-webhooks',
      'Only the API tells of this call: no voice webhook of it has come.',
      'Are the answer and event URLs of the application set to …/webhooks/answer and …/webhooks/event?',
    ],
    [
      'a call that only RTC webhooks tell of',
      [pushed],
      'no-webhooks',
      'Only RTC webhooks tell of this call: no voice webhook of it has come.',
      'Are the answer and event URLs of the application set to …/webhooks/answer and …/webhooks/event?',
    ],
  ])('is a problem after 10 s: %s', (_, scenes, code, text, advice) => {
    expect(missed(scenes, 10).found.map(each => each.code)).not.toContain(code);
    expect(missed(scenes, 11).found).toMatchObject([{code, severity: 'warning', text, advice}]);
  });

  it.each<[what: string, Scene[], code: string, text: string]>([
    ['no event', [asked], 'no-events', 'No event of this call has come here 10 s after its answer webhook.'],
    [
      'no answer webhook',
      [seen],
      'no-answer-webhook',
      'A call has come in, and no answer webhook of it here 10 s after its first event.',
    ],
    [
      'nothing but the API',
      [started],
      'no-webhooks',
      'Only the API tells of this call: no voice webhook of it has come here.',
    ],
  ])('is a hint where another listener of a bus may have it, which says where: %s', (_, scenes, code, text) => {
    const {found} = missed(scenes, 11, -60, 'nats://10.0.0.1:4222');
    expect(found).toMatchObject([{code, severity: 'info', text}]);
    const [{advice} = {}] = found;
    expect(advice).toMatch(
      /^Another listener may have it: convo-monitor attach nats:\/\/10\.0\.0\.1:4222 shows what all of them heard\. Where that is missing as well: (Is|Are) the /,
    );
  });

  it('is a problem again where a later run of the same recording publishes nothing', () => {
    const all = observationsOf([asked], 11, -60, 'nats://10.0.0.1:4222');
    const [start] = observationsOf([], 0);
    if (!start) throw new Error('There is none.');
    const world = fold(emptyWorld(), [...all.slice(0, 1), start, ...all.slice(1)]);
    const call = world.conversations.get(CON);
    expect(call && problemsOf(world, call)).toMatchObject([{code: 'no-events', severity: 'warning'}]);
  });

  it.each<[string, Scene[], since?: number]>([
    ['the events have come', [seen, asked, news(anna, 'answered', 1)]],
    ['an outbound call with its NCCO in the request', [news(bert, 'started', 0), news(bert, 'ringing', 0)]],
    ['the monitor began in the middle of the call', [news(anna, 'answered', 1)]],
    ['the call began before the monitor, and its first event was sent again', [news(anna, 'started', 0)], 0.03],
    ['a call of yesterday is looked up by the API', [started], 3],
    ['a conversation without a phone', [polled({id: 1, type: 'conversation:created', at: 0.2})]],
    ['only the end of the call is seen', [news(anna, 'completed', 8)]],
  ])('is none where it came, or where nobody can know that it should have: %s', (_, scenes, since) => {
    expect(missed(scenes, 600, since).found).toEqual([]);
  });

  it.each([[[asked]], [[seen]], [[started]]])('is none in a part of a recording: %#', scenes => {
    expect(missed(scenes, 60, 'not known').found).toEqual([]);
  });

  it('is withdrawn when it comes late, in the one order and in the other', () => {
    const late = [asked, news(anna, 'ringing', 30)];
    expect(missed(late, 60).found).toEqual([]);
    expect(missed(late.toReversed(), 60).found).toEqual([]);
    expect(missed([seen, {...asked, at: 40}], 60).found).toEqual([]);
    expect(missed([started, {...seen, at: 50}, {...asked, at: 50}], 80).found).toEqual([]);
  });

  it('is no alarm where an NCCO sends its events to another server, but is said', () => {
    const ncco = through('abc.ngrok.app', answer(anna, 0.5, [elsewhere]));
    expect(missed([seen, ncco], 60).found).toMatchObject([
      {
        code: 'events-elsewhere',
        severity: 'info',
        text: 'The events of connect go to other.example.com, by its eventUrl: they are not seen here.',
      },
    ]);
    const own = {...connect, eventUrl: ['https://abc.ngrok.app/my-events']};
    expect(missed([seen, through('abc.ngrok.app', answer(anna, 0.5, [own]))], 60).found).toEqual([]);
  });

  it('is the verdict, and one line, when its time has come', () => {
    expect(missed([asked], 11).verdict).toMatch(
      /^No event of this call has come 10 s after its answer webhook\. Is the/,
    );
    const lines = linesFrom({format: 'text'});
    const all = observationsOf([asked], 11);
    const {wakeAt} = lines.take(all.slice(0, -1));
    expect(wakeAt).toBe(Date.UTC(2026, 10, 20, 9, 0, 10, 540));
    const again: Observation = {source: 'tick', seq: 2000, at: Date.UTC(2026, 10, 20, 9, 1)};
    const out = [...lines.take(all.slice(-1)).out, ...lines.take([again]).out];
    expect(out.filter(line => line.includes('PROBLEM no-events'))).toHaveLength(1);
  });
});
