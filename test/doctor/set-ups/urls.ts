import {type Broken, setAdvised, setUrl} from './shared.js';

const old = 'http://old.ngrok.example';

/** The URLs that the application has. */
export const urls: readonly Broken[] = [
  {
    name: 'an answer URL of yesterday’s tunnel',
    breaks: setUrl('answer_url', `${old}/webhooks/answer`),
    hop: 'answer-url',
    seen: /old\.ngrok\.example\/webhooks\/answer does not lead here/,
    advice: /^Set the answer URL to (\S+)/,
    mends: setAdvised('answer_url'),
  },
  {
    name: 'an event URL of yesterday’s tunnel',
    breaks: setUrl('event_url', `${old}/webhooks/event`),
    hop: 'event-url',
    seen: /does not lead here/,
    advice: /^Set the event URL to (\S+)/,
    mends: setAdvised('event_url'),
  },
  {
    name: 'a fallback URL of yesterday’s tunnel',
    breaks: setUrl('fallback_answer_url', `${old}/webhooks/fallback`),
    hop: 'fallback-url',
    seen: /does not lead here/,
    advice: /^Set the fallback URL to (\S+)/,
    mends: setAdvised('fallback_answer_url'),
  },
  {
    name: 'an RTC event URL of yesterday’s tunnel',
    breaks: setUrl('rtc', `${old}/webhooks/rtc`),
    hop: 'rtc-url',
    seen: /does not lead here/,
    advice: /^Set the RTC event URL to (\S+)/,
    mends: setAdvised('rtc'),
  },
  {
    name: 'an answer URL of this machine',
    breaks: setUrl('answer_url', 'http://localhost:3000/webhooks/answer'),
    hop: 'answer-url',
    seen: /only this network reaches it/,
    advice: /^Set the answer URL to (\S+)/,
    mends: setAdvised('answer_url'),
  },
  {
    name: 'no event URL',
    breaks: setUrl('event_url', ''),
    hop: 'event-url',
    seen: /^it has none$/,
    advice: /^Set the event URL to (\S+)/,
    mends: setAdvised('event_url'),
  },
  {
    name: 'an answer URL that is none',
    breaks: setUrl('answer_url', 'my-tunnel/webhooks/answer'),
    hop: 'answer-url',
    seen: /“my-tunnel\/webhooks\/answer” is no URL/,
    advice: /^Set the answer URL to (\S+)/,
    mends: setAdvised('answer_url'),
  },
  {
    name: 'a path at which the listener expects no answer webhook',
    breaks: async world => {
      delete world.flags.forward;
      await setUrl('answer_url', `${world.tunnel}/voice/inbound`)(world);
    },
    hop: 'answer-url',
    seen: /\/voice\/inbound, and the listener expects it at \/webhooks\/answer/,
    advice: /^Start with --answer-path (\S+);/,
    mends: (world, [, path]) => {
      world.flags.answerPath = path;
    },
  },
  {
    name: 'RTC events by GET',
    breaks: world =>
      world.put(({rtc}) => {
        if (rtc) rtc.webhooks.event_url.http_method = 'GET';
      }),
    hop: 'rtc-url',
    seen: /Vonage sends these by POST/,
    advice: /^Set its method to (POST)/,
    mends: (world, [, method = '']) =>
      world.put(({rtc}) => {
        if (rtc) rtc.webhooks.event_url.http_method = method;
      }),
  },
];
