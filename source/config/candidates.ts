import {join} from 'node:path';
import {suggest} from '../text/suggest.js';
import {type Content, type KeyPosition, readIniContent, readJsonContent} from './content.js';
import {type ConfigFile, configFiles, foldersUp, OURS, type SearchFolders} from './files.js';
import {type Given, shownPath} from './given.js';
import {ConfigError, type ConfigWarning} from './problem.js';
import type {FileContent, FileReader} from './reader.js';
import {type SettingName, settingNames, settingOf, settings} from './settings.js';

export type ConfigInput = SearchFolders & {
  /** As commander parsed them: camelCase names, nothing for what was not given. */
  flags: Readonly<Record<string, unknown>>;
  /** Environment and files are only asked for the person's taste, so that the rest is the same everywhere. */
  tasteOnly?: boolean;
  /** And for these, which change nothing of that. */
  besides?: readonly SettingName[];
  read: FileReader;
};

/** One source of settings: the command line, the environment, or a file. */
export type SettingSource = {
  values: ReadonlyMap<SettingName, Given>;
  /** A file: its path as shown, and its permission bits. */
  shown?: string;
  mode?: number;
  /** What a file of ours says of keys, as it is written. */
  keys?: unknown;
  /** Where that stands. */
  keysAt?: KeyPosition;
};

/** `aside`: another file of its program, `for`, was taken whole. */
export type ReadFile = {
  path: string;
  state: 'read' | 'missing' | 'broken' | 'unreadable' | 'aside';
  owner?: string;
  for?: string;
};

type Gathered = {sources: SettingSource[]; files: ReadFile[]; errors: ConfigError[]; warnings: ConfigWarning[]};

/** Every source with what it says of the settings, the strongest first. */
export function gatherSettings(asked: ConfigInput): Gathered {
  const input = {...asked, read: readOnce(asked.read)};
  const files = takenWhole(configFiles(input, projectFolder(input)).map(file => readSource(file, input)));
  const given = [environmentSource(input), ...files.flatMap(({source}) => source ?? [])];
  if (input.tasteOnly)
    return {
      sources: [flagSource(input), ...given.map(source => tasteOf(source, input.besides))],
      files: [],
      errors: [],
      warnings: [],
    };
  return {
    sources: [flagSource(input), ...given],
    files: files.map(({file}) => file),
    errors: files.flatMap(({error}) => error ?? []),
    warnings: files.flatMap(({warnings}) => warnings ?? []),
  };
}

function readOnce(read: FileReader): FileReader {
  const known = new Map<string, FileContent>();
  return path => {
    const content = known.get(path) ?? read(path);
    known.set(path, content);
    return content;
  };
}

/**
 * The nearest folder of the project that has a file of this name (`node_modules/…` too): from the working folder up to the root (the nearest
 * folder with `.git`, else with `package.json`), above which anybody may have put one.
 */
export function projectFolder({cwd, read}: Pick<ConfigInput, 'cwd' | 'read'>, name = OURS): string | undefined {
  const folders = foldersUp(cwd);
  const isThere = (folder: string, name: string) => !('missing' in read(join(folder, name)));
  const rootBy = (name: string) => folders.find(each => isThere(each, name));
  const root = rootBy('.git') ?? rootBy('package.json') ?? cwd;
  return folders.slice(0, folders.indexOf(root) + 1).find(folder => isThere(folder, name));
}

function tasteOf(source: SettingSource, besides: readonly SettingName[] = []): SettingSource {
  const isTaken = (name: SettingName): boolean => settingOf(name).personal === true || besides.includes(name);
  return {...source, values: new Map([...source.values].filter(([name]) => isTaken(name)))};
}

/** The strongest source that says something of a setting. */
export function sourceOf(name: SettingName, sources: readonly SettingSource[]): SettingSource | undefined {
  return sources.find(({values}) => values.has(name));
}

function flagSource(input: ConfigInput): SettingSource {
  const values = new Map<SettingName, Given>();
  for (const name of settingNames) {
    const raw = input.flags[name];
    const origin = `flag ${settings[name].flag}`;
    if (raw !== undefined) values.set(name, {...surroundings(input), raw, layer: 'flag', origin});
  }
  return {values};
}

function environmentSource(input: ConfigInput): SettingSource {
  const values = new Map<SettingName, Given>();
  for (const name of settingNames) {
    const variable = settings[name].env.find(one => (input.env[one] ?? '').trim() !== '');
    if (variable === undefined) continue;
    const origin = `environment ${variable}`;
    values.set(name, {...surroundings(input), raw: input.env[variable], layer: 'environment', origin});
  }
  return {values};
}

type FileReading = {
  file: ReadFile;
  whole?: string;
  source?: SettingSource;
  error?: ConfigError;
  warnings?: ConfigWarning[];
};

