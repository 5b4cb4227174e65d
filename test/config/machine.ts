import {generateKeyPairSync} from 'node:crypto';
import {readFileSync} from 'node:fs';
import type {ConfigInput} from '../../source/config/candidates.js';

/** A key pair of the kind that the dashboard hands out. */
const pair = generateKeyPairSync('rsa', {modulusLength: 2048});

export const pem = pair.privateKey.export({type: 'pkcs8', format: 'pem'}).toString();
export const publicPem = pair.publicKey.export({type: 'spki', format: 'pem'}).toString();
export const lockedPem = pair.privateKey
  .export({type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x'})
  .toString();

export const id = 'aaaaaaaa-bbbb-cccc-dddd-0123456789ab';
export const otherId = 'bbbbbbbb-bbbb-cccc-dddd-0123456789ab';

/** A file of the machine: its text, or its text and permission bits, or why it cannot be read. */
type File = string | {text: string; mode?: number} | {refused: string};

export type Machine = {
  cwd?: string;
  flags?: Record<string, unknown>;
  env?: Record<string, string>;
  files?: Record<string, File>;
};

/** Somebody's machine: the project is /project, the home folder /home/anna; files by their full path. */
export function machine({cwd = '/project', flags = {}, env = {}, files = {}}: Machine): ConfigInput {
  return {
    flags,
    env,
    cwd,
    home: '/home/anna',
    configDir: '/home/anna/.config/convo-monitor',
    read: path => {
      const file = Object.hasOwn(files, path) ? files[path] : undefined;
      if (file === undefined) return {missing: true};
      return typeof file === 'string' ? {text: file, mode: 0o600} : file;
    },
  };
}

/** One of the published configuration files. */
export function sample(name: string): string {
  return readFileSync(new URL(`../samples/voice/config-${name}.json`, import.meta.url), 'utf8');
}
