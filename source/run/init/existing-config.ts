import {basename, join} from 'node:path';
import {parseEnv} from 'node:util';
import type {ConfigInput} from '../../config/candidates.js';
import {OURS} from '../../config/files.js';
import {type Config, resolveConfig, type Sourced} from '../../config/resolve.js';

/** What is configured already, as if there were no file of ours, and `.env` were part of the environment. */
export type ExistingConfig = {
  config: Config;
  env: ConfigInput['env'];
  /** The names that only `.env` gives. */
  inDotEnv: ReadonlySet<string>;
  /** Why `.env` cannot be read, where it is there. */
  refused?: string;
};

/** Reads the environment, `.env` and the Vonage CLI's files. Never throws. */
export function existingConfig(input: ConfigInput): ExistingConfig {
  const file = input.read(join(input.cwd, '.env'));
  const {env, added} = withDotEnv('text' in file ? file.text : '', input.env);
  const user = join(input.configDir, 'config.json');
  const read: ConfigInput['read'] = path =>
    basename(path) === OURS || path === user ? {missing: true} : input.read(path);
  const config = resolveConfig({...input, env, read});
  return {config, env, inDotEnv: added, ...('refused' in file && {refused: file.refused})};
}

/** Where a value comes from, such as `.env, VONAGE_APPLICATION_ID` or `./.vonagerc (Vonage CLI 3)`. */
export function writtenIn({origin}: Pick<Sourced<unknown>, 'origin'>, {inDotEnv}: ExistingConfig): string {
  const [, name] = /^environment (\w+)$/.exec(origin) ?? [];
  if (name === undefined) return origin.replace(/^file /, '');
  return `${inDotEnv.has(name) ? '.env' : 'environment'}, ${name}`;
}

/** A sentence about a value, with `.env` for the environment where it stands there. */
export function inPlace(text: string, {inDotEnv}: ExistingConfig): string {
  return text.replace(/\benvironment (\w+)/g, (all, name: string) => (inDotEnv.has(name) ? `.env ${name}` : all));
}

/** The environment as it would be with a project's `.env`, and the names that only this file gives. */
type WithDotEnv = {env: Record<string, string | undefined>; added: ReadonlySet<string>};

/** Whoever loads `.env` leaves alone what the environment has already, and so does this. */
function withDotEnv(text: string, env: ConfigInput['env']): WithDotEnv {
  const given = Object.entries(env).filter(([, value]) => (value ?? '').trim() !== '');
  const file = Object.entries(parseEnv(text.replace(/^\uFEFF/, ''))).filter(
    ([name]) => !given.some(([other]) => other === name),
  );
  return {env: Object.fromEntries([...file, ...given]), added: new Set(file.map(([name]) => name))};
}
