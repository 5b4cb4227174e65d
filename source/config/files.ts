import {dirname, join} from 'node:path';
import type {Layer} from './layer.js';
import type {SettingName} from './settings.js';

/** Where each setting may stand in a kind of file: its keys there, the strongest first. */
type Keys = Partial<Record<SettingName, readonly string[]>>;

export type ConfigFile = {
  path: string;
  layer: Extract<Layer, 'project' | 'user'>;
  format: 'json' | 'ini';
  /** Whose file it is, in the words of `config --show-origin`; nothing for our own. */
  owner?: (content: ReadonlyMap<string, unknown>) => string;
  /** Its program takes the first of its files whole and looks at no other: an account is never put together of two. */
  whole?: 'Vonage CLI 3' | 'Nexmo CLI';
  /** Absent for our own files, whose keys are the settings' names. */
  keys?: Keys;
};

export type SearchFolders = {
  cwd: string;
  home: string;
  /** Our folder for configuration, as the system has it (`~/.config/convo-monitor`). */
  configDir: string;
  env: Record<string, string | undefined>;
};

/** Vonage CLI 3 takes the camelCase twin first; the key is PEM text, but people write paths. */
const cli3: Keys = {
  applicationId: ['appId', 'app-id'],
  privateKey: ['privateKey', 'private-key'],
  apiKey: ['apiKey', 'api-key'],
  apiSecret: ['apiSecret', 'api-secret'],
};

/** Vonage CLI 2 in capitals, and Vonage CLI 1, which gave the same names to files of another schema. */
const cli2: Keys = {
  applicationId: ['APPLICATION_ID', 'application_id'],
  privateKey: ['PRIVATE_KEY', 'private_key'],
  apiKey: ['API_KEY', 'apiKey'],
  apiSecret: ['API_SECRET', 'apiSecret'],
};

const nexmo: Keys = {apiKey: ['api_key'], apiSecret: ['api_secret']};

const ofCli3 = {owner: () => 'Vonage CLI 3', keys: cli3, whole: 'Vonage CLI 3'} as const;
const ofNexmo = {owner: () => 'Nexmo CLI', keys: nexmo, whole: 'Nexmo CLI'} as const;

function ofCli2(content: ReadonlyMap<string, unknown>): string {
  const capitals = [...content.keys()].some(key => key === key.toUpperCase());
  return capitals ? 'Vonage CLI 2' : 'Vonage CLI 1';
}

/** The name of our file in a project. */
export const OURS = 'convo-monitor.json';

/** The folder and those above it, the nearest first. */
export function foldersUp(cwd: string): string[] {
  const above = dirname(cwd);
  return above === cwd ? [cwd] : [cwd, ...foldersUp(above)];
}

/**
 * Every file that is looked at, the strongest first: this project's, then the user's, each with ours before Vonage's.
 *
 * @param project where our own file is, when it is not in the working folder.
 */
export function configFiles({cwd, home, configDir, env}: SearchFolders, project = cwd): ConfigFile[] {
  const shared = env.XDG_CONFIG_HOME || join(home, '.config');
  const files: ConfigFile[] = [
    {path: join(project, OURS), layer: 'project', format: 'json'},
    {path: join(cwd, '.vonagerc'), layer: 'project', format: 'json', ...ofCli3},
    {path: join(cwd, 'vonage_app.json'), layer: 'project', format: 'json', owner: ofCli2, keys: cli2},
    {path: join(cwd, '.nexmorc'), layer: 'project', format: 'ini', ...ofNexmo},
    {path: join(configDir, 'config.json'), layer: 'user', format: 'json'},
    {path: join(home, '.vonage', 'config.json'), layer: 'user', format: 'json', ...ofCli3},
    {
      path: join(shared, '@vonage', 'cli', 'vonage.config.json'),
      layer: 'user',
      format: 'json',
      owner: ofCli2,
      keys: cli2,
    },
    {path: join(home, '.nexmorc'), layer: 'user', format: 'ini', ...ofNexmo},
  ];
  return files.filter(({path}, index) => files.findIndex(other => other.path === path) === index);
}
