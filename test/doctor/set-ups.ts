import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {publicPem} from '../config/machine.js';
import {account, type Capabilities, freePort, secret, talk, type World} from './rig.js';

/** A set-up with one hop broken: what breaks it, what the doctor is to say of it, and what somebody does who follows that. */
export type Broken = {
  name: string;
  breaks: (world: World) => unknown;
  /** The id of the hop that is to be named first. */
  hop: string;
  /** Where it is not broken: something is missing to check it. */
  verdict?: 'unknown';
  seen: RegExp;
  advice: RegExp;
  /** Follows the advice: what it matched is given. */
  mends: (world: World, advice: RegExpExecArray) => unknown;
};

const accountIn = {VONAGE_API_KEY: account.apiKey, VONAGE_API_SECRET: account.apiSecret};
const file = '/project/convo-monitor.json';
const old = 'http://old.ngrok.example';
const busy = {status: 429, headers: {'content-type': 'application/json'}, body: '{"title":"Rate Limit Hit"}'};
const forbidden = {status: 403, headers: {'content-type': 'application/json'}, body: '{"title":"Forbidden"}'};
const html = (status: number, body: string) => ({status, headers: {'content-type': 'text/html'}, body});

const voiceOf = ({voice}: Capabilities) => {
  if (!voice) throw new Error('The application has no voice capability.');
  return voice;
};

type Url = 'answer_url' | 'event_url' | 'fallback_answer_url' | 'rtc';
const setUrl = (name: Url, address: string) => (world: World) =>
  world.put(capabilities => {
    if (name === 'rtc') Object.assign(capabilities.rtc?.webhooks.event_url ?? {}, {address});
    else voiceOf(capabilities).webhooks[name].address = address;
  });

/** Enters the URL that the advice names. */
const setAdvised =
  (name: Url) =>
  (world: World, [, url = '']: RegExpExecArray) =>
    setUrl(name, url)(world);

/** A recording whose last webhook had that signature. */
const lastCame = (state: string) => (world: World) =>
  writeFile(
    join(world.folder, 'last.ndjson'),
    `${[
      {schema: 'convo-monitor/recording@1', started: new Date().toISOString(), version: '0'},
      {
        ...{seq: 1, at: Date.now(), source: 'event', signature: {state}},
        raw: {method: 'POST', path: '/webhooks/event', headers: {}, body: '{}'},
      },
    ]
      .map(line => JSON.stringify(line))
      .join('\n')}\n`,
  );

const signedAgain = lastCame('signed');

/** What the developer starts from: settings, key, API and account. */
const told: readonly Broken[] = [
  {
    name: 'a settings file with a comma too many',
    breaks: world => {
      world.files[file] = '{"port": 3000,}';
    },
    hop: 'settings',
    seen: /convo-monitor\.json:1:\d+ is broken/,
    advice: /^Correct it/,
    mends: world => {
      world.files[file] = '{}';
    },
  },
  {
    name: 'a setting with a value that is none',
    breaks: world => {
      world.flags.memory = 'plenty';
    },
    hop: 'settings',
    seen: /flag --memory/,
    advice: /^Correct it/,
    mends: world => {
      world.flags.memory = '512MB';
    },
  },
  {
    name: 'the path of a key file that is not there',
    breaks: world => {
      world.env.VONAGE_PRIVATE_KEY = './private.key';
    },
    hop: 'key',
    seen: /no private key file \.\/private\.key/,
    advice: /Give --application-id and --private-key/,
    mends: world => {
      world.files['/project/private.key'] = world.application.privateKey;
    },
  },
  {
    name: 'the public key instead of the private one',
    breaks: world => {
      world.env.VONAGE_PRIVATE_KEY = publicPem;
    },
    hop: 'key',
    seen: /public key/,
    advice: /Give --application-id and --private-key/,
    mends: world => {
      world.env.VONAGE_PRIVATE_KEY = world.application.privateKey;
    },
  },
  {
    name: 'a phone number for the application id',
    breaks: world => {
      world.flags.applicationId = '447700900000';
    },
    hop: 'key',
    seen: /is a phone number/,
    advice: /Give --application-id/,
    mends: world => {
      world.flags.applicationId = world.application.id;
    },
  },
  {
    name: 'no private key',
    breaks: world => {
      delete world.env.VONAGE_PRIVATE_KEY;
    },
    hop: 'key',
    verdict: 'unknown',
    seen: /no private key/,
    advice: /set VONAGE_PRIVATE_KEY/,
    mends: world => {
      world.env.VONAGE_PRIVATE_KEY = world.application.privateKey;
    },
  },
  {
    name: 'no credentials at all',
    breaks: world => {
      world.env = {};
      delete world.flags.applicationId;
    },
    hop: 'key',
    verdict: 'unknown',
    seen: /neither an application id nor a private key/,
    advice: /VONAGE_APPLICATION_ID and VONAGE_PRIVATE_KEY/,
    mends: world => {
      world.flags.applicationId = world.application.id;
      world.env = {VONAGE_PRIVATE_KEY: world.application.privateKey, ...accountIn};
    },
  },
];

