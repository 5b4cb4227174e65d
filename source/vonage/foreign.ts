import type {Foreign} from '../call/fact.js';
import {asRecord, asText} from './loose.js';
import type {Fields, Request} from './webhook.js';

type Test = (fields: Fields, headers: Record<string, string>) => boolean;

const has =
  (...names: string[]): Test =>
  fields =>
    names.every(name => fields[name] !== undefined && fields[name] !== null);
const header =
  (name: string): Test =>
  (_, headers) =>
    headers[name] !== undefined;
const either =
  (...tests: Test[]): Test =>
  (fields, headers) =>
    tests.some(test => test(fields, headers));

const messages = 'Put a URL of your own into the Messages or SMS settings; this one is for voice.';
const elsewhere = (service: string) =>
  `Look into ${service}'s settings for this address: only Vonage's voice webhooks belong here.`;

/** Webhooks of others that reach the wrong address, and requests that try it. The first that fits names the sender. */
const senders: readonly {what: string; advice: string; is: Test}[] = [
  {
    what: 'a Twilio webhook',
    advice: 'This monitor shows Vonage calls: a Twilio number points here.',
    is: f =>
      f.AccountSid !== undefined &&
      ['CallSid', 'MessageSid', 'SmsSid', 'ConferenceSid'].some(id => f[id] !== undefined),
  },
  {
    what: 'a Telnyx webhook',
    advice: 'This monitor shows Vonage calls: a Telnyx connection points here.',
    is: f => asText(asRecord(f.data)?.event_type) !== undefined || has('call_control_id')(f, {}),
  },
  {what: 'a Plivo webhook', advice: elsewhere('Plivo'), is: has('CallUUID')},
  {what: 'a Bandwidth webhook', advice: elsewhere('Bandwidth'), is: has('eventType', 'accountId', 'callId')},
  {what: 'a Sinch webhook', advice: elsewhere('Sinch'), is: has('event', 'callid')},
  {what: 'a webhook of the Vonage Messages API', advice: messages, is: has('message_uuid')},
  {
    what: 'a Vonage SMS webhook',
    advice: messages,
    is: f =>
      f.msisdn !== undefined &&
      ['messageId', 'message-timestamp', 'text', 'err-code', 'keyword'].some(name => f[name] !== undefined),
  },
  {
    what: 'a webhook of the Vonage Verify API',
    advice: elsewhere('Vonage Verify'),
    is: f =>
      f.request_id !== undefined &&
      ['workflow', 'channel', 'event_id', 'submitted_at', 'type'].some(name => f[name] !== undefined),
  },
  {what: 'a webhook of the Vonage Video API', advice: elsewhere('Vonage Video'), is: has('sessionId', 'projectId')},
  {
    what: 'a Slack request',
    advice: elsewhere('Slack'),
    is: either(header('x-slack-signature'), has('challenge', 'token')),
  },
  {what: 'a GitHub webhook', advice: elsewhere('GitHub'), is: header('x-github-event')},
  {what: 'a Stripe webhook', advice: elsewhere('Stripe'), is: header('stripe-signature')},
  {
    what: 'a WhatsApp or Meta webhook',
    advice: elsewhere('Meta'),
    is: either(has('hub.mode'), f => f.entry !== undefined && f.object !== undefined),
  },
  {what: 'a Telegram webhook', advice: elsewhere('Telegram'), is: has('update_id')},
  {
    what: 'a CloudEvent',
    advice: elsewhere('the sender'),
    is: either(header('ce-specversion'), has('specversion', 'source')),
  },
  {
    what: 'an empty request of a browser',
    advice: 'Nothing to do, if that was you: the address answers. Vonage sends fields.',
    is: (f, headers) => isEmpty(f) && /^Mozilla\//.test(headers['user-agent'] ?? ''),
  },
  {
    what: 'an empty request',
    advice: 'Nothing to do, if you or an uptime check tried whether the address answers. Vonage sends fields.',
    is: isEmpty,
  },
];

/** Who sent a request in which nothing of Vonage's voice webhooks is to be seen, as far as its fields and headers plainly say. */
export function foreignSender({headers}: Request, fields: Fields): Foreign | undefined {
  const found = senders.find(({is}) => is(fields, headers));
  return found && {kind: 'foreign', what: found.what, advice: found.advice};
}

function isEmpty(fields: Fields): boolean {
  for (const _ in fields) return false;
  return true;
}
