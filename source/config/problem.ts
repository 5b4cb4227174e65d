import type {PrivateKeyErrorCode} from '../vonage/private-key.js';
import type {Layer} from './layer.js';

type ConfigErrorCode =
  | 'file-broken'
  | 'file-unreadable'
  | 'wrong-value'
  | 'untrusted-api-url'
  | 'missing-file'
  | 'unreadable-file'
  | 'missing-secret'
  | 'keys'
  | `key-${PrivateKeyErrorCode}`;

/** Which value it is about. A broken file has neither setting nor layer. */
type About = {
  setting?: string;
  layer?: Layer;
  /** Another program's file that holds the value, such as `Vonage CLI 3`: nobody gave it to this program. */
  owner?: string;
};

/**
 * The configuration cannot be used as it is. The message says what is wrong, where it came from and what to do, and never
 * holds a secret.
 */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(
    readonly code: ConfigErrorCode,
    message: string,
    readonly about: About = {},
  ) {
    super(message);
  }
}

/** A flag or an argument that makes no sense. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A file that was named cannot be used: it is not there, or holds something else. */
export class FileError extends Error {
  override readonly name = 'FileError';
}

/** Something that works, but is probably a mistake or a danger. */
export type ConfigWarning = {
  code:
    | 'file-broken'
    | 'unknown-key'
    | 'left-out'
    | 'secret-in-arguments'
    | 'world-readable'
    | 'group-readable'
    | 'mixed-pair'
    | 'odd-value'
    | 'short-secret'
    | 'plain-http';
  text: string;
};