const onApi = (begins: string, said: World['api'][string]) => (world: World) => {
  world.api[begins] = said;
};
const apiAgain = (world: World) => {
  world.api = {};
};

const api: readonly Broken[] = [
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

const ofAccount: readonly Broken[] = [
  {
    name: 'a secret of another account',
    breaks: world => {
      world.env.VONAGE_API_SECRET = 'another-secret-1';
    },
    hop: 'account',
    seen: /^401 .*key a1b2c3d4 and the secret do not belong together/,
    advice: /^Copy both anew/,
    mends: world => Object.assign(world.env, accountIn),
  },
  {
    name: 'no API key',
    breaks: world => {
      delete world.env.VONAGE_API_KEY;
    },
    hop: 'account',
    verdict: 'unknown',
    seen: /no API key/,
    advice: /^Set VONAGE_API_KEY and VONAGE_API_SECRET/,
    mends: world => Object.assign(world.env, accountIn),
  },
  {
    name: 'an account that may not see applications (403)',
    breaks: onApi('/v2', forbidden),
    hop: 'account',
    seen: /^403 /,
    advice: /subaccount, a role or a list of allowed addresses/,
    mends: apiAgain,
  },
  {
    name: 'a question that the Application API does not take (422)',
    breaks: onApi('/v2', {...forbidden, status: 422}),
    hop: 'account',
    seen: /^422 .*cannot take/,
    advice: /^Check --application-id and --api-key/,
    mends: apiAgain,
  },
  {
    name: 'too many questions to the account (429)',
    breaks: onApi('/v2', busy),
    hop: 'account',
    verdict: 'unknown',
    seen: /^429 /,
    advice: /^Run the doctor again in a minute/,
    mends: apiAgain,
  },
  {
    name: 'an application of another account (404)',
    breaks: onApi('/v2', {...forbidden, status: 404, body: '{"title":"Not Found"}'}),
    hop: 'application',
    seen: /the account of a1b2c3d4 has no application [0-9a-f-]{36} \(404\)/,
    advice: /key and secret of the account that has it/,
    mends: apiAgain,
  },
  {
    name: 'an application without voice',
    breaks: world => world.put(capabilities => void delete capabilities.voice),
    hop: 'application',
    seen: /“Simulated application” has no voice capability/,
    advice: /^Switch Voice on and save/,
    mends: world => world.startVonage(),
  },
  {
    name: 'an account without a number',
    breaks: world => void world.numbers.splice(0),
    hop: 'number',
    seen: /the account has no number/,
    advice: /^Rent one .* and link it/,
    mends: world => void world.numbers.push({number: '447700900000'}),
  },
  {
    name: 'a number that nobody has linked',
    breaks: world => void world.numbers.splice(0, 1, {number: '447700900000', application: null}),
    hop: 'number',
    seen: /^none is linked to the application, of 1 number/,
    advice: /^Link one: vonage apps numbers link ([0-9a-f-]{36}) NUMBER/,
    mends: (world, [, id]) => void world.numbers.splice(0, 1, {number: '447700900000', application: id}),
  },
  {
    name: 'a number of another application',
    breaks: world => void world.numbers.splice(0, 1, {number: '447700900000', application: world.other.id}),
    hop: 'number',
    seen: /^none is linked to the application/,
    advice: /^Link one: vonage apps numbers link ([0-9a-f-]{36}) NUMBER/,
    mends: (world, [, id]) => void world.numbers.splice(0, 1, {number: '447700900000', application: id}),
  },
  {
    name: 'a number that is forwarded to a SIP address',
    breaks: world => {
      world.numbers[0] = {number: '447700900000', voice: {type: 'sip', value: 'sip:desk@example.com'}};
    },
    hop: 'number',
    seen: /447700900000 is forwarded to sip:desk@example\.com, past the application/,
    advice: /^Remove the forwarding/,
    mends: world => void delete world.numbers[0]?.voice,
  },
  {
    name: 'a number for messages only',
    breaks: world => void world.numbers.splice(0, 1, {number: '447700900000', features: ['SMS']}),
    hop: 'number',
    seen: /447700900000 takes no calls \(SMS\)/,
    advice: /^Link one that has VOICE/,
    mends: world => void world.numbers.push({number: '447700900001'}),
  },
];

const page = (said: World['page']) => (world: World) => {
  world.page = said;
};
const pageAgain = (world: World) => {
  world.page = undefined;
};

const listening: readonly Broken[] = [
  {
    name: 'a port that another program has',
    breaks: async world => {
      await world.stop('monitor');
      await world.taken(world.monitor);
    },
    hop: 'port',
    seen: /is taken by .*, and webhooks go there/,
    advice: /Else stop it\.$/,
    mends: async world => {
      await world.stop('other');
      await world.startMonitor(world.monitor);
    },
  },
  {
    name: 'the port of the application itself',
    breaks: async world => {
      await world.stop('monitor');
      world.flags.port = Number(new URL(world.applicationUrl).port);
      world.told = Number(world.flags.port);
      world.leadsTo = Number(world.flags.port);
      delete world.flags.forward;
    },
    hop: 'port',
    seen: /and webhooks go there/,
    advice: /If that is your application: --forward (\d+) --port (\d+), and a tunnel to \d+/,
    mends: async (world, [, forward, port]) => {
      await world.startMonitor(Number(port));
      world.flags.forward = forward;
    },
  },
  {
    name: 'an address that this machine has not',
    breaks: world => {
      world.flags.host = '203.0.113.9';
    },
    hop: 'port',
    seen: /This machine has no address 203\.0\.113\.9/,
    advice: /without --host/,
    mends: world => void delete world.flags.host,
  },
  {
    name: 'an application that is down',
    breaks: world => world.stop('own'),
    hop: 'answer',
    seen: /^Nothing listens at http:/,
    advice: /^Start the application/,
    mends: world => world.startOwn(),
  },
  {
    name: 'an application that fails',
    breaks: world => {
      world.answers['/webhooks/answer'] = {status: 500, body: {error: 'no database'}};
    },
    hop: 'answer',
    seen: /500/,
    advice: /log/,
    mends: world => {
      world.answers['/webhooks/answer'] = {body: talk};
    },
  },
  {
    name: 'an application that answers elsewhere',
    breaks: world => {
      world.answers['/voice/answer'] = {...world.answers['/webhooks/answer']};
      delete world.answers['/webhooks/answer'];
    },
    hop: 'answer',
    seen: /404/,
    advice: /^Add GET \/webhooks\/answer to your application, or correct the path in the dashboard/,
    mends: world => setUrl('answer_url', `${world.tunnel}/voice/answer`)(world),
  },
  {
    name: 'an application that answers with a page',
    breaks: world => {
      world.answers['/webhooks/answer'] = {headers: {'content-type': 'text/html'}, raw: '<h1>It works!</h1>'};
    },
    hop: 'answer',
    seen: /HTML|text\/html/,
    advice: /application\/json|JSON/,
    mends: world => {
      world.answers['/webhooks/answer'] = {body: talk};
    },
  },
  {
    name: 'an NCCO with a slip',
    breaks: world => {
      world.answers['/webhooks/answer'] = {body: [{action: 'tlak', text: 'Hello.'}]};
    },
    hop: 'answer',
    seen: /your application gives an NCCO with 1 error, and Vonage ends the call/,
    advice: /did you mean "(talk)"\?/,
    mends: (world, [, action]) => {
      world.answers['/webhooks/answer'] = {body: [{action, text: 'Hello.'}]};
    },
  },
  {
    name: 'an application that takes too long',
    breaks: world => {
      world.answers['/webhooks/answer'] = {slow: true};
    },
    hop: 'answer',
    seen: /did not answer within/,
    advice: /^Make its handler faster/,
    mends: world => {
      world.answers['/webhooks/answer'] = {body: talk};
    },
  },
  {
    name: 'an application without an event route',
    breaks: world => void delete world.answers['/webhooks/event'],
    hop: 'events',
    seen: /404/,
    advice: /^Add POST (\S+) to your application/,
    mends: (world, [, path = '']) => {
      world.answers[path] = {};
    },
  },
  {
    name: 'an application that fails at events',
    breaks: world => {
      world.answers['/webhooks/event'] = {status: 500};
    },
    hop: 'events',
    seen: /500/,
    advice: /^Answer POST (\S+) with 200 and an empty body/,
    mends: (world, [, path = '']) => {
      world.answers[path] = {};
    },
  },
  {
    name: 'an application that checks signatures, and no secret to sign with',
    breaks: world => {
      world.checksSignatures = true;
      delete world.env.VONAGE_SIGNATURE_SECRET;
    },
    hop: 'answer',
    seen: /^your application refused what was not signed \(401\)/,
    advice: /--signature-secret @FILE/,
    mends: world => {
      world.files['/project/secret'] = secret;
      world.flags.signatureSecret = '@secret';
    },
  },
  {
    name: 'an NCCO file that is not there',
    breaks: world => {
      delete world.flags.forward;
      world.flags.ncco = join(world.folder, 'answer.json');
    },
    hop: 'answer',
    seen: /answer\.json/,
    advice: /./,
    mends: world => writeFile(join(world.folder, 'answer.json'), '[{"action":"talk","text":"Hello."}]'),
  },
];

const tunnel: readonly Broken[] = [
  {
    name: 'no tunnel',
    breaks: world => {
      world.told = undefined;
      world.leadsTo = undefined;
    },
    hop: 'tunnel',
    seen: /^none leads here/,
    advice: /^Run: ngrok http (\d+) — and put its URL into the application/,
    mends: (world, [, port]) => {
      world.told = Number(port);
      world.leadsTo = Number(port);
    },
  },
  {
    name: 'a tunnel to another port',
    breaks: async world => {
      world.told = await world.taken();
      world.leadsTo = world.told;
    },
    hop: 'tunnel',
    seen: /leads to port \d+, and the monitor listens on \d+/,
    advice: /^Run: ngrok http (\d+)/,
    mends: (world, [, port]) => {
      world.told = Number(port);
      world.leadsTo = Number(port);
    },
  },
  {
    name: 'a tunnel that has gone, of which the agent still tells',
    breaks: page({status: 404, headers: {'ngrok-error-code': 'ERR_NGROK_3200'}, body: 'The endpoint is offline.'}),
    hop: 'probe',
    seen: /no tunnel of that name is up/,
    advice: /^Start it again: ngrok http \d+/,
    mends: pageAgain,
  },
  {
    name: 'a tunnel to where nothing answers',
    breaks: page(html(502, '<pre>ERR_NGROK_8012</pre>')),
    hop: 'probe',
    seen: /nothing answers where it leads to/,
    advice: /^Let the tunnel lead to port \d+/,
    mends: pageAgain,
  },
  {
    name: 'a warning page of ngrok',
    breaks: page(html(200, '<html data-error="ERR_NGROK_6024">You are about to visit</html>')),
    hop: 'probe',
    seen: /shows a warning page/,
    advice: /use another domain/,
    mends: pageAgain,
  },
  {
    name: 'a reminder page of localtunnel',
    breaks: page(html(511, '<title>Tunnel website ahead!</title>')),
    hop: 'probe',
    seen: /reminder page/,
    advice: /^Use another tunnel/,
    mends: pageAgain,
  },
  {
    name: 'a tunnel with a password',
    breaks: page({status: 401, headers: {'www-authenticate': 'Basic'}, body: ''}),
    hop: 'probe',
    seen: /asks for a login/,
    advice: /^Make the port public/,
    mends: pageAgain,
  },
  {
    name: 'a tunnel that leads to another program',
    breaks: async world => {
      world.leadsTo = await world.taken();
    },
    hop: 'probe',
    seen: /leads to something else than this listener/,
    advice: /^Let the tunnel lead to port (\d+)/,
    mends: (world, [, port]) => {
      world.leadsTo = Number(port);
    },
  },
  {
    name: 'a tunnel that leads to another monitor',
    breaks: async world => {
      const first = world.monitor;
      await world.startSecondMonitor();
      world.leadsTo = world.monitor;
      world.monitor = first;
      world.flags.port = first;
      world.told = first;
    },
    hop: 'probe',
    seen: /arrived at another convo-monitor/,
    advice: /^Let the tunnel lead to port (\d+)/,
    mends: (world, [, port]) => {
      world.leadsTo = Number(port);
    },
  },
  {
    name: 'a public URL given by hand that is not up',
    breaks: async world => {
      world.flags.tunnel = `http://127.0.0.1:${await freePort()}`;
    },
    hop: 'probe',
    seen: /^nothing listens at/,
    advice: /give the one that is up: --tunnel/,
    mends: world => {
      world.flags.tunnel = world.tunnel;
    },
  },
];

const urls: readonly Broken[] = [
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

const signatures: readonly Broken[] = [
  {
    name: 'the signature secret of another account',
    breaks: async world => {
      world.env.VONAGE_SIGNATURE_SECRET = 'x'.repeat(32);
      await lastCame('bad-signature')(world);
    },
    hop: 'signature',
    seen: /did not fit the secret/,
    advice: /^Copy the signature secret anew/,
    mends: async world => {
      world.env.VONAGE_SIGNATURE_SECRET = secret;
      await signedAgain(world);
    },
  },
  {
    name: 'signatures required of an application that does not sign',
    breaks: async world => {
      world.flags.requireSignature = true;
      await world.put(capabilities => {
        voiceOf(capabilities).signed_callbacks = false;
      });
    },
    hop: 'signature',
    seen: /every webhook is refused/,
    advice: /^Switch “Use signed webhooks” on/,
    mends: world =>
      world.put(capabilities => {
        voiceOf(capabilities).signed_callbacks = true;
      }),
  },
  {
    name: 'a tunnel that drops the signature, where one is required',
    breaks: async world => {
      world.flags.requireSignature = true;
      await lastCame('unsigned')(world);
    },
    hop: 'signature',
    seen: /had no signature/,
    advice: /the tunnel drops the Authorization header: use another/,
    mends: signedAgain,
  },
];

export const setUps: readonly Broken[] = [
  ...told,
  ...api,
  ...ofAccount,
  ...listening,
  ...tunnel,
  ...urls,
  ...signatures,
];

/** By name: two of them at a time, the one in front first. */
export const pairs: readonly (readonly [first: string, second: string])[] = [
  ['the private key of another application', 'an answer URL of yesterday’s tunnel'],
  ['an API URL at which nothing listens', 'an application that is down'],
  ['a port that another program has', 'signatures required of an application that does not sign'],
  ['a number that nobody has linked', 'an application without an event route'],
  ['a secret of another account', 'a tunnel with a password'],
  ['no tunnel', 'an event URL of yesterday’s tunnel'],
];
