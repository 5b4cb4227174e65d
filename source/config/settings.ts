import type {Given, Parsed} from './given.js';
import {parsePrivateKey} from './key.js';
import {parseSecret, parseSignatureSecrets} from './secrets.js';
import {
  parseApiUrl,
  parseApplicationId,
  parseChoice,
  parseFlag,
  parseNgrokApi,
  parseNumber,
  parseNumberToCall,
  parsePath,
  parseText,
  parseUrl,
  vonageApi,
} from './values.js';

type Setting<T> = {
  flag: string;
  /** Environment variables, the strongest first. */
  env: readonly string[];
  /** Throws ConfigError. */
  parse: (given: Given) => Parsed<T>;
  default?: T;
  /** Never shown. */
  secret?: true;
};

/**
 * Everything that can be configured; a new setting is a row. Its name is its key in our own files and in commander's options.
 *
 * The environment's names are those of Vonage's documentation, SDKs and samples, the most used first; NEXMO_… came before.
 */
export const settings = {
  applicationId: {
    flag: '--application-id',
    env: ['VONAGE_APPLICATION_ID', 'VONAGE_APP_ID', 'NEXMO_APPLICATION_ID'],
    parse: parseApplicationId,
  },
  privateKey: {
    flag: '--private-key',
    env: [
      'VONAGE_PRIVATE_KEY',
      'VONAGE_APPLICATION_PRIVATE_KEY_PATH',
      'VONAGE_PRIVATE_KEY_PATH',
      'VONAGE_PRIVATE_KEY64',
      'VONAGE_APPLICATION_PRIVATE_KEY64',
      'VONAGE_APPLICATION_PRIVATE_KEY',
      'NEXMO_PRIVATE_KEY',
      'NEXMO_PRIVATE_KEY_PATH',
    ],
    parse: parsePrivateKey,
    secret: true,
  },
  signatureSecret: {
    flag: '--signature-secret',
    env: ['VONAGE_SIGNATURE_SECRET', 'VONAGE_API_SIGNATURE_SECRET'],
    parse: parseSignatureSecrets,
    secret: true,
  },
  requireSignature: {
    flag: '--require-signature',
    env: ['CONVO_MONITOR_REQUIRE_SIGNATURE'],
    parse: parseFlag('Whether a signature is required'),
    default: false,
  },
  strict: {
    flag: '--strict',
    env: ['CONVO_MONITOR_STRICT'],
    parse: parseFlag('Whether an NCCO with errors is refused'),
    default: false,
  },
  apiKey: {
    flag: '--api-key',
    env: ['VONAGE_API_KEY', 'NEXMO_API_KEY'],
    parse: parseText('The API key'),
  },
  apiSecret: {
    flag: '--api-secret',
    env: ['VONAGE_API_SECRET', 'NEXMO_API_SECRET'],
    parse: parseSecret('The API secret'),
    secret: true,
  },
  apiUrl: {
    flag: '--api-url',
    env: ['CONVO_MONITOR_API_URL', 'VONAGE_API_HOST'],
    parse: parseApiUrl,
    default: vonageApi,
  },
  port: {
    flag: '--port',
    env: ['CONVO_MONITOR_PORT'],
    parse: parseNumber('The port', 0, 65_535),
    default: 3000,
  },
  host: {
    flag: '--host',
    env: ['CONVO_MONITOR_HOST'],
    parse: parseText('The address to listen on'),
    default: '127.0.0.1',
  },
  theme: {
    flag: '--theme',
    env: ['CONVO_MONITOR_THEME'],
    parse: parseChoice('The theme', ['dark', 'light', 'high-contrast', 'mono', 'color-blind']),
    default: 'dark',
  },
  to: {flag: '--to', env: ['CONVO_MONITOR_TO'], parse: parseNumberToCall},
  ncco: {flag: '--ncco', env: ['CONVO_MONITOR_NCCO'], parse: parsePath('The NCCO file')},
  forward: {flag: '--forward', env: ['CONVO_MONITOR_FORWARD'], parse: parseUrl('The application to forward to')},
  ngrokApi: {
    flag: '--ngrok-api',
    env: ['CONVO_MONITOR_NGROK_API'],
    parse: parseNgrokApi,
    default: 'http://127.0.0.1:4040',
  },
} satisfies Record<string, Setting<unknown>>;

export type SettingName = keyof typeof settings;

/** What a setting's value is once it has been read. */
export type SettingValue<Name extends SettingName> = ReturnType<(typeof settings)[Name]['parse']>['value'];

export const settingNames = Object.keys(settings) as SettingName[];

/** A setting's row, with what only some rows have. */
export function settingOf<Name extends SettingName>(name: Name): Setting<SettingValue<Name>> {
  return settings[name] as unknown as Setting<SettingValue<Name>>;
}
