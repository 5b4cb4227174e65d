import * as z from 'zod';
import type {Platform} from '../state.js';
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
  platform.application ??= initial(platform);
  return {
    id: platform.applicationId,
    ...platform.application,
    _links: {self: {href: `/v2/applications/${platform.applicationId}`}},
  };
}

/** What the options of the simulator make of it, until it is replaced. */
function initial({targets, publicKey, voice, signed}: Platform): Record<string, unknown> {
  const {answer, event, fallback, rtc} = targets;
  const webhook = (target: Target) => ({address: target.url, http_method: target.method});
  return {
    name: 'Simulated application',
    keys: {public_key: publicKey},
    capabilities: {
      ...(voice && {
        voice: {
          ...voice,
          webhooks: {
            answer_url: webhook(answer),
            event_url: webhook(event),
            fallback_answer_url: webhook(fallback ?? unset),
          },
          signed_callbacks: signed,
        },
      }),
      ...(rtc && {rtc: {webhooks: {event_url: webhook(rtc)}}}),
    },
  };
}

/** A URL that was never entered. */
const unset: Target = {url: '', method: 'GET'};

const webhook = z.looseObject({address: z.string(), http_method: z.enum(['GET', 'POST'])});
const application = z.looseObject({
  name: z.string().min(1),
  keys: z.looseObject({public_key: z.string()}).optional(),
  capabilities: z.looseObject({
    voice: z
      .looseObject({
        webhooks: z.looseObject({
          answer_url: webhook,
          event_url: webhook,
          fallback_answer_url: webhook.default({address: '', http_method: 'GET'}),
        }),
        signed_callbacks: z.boolean().default(true),
        region: z.string().optional(),
      })
      .optional(),
    rtc: z.looseObject({webhooks: z.looseObject({event_url: webhook})}).optional(),
  }),
});

/** A PUT is a full replacement: what it leaves out is gone, and what the simulator has no use for is kept as it came. */
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
    voice.signed_callbacks = platform.signed;
    Object.assign(platform.targets, {
      answer: targetOf(answer_url),
      event: targetOf(event_url),
      fallback: fallback.address ? targetOf(fallback) : undefined,
    });
  }
  platform.targets.rtc = rtc && targetOf(rtc.webhooks.event_url);
  const {id: _, _links, ...kept} = parsed.data;
  platform.application = kept;
  return {status: 200, body: describe(ask)};
}
