import {isAbsolute, join} from 'node:path';
import {type ConfigInput, projectFolder} from '../../config/candidates.js';
import {OURS} from '../../config/files.js';
import {shownPath} from '../../config/given.js';
import type {ConfigError} from '../../config/problem.js';
import {type Config, resolveConfig} from '../../config/resolve.js';
import {type SettingName, settingOf} from '../../config/settings.js';
import type {Proposed} from './proposed.js';

/** The project's settings file that exists already. */
export type There = {
  /** As people write it. */
  shown: string;
  errors: readonly ConfigError[];
  /** Keys that nobody knows. */
  warnings: readonly string[];
  hasSchema: boolean;
  config: Config;
};

/** The settings file that the monitor would read in this folder; undefined where there is none. */
export function settingsThere(input: ConfigInput): There | undefined {
  const folder = projectFolder(input);
  if (folder === undefined) return undefined;
  const path = join(folder, OURS);
  const config = resolveConfig({...input, flags: {}, env: {}});
  const content = input.read(path);
  return {
    shown: shownPath(path, input),
    errors: config.errors.filter(({about, message}) => about.owner === undefined && message.includes(OURS)),
    warnings: config.warnings.flatMap(({code, text}) => (code === 'unknown-key' || code === 'left-out' ? text : [])),
    hasSchema: 'text' in content && content.text.includes('"$schema"'),
    config,
  };
}

/** Of which a file names one, and needs no other. */
const answering: readonly SettingName[] = ['to', 'ncco', 'forward'];

/** What a file does not say, or says otherwise, a sentence each. What nobody said counts for nothing. */
export function differences({config, shown}: There, proposed: readonly Proposed[], input: ConfigInput): string[] {
  const own = (name: SettingName) => {
    const sourced = config.settings[name];
    return sourced?.origin === `file ${shown}` ? sourced : undefined;
  };
  return proposed.flatMap(({name, value, from, isAssumed}) => {
    const isAnswered = answering.includes(name) && !own(name) && answering.some(other => own(other));
    if (isAssumed || isAnswered) return [];
    const has = own(name);
    if (!has) return `${shown} has no ${name} ${value} (${from}).`;
    const {value: wanted} = settingOf(name).parse({...input, raw: value, layer: 'project', origin: from});
    const [there, found] = [has.value, wanted].map(plainOf);
    return there === found ? [] : `${shown} has ${name} ${asShown(there, input)}, not ${value} (${from}).`;
  });
}

/** A key is known by its path. */
function plainOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'path' in value ? value.path : value;
}

function asShown(value: unknown, input: ConfigInput): string {
  return isAbsolute(String(value)) ? shownPath(String(value), input) : String(value);
}
