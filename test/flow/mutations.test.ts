import {describe, expect, it} from 'vitest';
import type {Observation, ReplyObservation, WebhookObservation} from '../../source/call/observation.js';
import {isWebhook} from '../../source/call/observation.js';
import {statusNames} from '../../source/call/status.js';
import {readFlow} from '../../source/flow/file/read.js';
import type {Flow} from '../../source/flow/flow.js';
import {createJudge} from '../../source/flow/judge.js';
import {draftOf} from '../../source/flow/write/draft.js';
import {flowText} from '../../source/flow/write/text.js';
import {currentActions} from '../../source/vonage/ncco/actions.js';
import {callsOf} from '../../source/world/read/calls.js';
import {emptyWorld} from '../../source/world/world.js';
import {busy, crowd, menu, moved, talked} from '../helpers/calls.js';
import {fold} from '../helpers/fold.js';

const good = {talked, busy, menu, moved, crowd};

/** A recording that differs from a good one in a single thing. */
type Mutant = {what: string; observations: Observation[]};
type Fields = Record<string, unknown>;

const bodyOf = ({raw}: WebhookObservation): Fields => (raw.method === 'GET' ? {} : JSON.parse(raw.body));

/** The recording with another webhook in the place of one. */
function withBody(all: readonly Observation[], seq: number, change: (body: Fields) => Fields): Observation[] {
  return all.map(each =>
    each.seq === seq && isWebhook(each)
      ? {...each, raw: {...each.raw, body: JSON.stringify(change(bodyOf(each)))}}
      : each,
  );
}

const without = (all: readonly Observation[], seq: number): Observation[] =>
  all.filter(each => each.seq !== seq && !(each.source === 'reply' && each.to === seq));

const withReply = (all: readonly Observation[], seq: number, change: (reply: ReplyObservation) => ReplyObservation) =>
  all.map(each => (each.seq === seq && each.source === 'reply' ? change(each) : each));

/** Every single change to what a webhook says that another call may not have. */
function* ofWebhooks(all: readonly Observation[]): Generator<Mutant> {
  for (const each of all) {
    if (!isWebhook(each)) continue;
    const {seq} = each;
    const body = bodyOf(each);
    const of = (change: Fields) => withBody(all, seq, before => ({...before, ...change}));
    if (typeof body.status === 'string') {
      yield {what: `${body.status} is lost`, observations: without(all, seq)};
      for (const status of statusNames)
        if (status !== body.status) yield {what: `${body.status} is ${status}`, observations: of({status})};
      const uuid = '99999999-0000-4000-8000-000000000000';
      const more = {...each, seq: all.length + 1, raw: {...each.raw, body: JSON.stringify({...body, uuid})}};
      yield {what: `${body.status} is also of another leg`, observations: [...all, more]};
    }
    if (body.disconnected_by !== undefined) {
      const other = body.disconnected_by === 'user' ? 'platform' : 'user';
      yield {what: `the ${other} hangs up`, observations: of({disconnected_by: other})};
    }
    if (body.sip_code !== undefined) yield {what: 'another SIP code', observations: of({sip_code: 503})};
    if (body.dtmf !== undefined) {
      yield {what: 'an input is lost', observations: without(all, seq)};
      for (const digits of ['', '9', '47110']) {
        yield {what: `the caller types "${digits}"`, observations: of({dtmf: {digits, timed_out: false}})};
      }
    }
    if (body.type === 'transfer' || body.recording_url !== undefined)
      yield {what: `${body.type ?? 'record'} is lost`, observations: without(all, seq)};
    if (each.source === 'answer') yield {what: 'the answer webhook is lost', observations: without(all, seq)};
  }
}

/** Every single change to what the application answers. */
function* ofReplies(all: readonly Observation[]): Generator<Mutant> {
  for (const each of all) {
    if (each.source !== 'reply') continue;
    const {seq, raw} = each;
    const of = (change: Partial<ReplyObservation>) => withReply(all, seq, before => ({...before, ...change}));
    for (const status of [302, 404, 500])
      yield {what: `a reply is ${status}`, observations: of({raw: {...raw, status, body: ''}})};
    const ncco: unknown = raw.body === '' ? undefined : JSON.parse(raw.body);
    if (!Array.isArray(ncco)) continue;
    const actions = ncco as Fields[];
    const answer = (changed: readonly Fields[]) => of({raw: {...raw, body: JSON.stringify(changed)}});
    const isAnswer = all.some(asked => asked.seq === each.to && asked.source === 'answer');
    if (isAnswer)
      for (const ms of [1500, 4000, 20_000]) yield {what: `it answers after ${ms} ms`, observations: of({ms})};
    for (const [i, action] of actions.entries()) {
      yield {what: `${action.action} is left out`, observations: answer(actions.filter((_, at) => at !== i))};
      yield {what: `${action.action} comes twice`, observations: answer(actions.toSpliced(i, 0, action))};
      for (const other of currentActions)
        if (other !== action.action)
          yield {
            what: `${action.action} is ${other}`,
            observations: answer(actions.with(i, {...action, action: other})),
          };
      const next = actions[i + 1];
      if (next && next.action !== action.action)
        yield {
          what: `${action.action} comes behind ${next.action}`,
          observations: answer(actions.with(i, next).with(i + 1, action)),
        };
      if (action.action === 'connect')
        yield {
          what: 'it connects elsewhere',
          observations: answer(actions.with(i, {...action, endpoint: [{type: 'sip', uri: 'sip:x@example.com'}]})),
        };
    }
  }
}

