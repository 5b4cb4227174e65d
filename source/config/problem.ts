import type {PrivateKeyErrorCode} from '../vonage/private-key.js';

type ConfigErrorCode =
  | 'file-broken'
  | 'file-unreadable'
  | 'wrong-value'
  | 'untrusted-api-url'
  | 'missing-file'
  | 'unreadable-file'
  | `key-${PrivateKeyErrorCode}`;

/**
 * The configuration cannot be used as it is. The message says what is wrong, where it came from and what to do, and never
 * holds a secret.
 */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly code: ConfigErrorCode;

  constructor(code: ConfigErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** Something that works, but is probably a mistake or a danger. */
export type ConfigWarning = {
  code:
    | 'file-broken'
    | 'unknown-key'
    | 'secret-in-arguments'
    | 'world-readable'
    | 'group-readable'
    | 'mixed-pair'
    | 'odd-value'
    | 'short-secret'
    | 'plain-http';
  text: string;
};
