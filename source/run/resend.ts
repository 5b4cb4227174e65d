import {performance} from 'node:perf_hooks';
import {duration} from '../call/duration.js';
import {isWebhook, type Resent, type WebhookObservation} from '../call/observation.js';
import type {Config} from '../config/resolve.js';
import {type Application, applicationAt} from '../intake/application.js';
import {forwardTo} from '../intake/forward.js';
import type {Received} from '../intake/raw.js';
import type {Payload} from '../output/received.js';
import {isHidden} from '../store/detail/curl.js';
import {messageOf} from '../text/system-error.js';
import type {Session} from './session.js';

/** How sending again went, in words. */
export type Outcome = {text: string; tone: 'good' | 'bad'};

/** Sends the first webhook among some observations, given by their `seq`, to the developer's application again. Never rejects. */
export type Resend = (seqs: readonly number[]) => Promise<Outcome>;

/** As long as Vonage waits for the answer to an event, ms. */
const DEADLINE = 10_000;

/**
 * What `r` does; undefined where nothing is passed on. A webhook is sent as it was passed on: method, path, headers and body, all but
 * what is never recorded. It is kept as what the person did, so that the World never takes it for another event of Vonage's.
 */
export function resendOf({settings}: Config, {archive, emit}: Pick<Session, 'archive' | 'emit'>): Resend | undefined {
  const url = settings.forward?.value;
  if (url === undefined) return undefined;
  const host = settings.forwardHost?.value;
  return async seqs => {
    try {
      const webhook = await firstWebhook(seqs, seq => archive.payload(seq));
      if (typeof webhook === 'string') return {text: webhook, tone: 'bad'};
      const resent = await send(await applicationAt(url, host), webhook);
      await emit({source: 'control', action: 'resend', resent}).catch(() => undefined);
      return outcomeOf(webhook, resent);
    } catch (error) {
      return {text: `Not sent again: ${messageOf(error)}`, tone: 'bad'};
    }
  };
}

/** The webhook to send, or why there is none. */
async function firstWebhook(seqs: readonly number[], payload: Payload): Promise<WebhookObservation | string> {
  for (const seq of seqs) {
    const o = await payload(seq);
    if (!o) return 'The webhook could not be read back.';
    if (!isWebhook(o)) continue;
    if (o.refused) return 'This webhook was refused for its signature and never passed on: it is not sent again.';
    if (o.raw.cut !== undefined) return 'This webhook was too long to be kept whole: it cannot be sent again.';
    return o;
  }
  return 'Only webhooks can be sent again, and this event came from the Conversation API.';
}

async function send(application: Application, {seq, raw}: WebhookObservation): Promise<Resent> {
  const body = Buffer.from(raw.body, raw.encoding ?? 'utf8');
  // Headers that hold a secret are recorded without it: sent like that they would be wrong, not missing.
  const headers = Object.entries(raw.headers).filter(([name, value]) => name !== 'content-length' && !isHidden(value));
  const rawHeaders = [...headers.flat(), ...(body.length > 0 ? ['content-length', String(body.length)] : [])];
  const received: Received = {method: raw.method, path: raw.path, rawHeaders, headers: {}, body};
  const started = performance.now();
  const sent = await forwardTo(application).send(received, DEADLINE).finally(application.close);
  const ms = Math.round(performance.now() - started);
  return 'reply' in sent ? {to: seq, ms, status: sent.reply.status} : {to: seq, ms, failure: sent.failure};
}

function outcomeOf({raw}: WebhookObservation, {ms, status, failure}: Resent): Outcome {
  if (status === undefined) return {text: failure?.text ?? 'There was no answer.', tone: 'bad'};
  const [path] = raw.path.split('?');
  const unsigned = Object.values(raw.headers).some(isHidden)
    ? ' It went without its signature, which is never recorded.'
    : '';
  const text = `Sent again: ${raw.method} ${path} → ${status} in ${duration(ms)}.${unsigned}`;
  return {text, tone: status < 400 ? 'good' : 'bad'};
}
