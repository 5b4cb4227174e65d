import {join} from 'node:path';
import type {ConfigInput} from '../../config/candidates.js';
import {shownPath} from '../../config/given.js';
import {ConfigError} from '../../config/problem.js';
import type {Sourced} from '../../config/resolve.js';
import {settings} from '../../config/settings.js';
import {type ExistingConfig, writtenIn} from './existing-config.js';
import type {Proposed} from './proposed.js';

type Found = {rows: Proposed[]; notes: string[]};

/** The name under which the dashboard hands out a key. */
const KEY_FILE = 'private.key';

/**
 * The application's id, and the path of its key. A key that stands as text in a file of Vonage's CLI stays there with its id: the monitor reads
 * both from there, and a pair is never put together of two places.
 */
export function credentials(known: ExistingConfig, input: ConfigInput): Found {
  const {applicationId: id, privateKey: key} = known.config.settings;
  const isText = key !== undefined && key.value.path === undefined;
  if (isText && key.origin === id?.origin && key.origin.startsWith('file ')) {
    const place = writtenIn(key, known);
    return {rows: [], notes: [`Application id and private key stay in ${place}, where the monitor reads them.`]};
  }
  const found = key ? {} : keyFile(known, input);
  const path = key ? key.value.path : found.path;
  const rows: Proposed[] = [];
  if (id) rows.push({name: 'applicationId', value: id.value, from: writtenIn(id, known)});
  if (path !== undefined)
    rows.push({
      name: 'privateKey',
      value: shownPath(path, input),
      from: key ? writtenIn(key, known) : 'in this folder',
    });
  const advice = 'give --application-id, or put VONAGE_APPLICATION_ID into .env';
  const missing = `No application id was found: ${advice}. Webhooks are watched without it.`;
  return {
    rows,
    notes: [
      ...(id || known.config.errors.some(({about}) => about.setting === 'applicationId') ? [] : [missing]),
      ...(found.problem === undefined ? [] : [found.problem]),
    ],
  };
}

/** The key that lies in the folder, where nobody named one. */
function keyFile({config}: ExistingConfig, {cwd, home, read}: ConfigInput): {path?: string; problem?: string} {
  const isNamed = config.errors.some(({about}) => about.setting === 'privateKey');
  if (isNamed || 'missing' in read(join(cwd, KEY_FILE))) return {};
  try {
    const given = {raw: KEY_FILE, layer: 'project', origin: 'found here', cwd, home, read} as const;
    const {value} = settings.privateKey.parse(given);
    return value.path === undefined ? {} : {path: value.path};
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return {problem: error.message};
  }
}

const secrets = [
  ['privateKey', 'The private key'],
  ['signatureSecret', 'The signature secret'],
  ['apiSecret', 'The API secret'],
] as const;

/** Where the secrets are that are found and not written, and how the monitor gets them from there. */
export function secretsLeft(known: ExistingConfig): string[] {
  const {settings} = known.config;
  const left = secrets.flatMap(([name, called]) => {
    const sourced: Sourced<unknown> | undefined = settings[name];
    const isPath = name === 'privateKey' && settings.privateKey?.value.path !== undefined;
    // A Vonage CLI's file is read as it is.
    return sourced === undefined || isPath || sourced.origin.startsWith('file ')
      ? []
      : {called, place: writtenIn(sourced, known)};
  });
  const notes = left.map(({called, place}) => `${called} (${place}) stays there: no secret is written.`);
  const isInDotEnv = left.some(({place}) => place.startsWith('.env'));
  return isInDotEnv
    ? [...notes, 'The monitor gets what is in .env from the environment: set -a; . ./.env; set +a']
    : notes;
}
