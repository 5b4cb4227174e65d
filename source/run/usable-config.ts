import {configInput} from '../commands/config.js';
import type {ConfigError} from '../config/problem.js';
import {type Config, resolveConfig} from '../config/resolve.js';
import type {SettingName} from '../config/settings.js';
import {warn} from './warn.js';

type Use = {
  /** Neither environment nor files: the same everywhere. */
  flagsOnly?: boolean;
  /** All that the verb needs: what is wrong with these ends it, wherever it stands, and what is wrong with others does not. */
  needs?: readonly SettingName[];
};

/**
 * The configuration of this process. Says its warnings on standard error; throws the first `ConfigError` that must not be
 * passed over. What a file of Vonage's CLI holds was not given to this program, so a mistake in there is a warning.
 */
export function usableConfig(flags: object, use: Use = {}): Config {
  const config = resolveConfig({...configInput({...flags}), flagsOnly: use.flagsOnly});
  const fatal = config.errors.find(error => isFatal(error, use));
  if (fatal) throw fatal;
  const passedOver = config.errors.filter(({about}) => !use.needs || about.setting === undefined);
  for (const {text} of config.warnings) warn(text);
  for (const {message} of passedOver) warn(`${message} It is left out.`);
  return config;
}

function isFatal({about}: ConfigError, {needs}: Use): boolean {
  if (needs && about.setting !== undefined) return needs.some(name => name === about.setting);
  return about.owner === undefined;
}
