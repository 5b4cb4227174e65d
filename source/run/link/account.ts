import {join} from 'node:path';
import envPaths from 'env-paths';
import {ConfigError} from '../../config/problem.js';
import type {Config} from '../../config/resolve.js';
import type {SettingName} from '../../config/settings.js';
import {defaultRoutes} from '../../intake/routes.js';
import type {Account} from '../../link/api.js';
import type {Destination} from '../../link/webhooks.js';
import {listenerOf} from '../listening.js';

/** What linking works with, of all settings: what is wrong with these ends it. */
export const needed = ['applicationId', 'apiKey', 'apiSecret', 'apiUrl'] as const satisfies readonly SettingName[];

/** Where the journals of links are, beside the recordings. */
export function linksFolder(): string {
  return join(envPaths('convo-monitor', {suffix: ''}).log, 'links');
}

const advice = {
  applicationId: ['an application id', '--application-id, or VONAGE_APPLICATION_ID'],
  apiKey: ["the account's API key", '--api-key, or VONAGE_API_KEY'],
  apiSecret: ["the account's API secret", '--api-secret @FILE, or VONAGE_API_SECRET'],
} as const;

function missing(name: keyof typeof advice, what: string): ConfigError {
  const [called, where] = advice[name];
  return new ConfigError('missing-secret', `${what} needs ${called}, and there is none: give ${where}.`, {
    setting: name,
  });
}

/** The account, where its key and secret are known. */
export function accountIn({settings: {apiKey, apiSecret, apiUrl}}: Config): Account | undefined {
  if (!apiKey || !apiSecret || !apiUrl) return undefined;
  return {apiKey: apiKey.value, apiSecret: apiSecret.value, apiUrl: apiUrl.value};
}

/** The account whose application it is. Throws `ConfigError`. */
export function accountOf(config: Config, what: string): Account {
  const account = accountIn(config);
  if (!account) throw missing(config.settings.apiKey ? 'apiSecret' : 'apiKey', what);
  return account;
}

/** Which application is to be linked. Throws `ConfigError`. */
export function applicationIdOf({settings}: Config, what: string): string {
  if (!settings.applicationId) throw missing('applicationId', what);
  return settings.applicationId.value;
}

/** Where the webhooks of this set-up go, through a public URL. */
export function destinationOf(config: Config, url: string): Destination {
  const {forward, answerPath, eventPath, fallbackPath, rtcPath} = config.settings;
  const isChosen = [answerPath, eventPath, fallbackPath, rtcPath].some(
    path => path !== undefined && path.layer !== 'default',
  );
  return {
    url: url.replace(/\/+$/, ''),
    routes: {...defaultRoutes, ...listenerOf(config).routes},
    keepsPaths: forward !== undefined && !isChosen,
  };
}
