import {randomUUID} from 'node:crypto';
import type {Finding} from '../../call/finding.js';
import {isTaken} from '../../call/meaning/refused.js';
import {type Answer, openAnswering} from '../../intake/answering.js';
import {findingsOf} from '../../intake/ncco-check.js';
import {joinHeaders, type Received} from '../../intake/raw.js';
import {messageOf} from '../../text/system-error.js';
import {checkNcco} from '../../vonage/ncco/check.js';
import type {Plan} from '../plan.js';

/** What answered a webhook of ours, as Vonage would have got it. */
export type AnsweringSeen = {
  asked: string;
  ms: number;
  /** Absent where nothing came that Vonage would take: then `failure` says why, with what to do. */
  status?: number;
  failure?: string;
  findings: readonly Finding[];
};

/** What answers calls, and what hears of their events: absent where that is the monitor itself. */
export type Answering = {answer: AnsweringSeen; event?: AnsweringSeen};

type Method = 'GET' | 'POST';

/** How and where Vonage asks. */
export type Ways = {method: Method; answer: string; event: string};

/**
 * Lets an answer webhook be answered as the listener would, and an event webhook of the same call (`started`, which does least) where an application
 * hears of events. Their numbers are of the range that nobody has (Ofcom's for drama), and `User-Agent` says who asks.
 */
export async function askAnswering(plan: Plan, {method, ...paths}: Ways): Promise<Answering> {
  const call = {
    from: '447700900001',
    to: '447700900002',
    uuid: randomUUID(),
    conversation_uuid: `CON-${randomUUID()}`,
  };
  const answer = await heard(plan, 'answer', webhook(method, paths.answer, call));
  if (plan.answering.kind !== 'forward' || answer.status === undefined) return {answer};
  const started = {...call, status: 'started', direction: 'inbound', timestamp: new Date().toISOString()};
  return {answer, event: await heard(plan, 'event', webhook('POST', paths.event, started))};
}

async function heard(plan: Plan, route: 'answer' | 'event', received: Received): Promise<AnsweringSeen> {
  const asked = `${received.method} ${placeOf(plan)}${received.path.replace(/\?.*/, '')}`;
  const began = performance.now();
  const answered = await answerOf(plan, route, received);
  const ms = performance.now() - began;
  if ('failure' in answered && answered.failure) {
    const status = 'reply' in answered && answered.by === 'application' ? {status: answered.reply.status} : {};
    return {asked, ms, failure: answered.failure.text, findings: [], ...status};
  }
  const {reply} = answered as Answer;
  const findings = route === 'answer' ? findingsOf(reply, checkNcco) : [];
  if (isTaken(route, reply.status)) return {asked, ms, status: reply.status, findings};
  const failure = `${asked} was answered ${reply.status}.`;
  return {asked, ms, status: reply.status, failure, findings};
}

async function answerOf({answering: options}: Plan, route: 'answer' | 'event', received: Received) {
  try {
    const answering = await openAnswering(options.kind === 'forward' ? {...options, errors: 'pass'} : options);
    try {
      return await answering.answer(route, received);
    } finally {
      answering.close?.();
    }
  } catch (error) {
    return {failure: {code: 'failed', text: messageOf(error)}};
  }
}

function placeOf({answering}: Plan): string {
  return answering.kind === 'forward' ? answering.url.replace(/\?.*/, '') : '';
}

function webhook(method: Method, path: string, fields: Record<string, string>): Received {
  const body = method === 'POST' ? Buffer.from(JSON.stringify(fields)) : Buffer.alloc(0);
  const rawHeaders = [
    ...['User-Agent', 'convo-monitor doctor', 'Accept', '*/*'],
    ...(method === 'POST' ? ['Content-Type', 'application/json', 'Content-Length', String(body.length)] : []),
  ];
  const query = method === 'POST' ? '' : `?${new URLSearchParams(fields)}`;
  return {method, path: `${path}${query}`, rawHeaders, headers: joinHeaders(rawHeaders), body};
}
