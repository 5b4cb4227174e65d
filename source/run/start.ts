import {access} from 'node:fs/promises';
import {homedir} from 'node:os';
import {dirname} from 'node:path';
import envPaths from 'env-paths';
import type {ConfigInput} from '../config/candidates.js';
import {displaySettings} from '../config/display.js';
import {type ConfigError, UsageError} from '../config/problem.js';
import {readTextFile} from '../config/reader.js';
import {type Config, resolveConfig} from '../config/resolve.js';
import type {SettingName, SettingValue} from '../config/settings.js';
import type {Flow} from '../flow/flow.js';
import type {Flags} from '../program/options.js';
import type {Model} from '../store/model.js';
import {printable} from '../text/printable.js';
import type {Alerts} from './alerts/asked.js';
import {filterOf} from './typed-filter.js';
import {holdWarnings, warn} from './warn.js';

/** The settings about how calls are shown, with their values. */
type Display = {[Name in keyof typeof displaySettings]: SettingValue<Name>};

/** What is read of a bus is nothing to who shows it. */
type ShownFlags = Omit<Flags<'open'>, 'since' | 'at' | 'application' | 'conversation' | 'listener'>;

/** What shows calls works with: the flags of the verbs that show some, and what else the person chose of the screen. */
export type ShowFlags = ShownFlags &
  Partial<Display> & {
    /** The person's own keys, by the command's id. */
    keys?: Model['keys'];
    /** What `--expect` named. */
    flows?: readonly Flow[];
    /** What `--bell` and `--exec` ask for. */
    alerts?: Alerts;
  };

type Use = {
  /** Of environment and files only the person's taste: the rest is the same everywhere. */
  tasteOnly?: boolean;
  /** And these, which change nothing of that. */
  besides?: readonly SettingName[];
  /** All that the verb needs: what is wrong with these ends it, wherever it stands, and what is wrong with others does not. */
  needs?: readonly SettingName[];
};

/** The configuration's view of this process: its environment, folders and disk, with the flags as commander parsed them. */
export function configInput(flags: object): ConfigInput {
  const configDir = envPaths('convo-monitor', {suffix: ''}).config;
  return {flags: {...flags}, env: process.env, cwd: process.cwd(), home: homedir(), configDir, read: readTextFile};
}

/**
 * The configuration of this process. Says its warnings on standard error; throws the first `ConfigError` that must not be
 * passed over. What a file of Vonage's CLI holds was not given to this program, so a mistake in there is a warning.
 */
export function usableConfig(flags: object, use: Use = {}): Config {
  const config = resolveConfig({...configInput(flags), tasteOnly: use.tasteOnly, besides: use.besides});
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

/**
 * Configuration and flags of a verb that shows calls. Whatever would only be found wrong when the run is under way, or over, is
 * looked at here, before anything listens or is recorded. Throws `UsageError` and `ConfigError`.
 */
export async function start<Given extends Partial<ShownFlags>>(
  flags: Given,
  use: Use = {},
): Promise<{config: Config; flags: Given & ShowFlags}> {
  holdWarnings();
  const config = usableConfig(flags, use);
  const display = displayOf(config);
  if (display.filter !== undefined) await filterOf(display.filter);
  const keys = await keysOf(config);
  await checkPlace('--snapshot', flags.snapshot, {isNew: true});
  await checkPlace('--record', config.settings.record?.value);
  for (const {file} of flags.reporter ?? []) await checkPlace('--reporter', file);
  const flows = flags.expect && (await (await import('./flows.js')).flowsOf(flags.expect, display));
  const asked = flags.bell ?? flags.exec ?? flags.execOn;
  const alerts = asked === undefined ? undefined : await (await import('./alerts/asked.js')).alertsOf(flags);
  return {config, flags: {...flags, ...display, keys, flows, alerts}};
}

/** How calls are to be shown, wherever that was said. `ascii` also holds the answer of `unicode`, and is absent where neither is given. */
export function displayOf({settings}: Config): Partial<Display> {
  const names = Object.keys(displaySettings) as (keyof Display)[];
  const display: Partial<Display> = Object.fromEntries(names.map(name => [name, settings[name]?.value]));
  const {ascii, unicode} = display;
  return {...display, ascii: ascii ?? (unicode === undefined ? undefined : !unicode)};
}

/** What knows the keys is loaded only for those who chose some: the listener waits for this. */
async function keysOf({keys}: Config): Promise<Model['keys']> {
  if (keys.choices.length === 0 && keys.errors.length === 0) return new Map();
  const {usableKeys} = await import('./chosen-keys.js');
  return usableKeys(keys, warn);
}

/** An hour's recording or snapshot must not be lost to a folder that is not there, or to a name that is taken. Throws `UsageError`. */
export async function checkPlace(flag: string, file: unknown, {isNew = false} = {}): Promise<void> {
  if (typeof file !== 'string' || file === '-') return;
  const folder = dirname(file);
  const [isThere, hasFolder] = await Promise.all([exists(file), exists(folder)]);
  if (!hasFolder) {
    throw new UsageError(
      `${flag} ${printable(file)}: there is no folder ${printable(folder)}. Make it first, or choose another.`,
    );
  }
  if (isNew && isThere) {
    throw new UsageError(
      `${flag}: ${printable(file)} exists, and is left alone. Choose another name, or move that file away.`,
    );
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
