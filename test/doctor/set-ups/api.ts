import {freePort} from '../../../source/run/ports.js';
import {apiAgain, type Broken, busy, forbidden, html, onApi} from './shared.js';

/** The API, the clock, and whether the token is taken. */
export const api: readonly Broken[] = [
  {
    name: 'an API URL at which nothing listens',
    breaks: async world => {
      const port = await freePort();
      world.env.CONVO_MONITOR_API_URL = String(world.flags.apiUrl);
      world.flags.apiUrl = `http://127.0.0.1:${port}`;
    },
    hop: 'api',
    seen: /^nothing listens at 127\.0\.0\.1:\d+$/,
    advice: /^Check --api-url/,
    mends: world => {
      delete world.flags.apiUrl;
    },
  },
  {
    name: 'a login page between here and the API',
    breaks: onApi('/', html(200, '<h1>Welcome to the hotel</h1>')),
    hop: 'api',
    seen: /^200, and what answers is no API \(text\/html\)/,
    advice: /Correct --api-url/,
    mends: apiAgain,
  },
  {
    name: 'an API that never answers',
    breaks: onApi('/', {hangs: true}),
    hop: 'api',
    seen: /did not answer within 5 s/,
    advice: /^Check --api-url/,
    mends: apiAgain,
  },
  {
    name: 'an API that fails',
    breaks: onApi('/v1', {status: 503, headers: {'content-type': 'application/json'}, body: '{}'}),
    hop: 'api',
    verdict: 'unknown',
    seen: /^503: it failed/,
    advice: /Run the doctor again/,
    mends: apiAgain,
  },
  {
    name: 'a clock that is five minutes behind',
    breaks: world => world.startVonage({faults: {clockSkewMs: 300_000}}),
    hop: 'clock',
    seen: /this machine is .* behind the API/,
    advice: /Set it by the network/,
    mends: world => world.startVonage(),
  },
  {
    name: 'the private key of another application',
    breaks: world => {
      world.env.VONAGE_PRIVATE_KEY = world.other.privateKey;
    },
    hop: 'token',
    seen: /^401 .*the private key is not that of “Simulated application”/,
    advice: /^Give --private-key the file that was downloaded for it/,
    mends: world => {
      world.env.VONAGE_PRIVATE_KEY = world.application.privateKey;
    },
  },
  {
    name: 'the id of another application',
    breaks: world => {
      world.flags.applicationId = world.other.id;
    },
    hop: 'token',
    seen: /^401 .*do not belong together/,
    advice: /^Give both as they stand in one application/,
    mends: world => {
      world.flags.applicationId = world.application.id;
    },
  },
  {
    name: 'an application that may not ask (403)',
    breaks: onApi('/v1', forbidden),
    hop: 'token',
    seen: /^403 .*does not let them do this/,
    advice: /^Ask whoever owns the account/,
    mends: apiAgain,
  },
  {
    name: 'too many questions with the token (429)',
    breaks: onApi('/v1', busy),
    hop: 'token',
    verdict: 'unknown',
    seen: /^429 .*fewer requests/,
    advice: /^Run the doctor again in a minute/,
    mends: apiAgain,
  },
];
