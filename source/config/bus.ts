import {busAddressIn, busAddressText} from '../text/bus-address.js';
import {type Given, type Parsed, pathOf, permissionWarnings} from './given.js';
import {ConfigError} from './problem.js';
import type {Setting} from './setting.js';
import {parseFlag, parsePath} from './values.js';

const publishing = ['monitor', 'demo', 'bus', 'config'] as const;
/** Who reads a bus gives its address as that of a recording. */
const reading = [...publishing, 'calls', 'attach', 'open', 'export', 'stats', 'expect'] as const;

const reaching = [...reading, 'worker'] as const;

/** Calls, keys and numbers go where these say: not where somebody else's repository does. */
const elsewhere = 'must not let your calls be sent elsewhere';

/** The bus that a team shares, and who one is there. */
export const busSettings = {
  bus: {
    flag: '--bus',
    under: 'bus',
    takes: '<address>',
    help: 'publish what is recorded to NATS JetStream: nats://host[:port][,host2…], beyond this machine by TLS; or off',
    verbs: [...publishing, 'worker', 'calls'],
    env: ['CONVO_MONITOR_BUS'],
    parse: parseBus,
    json: {type: ['string', 'boolean'], description: 'nats://host[:port], or false'},
    otherwise: 'nothing is published',
    notByProjects: elsewhere,
  },
  team: {
    flag: '--team',
    under: 'bus',
    takes: '<name>',
    help: 'whose calls these are on the bus; who reads sees those of all, unless one is named',
    verbs: reading,
    env: ['CONVO_MONITOR_TEAM'],
    parse: parseName('The name of the team'),
    otherwise: 'default',
  },
  listener: {
    flag: '--listener',
    under: 'bus',
    takes: '<name>',
    help: 'what this monitor is called on the bus',
    verbs: [...publishing, 'worker'],
    env: ['CONVO_MONITOR_LISTENER'],
    parse: parseName('The name of the listener'),
    otherwise: 'the name of this machine',
  },
  busCreds: {
    flag: '--bus-creds',
    under: 'bus',
    takes: '<file>',
    help: 'credentials for the bus: a file of a user’s JWT and seed',
    verbs: reaching,
    env: ['CONVO_MONITOR_BUS_CREDS'],
    parse: parseKeyFile('The credentials for the bus'),
    notByProjects: elsewhere,
  },
  busNkey: {
    flag: '--bus-nkey',
    under: 'bus',
    takes: '<file>',
    help: 'or the seed of an nkey, in a file',
    verbs: reaching,
    env: ['CONVO_MONITOR_BUS_NKEY'],
    parse: parseKeyFile('The nkey for the bus'),
    notByProjects: elsewhere,
  },
  busCa: {
    flag: '--bus-ca',
    under: 'bus',
    takes: '<file>',
    help: 'who signed the certificate of the bus (PEM), where nobody else knows',
    verbs: reaching,
    env: ['CONVO_MONITOR_BUS_CA'],
    parse: parsePath('The certificate for the bus'),
    notByProjects: elsewhere,
  },
  busInsecure: {
    flag: '--bus-insecure',
    under: 'bus',
    help: 'reach the bus beyond this machine without TLS: others can read it on the way',
    verbs: reaching,
    env: ['CONVO_MONITOR_BUS_INSECURE'],
    parse: parseFlag('Whether the bus may be without TLS'),
    notByProjects: elsewhere,
  },
  busMask: {
    flag: '--bus-mask',
    under: 'bus',
    help: 'hide the middle of phone numbers before anything is published; the recording has them',
    verbs: publishing,
    env: ['CONVO_MONITOR_BUS_MASK'],
    parse: parseFlag('Whether numbers are hidden on the bus'),
    notByProjects: 'must not show numbers that you hide',
  },
} as const satisfies Record<string, Setting<unknown>>;

/** As it is written, each server with its port; false for none. Never repeats what may be a password. */
function parseBus({raw, origin}: Given): Parsed<string | false> {
  if (raw === false || raw === 'off') return {value: false};
  const address = busAddressIn(String(raw));
  if (typeof address !== 'string') return {value: busAddressText(address)};
  throw new ConfigError('wrong-value', `The address of the bus (${origin}) must be ${address}: change it.`);
}

/** A name is a part of a subject, where dots, blanks, stars and the like mean something. */
function parseName(what: string): (given: Given) => Parsed<string> {
  return ({raw, origin}) => {
    const value = String(raw).trim();
    if (/^[A-Za-z0-9-][\w-]{0,63}$/.test(value)) return {value};
    const due = 'must be up to 64 letters (a to z), digits, - and _, and not begin with _';
    throw new ConfigError('wrong-value', `${what} (${origin}) ${due}: change it.`);
  };
}

/** The path of a file with a secret in it, which is read when it is used. */
function parseKeyFile(what: string): (given: Given) => Parsed<string> {
  return given => {
    const {value} = parsePath(what)(given);
    const path = pathOf(value, given);
    const content = given.read(path);
    if ('missing' in content)
      throw new ConfigError('missing-file', `${what} (${given.origin}): there is no file ${path}. Correct the path.`);
    if ('refused' in content)
      throw new ConfigError(
        'unreadable-file',
        `${what} (${given.origin}): ${path} cannot be read: ${content.refused}.`,
      );
    return {value, warnings: permissionWarnings(what, path, content.mode)};
  };
}
