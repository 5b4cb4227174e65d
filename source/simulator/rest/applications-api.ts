import * as z from 'zod';
import type {Target} from '../types.js';
import {notFound} from './errors.js';
import type {Answer, Ask, Route} from './route.js';

const path = /^\/(v2)\/applications\/([^/]+)$/;

/** The Application API (Basic authentication with the account's key and secret): where webhooks go, read and replaced. */
export const applicationRoutes: Route[] = [
  {method: 'GET', path, handle: ask => withApplication(ask, () => ({status: 200, body: describe(ask)}))},
  {method: 'PUT', path, handle: ask => withApplication(ask, () => replace(ask))},
];

function withApplication(ask: Ask, handle: () => Answer): Answer {
  return ask.ids[0] === ask.platform.applicationId ? handle() : notFound(ask.instance);
}

function describe({platform}: Ask) {
  const {answer, event, fallback, rtc} = platform.targets;
  const webhook = (target: Target) => ({address: target.url, http_method: target.method});
  return {
    id: platform.applicationId,
    name: 'Simulated application',
    keys: {public_key: platform.publicKey},
    capabilities: {
      ...(platform.voice && {
        voice: {
          ...platform.voice,
          webhooks: {
            answer_url: webhook(answer),
            event_url: webhook(event),
            fallback_answer_url: webhook(fallback ?? {url: '', method: 'GET'}),
          },
          signed_callbacks: platform.signed,
        },
      }),
      ...(rtc && {rtc: {webhooks: {event_url: webhook(rtc)}}}),
    },
    _links: {self: {href: `/v2/applications/${platform.applicationId}`}},
  };
}

const webhook = z.looseObject({address: z.string(), http_method: z.enum(['GET', 'POST'])});
const application = z.looseObject({
  capabilities: z.looseObject({
    voice: z
      .looseObject({
        webhooks: z.looseObject({answer_url: webhook, event_url: webhook, fallback_answer_url: webhook.optional()}),
        signed_callbacks: z.boolean().default(true),
        region: z.string().optional(),
      })
      .optional(),
    rtc: z.looseObject({webhooks: z.looseObject({event_url: webhook})}).optional(),
  }),
});

/** A PUT is a full replacement: what it leaves out is gone. */
function replace(ask: Ask): Answer {
  const parsed = application.safeParse(ask.body);
  if (!parsed.success) {
    const reasons = parsed.error.issues.map(({path: where, message}) => ({name: where.join('.'), reason: message}));
    return {status: 400, body: {type: 'BAD_REQUEST', title: 'Bad Request', invalid_parameters: reasons}};
  }
  const {voice, rtc} = parsed.data.capabilities;
  const targetOf = ({address, http_method}: z.infer<typeof webhook>): Target => ({url: address, method: http_method});
  const {platform} = ask;
  platform.voice = voice && {...(voice.region !== undefined && {region: voice.region})};
  if (voice) {
    const {answer_url, event_url, fallback_answer_url: fallback} = voice.webhooks;
    platform.signed = voice.signed_callbacks && platform.mayBeSigned;
    Object.assign(platform.targets, {
      answer: targetOf(answer_url),
      event: targetOf(event_url),
      fallback: fallback?.address ? targetOf(fallback) : undefined,
    });
  }
  platform.targets.rtc = rtc && targetOf(rtc.webhooks.event_url);
  return {status: 200, body: describe(ask)};
}
