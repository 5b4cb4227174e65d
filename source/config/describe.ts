import {hideSecrets} from '../text/secrets.js';
import type {Config} from './resolve.js';
import {type SettingName, settingNames, settingOf} from './settings.js';

/** One setting as it may be shown to anybody. */
type ConfigRow = {
  name: SettingName;
  /** Secrets are replaced by `•••` and their size; absent when the setting has no value. */
  value?: string | number | boolean;
  /** Where the value comes from, or what would set it. */
  origin: string;
};

/** Every setting, whether it is set or not, without secrets. */
export function describeConfig(config: Config): ConfigRow[] {
  return settingNames.map(name => {
    const sourced = config.settings[name];
    if (sourced) return {name, value: shown(name, config), origin: sourced.origin};
    const {flag, env} = settingOf(name);
    return {name, origin: `not set: ${flag}, or ${env[0]}`};
  });
}

function shown(name: SettingName, {settings}: Config): string | number | boolean {
  if (name === 'privateKey' && settings.privateKey) {
    const {bytes, bits} = settings.privateKey.value;
    return `••• (${bytes} bytes, RSA ${bits})`;
  }
  if (name === 'signatureSecret' && settings.signatureSecret) {
    return settings.signatureSecret.value.map(({secret, apiKey}) => hidden(secret, apiKey)).join(', ');
  }
  if (name === 'serveToken' && settings.serveToken) return hidden(settings.serveToken.value.text);
  const value = settings[name]?.value;
  if (settingOf(name).secret) return hidden(String(value));
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  return hideSecrets(String(value));
}

function hidden(secret: string, apiKey?: string): string {
  const size = `••• (${[...secret].length} characters)`;
  return apiKey === undefined ? size : `${apiKey}:${size}`;
}