/** What is another at each call, or comes otherwise, though the call is as good. */
function* harmless(all: readonly Observation[]): Generator<Mutant> {
  const text = JSON.stringify(all);
  const parsed = (changed: string): Observation[] => JSON.parse(changed);
  yield {what: 'other ids', observations: parsed(text.replaceAll('-0000-4000-', '-0007-4000-'))};
  yield {what: 'other numbers', observations: parsed(text.replaceAll('44770090', '49301234'))};
  yield {what: 'other prices', observations: parsed(text.replaceAll('0.01', '7.35'))};
  const later = (stamp: string) => new Date(Date.parse(stamp) + 86_400_000).toISOString();
  const moved = parsed(text.replaceAll(/2026-11-20T[\d:.]+Z/g, later));
  yield {what: 'a day later', observations: moved.map(each => ({...each, at: each.at + 86_400_000}))};
  for (const [i, each] of all.entries()) {
    const next = all[i + 1];
    if (each.source === 'reply') {
      yield {
        what: 'a reply is 204',
        observations: withReply(all, each.seq, reply =>
          reply.raw.body === '' ? {...reply, raw: {...reply.raw, status: 204}} : reply,
        ),
      };
      yield {
        what: 'a reply takes 50 ms more',
        observations: withReply(all, each.seq, reply => ({...reply, ms: reply.ms + 50})),
      };
    }
    if (isWebhook(each)) yield {what: 'a webhook comes twice', observations: [...all, {...each, seq: all.length + 1}]};
    if (each.source === 'event' && next?.source === 'reply' && all[i + 2]?.source === 'event') {
      const [other, reply] = [all[i + 2], all[i + 3]].filter(one => one !== undefined);
      const rest = all.slice(reply?.source === 'reply' ? i + 4 : i + 3);
      const order = [
        ...all.slice(0, i),
        ...(other ? [other] : []),
        ...(reply?.source === 'reply' ? [reply] : []),
        each,
        next,
        ...rest,
      ];
      yield {what: 'two webhooks change places', observations: order};
    }
    const tick: Observation = {source: 'tick', seq: all.length + 1, at: each.at};
    yield {what: 'time passes', observations: [...all.slice(0, i + 1), tick, ...all.slice(i + 1)]};
  }
}

async function flowFrom(observations: readonly Observation[]): Promise<Flow> {
  const [call] = callsOf(fold(emptyWorld(), observations));
  const text = await flowText('good', 1, draftOf(call ?? expect.fail('no call')));
  const read = await readFlow(text, 'good.yaml');
  return 'flow' in read ? read.flow : expect.fail(`${JSON.stringify(read.mistakes)}\n${text}`);
}

/** Which expectations do not hold. */
function wrongIn(flow: Flow, observations: readonly Observation[]): string[] {
  const [judgement] = createJudge([flow]).finish(fold(emptyWorld(), observations));
  return (judgement?.results ?? []).filter(({failed}) => failed > 0).map(({expectation}) => expectation.title);
}

describe('a flow that was written from a good call', () => {
  it.each([
    ['talked', 182, 61],
    ['busy', 122, 43],
    ['menu', 137, 37],
    ['moved', 66, 25],
    ['crowd', 307, 109],
  ] as const)(
    '%s finds every single change that matters (%i of them), and no other (%i)',
    async (name, breaking, other) => {
      const observations = good[name];
      const flow = await flowFrom(observations);
      const mutants = [...ofWebhooks(observations), ...ofReplies(observations)];
      const survivors = mutants.filter(each => wrongIn(flow, each.observations).length === 0).map(({what}) => what);
      expect(survivors).toEqual([]);
      const same = [...harmless(observations)];
      const alarms = same.flatMap(each => wrongIn(flow, each.observations).map(title => `${each.what}: ${title}`));
      expect(alarms).toEqual([]);
      expect([mutants.length, same.length]).toEqual([breaking, other]);
    },
  );
});
