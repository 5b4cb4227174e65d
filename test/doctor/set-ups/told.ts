import {publicPem} from '../../config/machine.js';
import {accountIn, type Broken} from './shared.js';

const file = '/project/convo-monitor.json';

/** What the developer starts from: settings and key. */
export const told: readonly Broken[] = [
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
