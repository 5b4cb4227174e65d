import {type Config, resolveConfig} from '../config/resolve.js';
import {printable} from '../terminal/text.js';
import {configInput} from './config.js';

/** The configuration of this process. Says its warnings on standard error; throws the first `ConfigError`. */
export function usableConfig(flags: object): Config {
  const config = resolveConfig(configInput({...flags}));
  for (const {text} of config.warnings) process.stderr.write(`Warning: ${printable(text, 600)}\n`);
  const [first] = config.errors;
  if (first) throw first;
  return config;
}
