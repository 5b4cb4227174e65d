import {randomUUID} from 'node:crypto';
import type {Finding} from '../../call/finding.js';
import {isTaken} from '../../call/meaning/refused.js';
import {type Answer, openAnswering} from '../../intake/answering.js';
import {findingsOf} from '../../intake/ncco-check.js';
import {joinHeaders, type Received} from '../../intake/raw.js';
import {messageOf} from '../../text/system-error.js';
import {checkNcco} from '../../vonage/ncco/check.js';
import {signatureToken} from '../../vonage/signature-token.js';
import type {Plan} from '../plan.js';

/** What answered a webhook of ours, as Vonage would have got it. */
export type AnsweringSeen = {
  asked: string;
  ms: number;
  /** Absent where nothing came that Vonage would take: then `failure` says why, with what to do. */
  status?: number;
  failure?: string;
  /** It did not come in time. */
  isLate?: boolean;
  findings: readonly Finding[];
};

/** What answers calls, and what hears of their events: absent where that is the monitor itself. */
export type AnsweringEvidence = {answer: AnsweringSeen; event?: AnsweringSeen};

/** ms: a little less than Vonage waits for an answer; for an event it waits twice as long. */
const PATIENCE = 4500;

type Method = 'GET' | 'POST';

/** How and where Vonage asks. */
export type Ways = {method: Method; answer: string; event: string};

/**
 * Lets an answer webhook be answered as the listener would, and an event webhook of the same call (`started`, which does least) where an application
 * hears of events. Their numbers are of the range that nobody has (Ofcom's for drama), and `User-Agent` says who asks.
 */
export async function askAnswering(plan: Plan, {method, ...paths}: Ways): Promise<AnsweringEvidence> {
  const call = {
    from: '447700900001',
    to: '447700900002',
    uuid: randomUUID(),
    conversation_uuid: `CON-${randomUUID()}`,
  };
  const asking = heard(plan, 'answer', signed(plan, webhook(method, paths.answer, call)));
  if (plan.answering.kind !== 'forward') return {answer: await asking};
  const started = {...call, status: 'started', direction: 'inbound', timestamp: new Date().toISOString()};
  const [answer, event] = await Promise.all([
    asking,
    heard(plan, 'event', signed(plan, webhook('POST', paths.event, started))),
  ]);
  return answer.status === undefined ? {answer} : {answer, event};
}

async function heard(plan: Plan, route: 'answer' | 'event', received: Received): Promise<AnsweringSeen> {
  const asked = `${received.method} ${placeOf(plan)}${received.path.replace(/\?.*/, '')}`;
  const began = performance.now();
  const answered = await answerOf(plan, route, received);
  const ms = performance.now() - began;
  if ('failure' in answered && answered.failure) {
    const status = 'reply' in answered && answered.by === 'application' ? {status: answered.reply.status} : {};
    const {code, text} = answered.failure;
    return {asked, ms, failure: text, findings: [], isLate: code === 'timeout', ...status};
  }
  const {reply} = answered as Answer;
  const findings = route === 'answer' ? findingsOf(reply, checkNcco) : [];
  if (isTaken(route, reply.status)) return {asked, ms, status: reply.status, findings};
  const failure = `${asked} was answered ${reply.status}.`;
  return {asked, ms, status: reply.status, failure, findings};
}

async function answerOf({answering: options}: Plan, route: 'answer' | 'event', received: Received) {
  try {
    const answering = await openAnswering(
      options.kind === 'forward' ? {...options, errors: 'pass', answerMs: PATIENCE, eventMs: PATIENCE} : options,
    );
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

/** Signed as Vonage would, where the secret is known: an application may refuse what is not. */
function signed({signature, apiKey, applicationId}: Plan, received: Received): Received {
  const {secret} = signature;
  if (!secret) return received;
  const signer = {secret: {apiKey, ...secret}, applicationId};
  const rawHeaders = [...received.rawHeaders, 'Authorization', `Bearer ${signatureToken(received, signer)}`];
  return {...received, rawHeaders, headers: joinHeaders(rawHeaders)};
}
