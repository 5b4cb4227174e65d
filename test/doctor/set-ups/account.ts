import {accountIn, apiAgain, type Broken, busy, forbidden, onApi} from './shared.js';

/** The account, its application and its number. */
export const ofAccount: readonly Broken[] = [
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