/** Sets aside what a program that takes one file whole would not have looked at; a file that says nothing counts for none. */
function takenWhole(files: FileReading[]): FileReading[] {
  return files.map((reading, index) => {
    const before = files
      .slice(0, index)
      .find(({whole, source}) => whole === reading.whole && source && source.values.size > 0);
    if (!reading.whole || !before) return reading;
    return {file: {...reading.file, state: 'aside', for: before.file.path}, warnings: reading.warnings};
  });
}

/** A file of ours that cannot be used is an error; one of Vonage's CLI is passed over with a warning. */
function readSource(file: ConfigFile, input: ConfigInput): FileReading {
  const shown = shownPath(file.path, input);
  const content = input.read(file.path);
  if ('missing' in content) return {file: {path: shown, state: 'missing'}};
  if ('refused' in content) {
    const said = `The configuration file ${shown} cannot be read: ${content.refused}. Make it readable, or move it away.`;
    return {file: {path: shown, state: 'unreadable'}, ...blame(file, 'file-unreadable', said)};
  }
  const parsed: Content = file.format === 'ini' ? readIniContent(content.text) : readJsonContent(content.text);
  if ('problem' in parsed) {
    const said = `The configuration file ${shown}${parsed.position} is broken. ${parsed.problem}`;
    return {file: {path: shown, state: 'broken'}, ...blame(file, 'file-broken', said)};
  }
  const owner = file.owner?.(parsed.values);
  const origin = `file ${shown}${owner ? ` (${owner})` : ''}`;
  const values = new Map<SettingName, Given>();
  const warnings: ConfigWarning[] = file.keys ? [] : unknownKeys(shown, parsed);
  for (const name of settingNames) {
    const key = keysOf(file, name).find(one => !isBlank(parsed.values.get(one)));
    if (key === undefined) continue;
    const raw = parsed.values.get(key);
    const layer = file.layer;
    const {notByProjects, flag, env} = settingOf(name);
    if (layer === 'project' && notByProjects !== undefined) {
      const at = `${shown}${parsed.positions?.get(key)?.key ?? ''}`;
      warnings.push(
        leftOut(at, key, notByProjects, `Give ${flag} or ${env[0]} yourself, or write it into your own file.`),
      );
      continue;
    }
    const position = file.keys ? undefined : parsed.positions?.get(key)?.value;
    const placed = position === undefined ? {} : {placed: `${origin}${position}`};
    values.set(name, {...surroundings(input), raw, layer, origin, ...placed, file: file.path, ...(owner && {owner})});
  }
  return {
    file: {path: shown, state: 'read', ...(owner && {owner})},
    ...(file.whole && {whole: file.whole}),
    source: {
      values,
      shown,
      ...(content.mode !== undefined && {mode: content.mode}),
      ...(!file.keys && {keys: parsed.values.get('keys'), keysAt: parsed.positions?.get('keys')}),
    },
    warnings,
  };
}

function blame(file: ConfigFile, code: 'file-unreadable' | 'file-broken', said: string): Partial<FileReading> {
  if (!file.keys) return {error: new ConfigError(code, said)};
  return {warnings: [{code: 'file-broken', text: `${said} It was passed over.`}]};
}

function keysOf(file: ConfigFile, name: SettingName): readonly string[] {
  if (file.keys) return file.keys[name] ?? [];
  return name === 'signatureSecret' ? [name, 'signatureSecrets'] : [name];
}

function unknownKeys(shown: string, {values, positions}: Exclude<Content, {problem: string}>): ConfigWarning[] {
  const known: readonly string[] = [...settingNames, 'signatureSecrets', 'keys', '$schema'];
  return [...values.keys()]
    .filter(key => !known.includes(key))
    .map(key => {
      const at = `${shown}${positions?.get(key)?.key ?? ''}`;
      if (key === 'exec' || key === 'execOn')
        return leftOut(at, key, 'must not run commands', 'Write --exec yourself.');
      const meant = suggest(key, known);
      const advice = meant ? `did you mean ${JSON.stringify(meant)}?` : `known are ${settingNames.join(', ')}.`;
      return {code: 'unknown-key', text: `${at} has an unknown key ${JSON.stringify(key.slice(0, 40))}: ${advice}`};
    });
}

/** What only the person may say: `must` is what a file of somebody else's must not do. */
function leftOut(at: string, key: string, must: string, advice: string): ConfigWarning {
  const why = `a file may have come with somebody else’s project, and ${must}`;
  return {code: 'left-out', text: `${at} has the key "${key}", which is left out: ${why}. ${advice}`};
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

function surroundings({cwd, home, read}: ConfigInput): Pick<Given, 'cwd' | 'home' | 'read'> {
  return {cwd, home, read};
}
