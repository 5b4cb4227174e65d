import {looksLikeKey, PrivateKeyError, readPrivateKey} from '../vonage/private-key.js';
import {type Given, type Parsed, pathOf, permissionWarnings, shownPath} from './given.js';
import {ConfigError} from './problem.js';

/** An application's private key that has been read and found usable. */
type PrivateKey = {
  /** As it was given: PEM or base64, for readPrivateKey. A secret. */
  text: string;
  /** Bytes of `text`. */
  bytes: number;
  /** Bits of the RSA modulus. */
  bits: number;
  /** The file it was read from, where it was. */
  path?: string;
};

/** Longer than any path that people write, and shorter than any key. */
const longestPath = 300;

/** A private key as PEM text, base64, or the path of a file with either (with or without `@`). Throws ConfigError. */
export function parsePrivateKey(given: Given): Parsed<PrivateKey> {
  const {raw, origin, layer, file} = given;
  if (typeof raw !== 'string') {
    throw new ConfigError('wrong-value', `The private key (${origin}) must be a text: give a path or the PEM text.`);
  }
  if (looksLikeKey(raw)) {
    const text = `The private key was given as ${origin}, which your shell keeps, and which others on this machine can see for a moment: give its path.`;
    const warnings = layer === 'flag' ? [{code: 'secret-in-arguments' as const, text}] : [];
    return {value: checked(raw, origin), warnings};
  }
  const written = raw.trim().replace(/^@/, '');
  if (written.length > longestPath || /[\n\r]/.test(written) || (file === undefined && origin.endsWith('64'))) {
    const advice = 'Give the path of the file, or the whole of its text.';
    throw new ConfigError(
      'key-not-a-key',
      `The private key (${origin}) is neither a path, nor PEM, nor base64. ${advice}`,
    );
  }
  const path = pathOf(written, given);
  const shown = shownPath(path, given);
  const content = given.read(path);
  if ('missing' in content) {
    // A bare word may be another secret in the wrong variable, so it is not repeated.
    const advice = 'Give the path of the file that the dashboard downloaded with the key pair (usually private.key).';
    const named = /[./\\~]/.test(written) ? `file ${shown}` : 'file of that name';
    throw new ConfigError('missing-file', `There is no private key ${named} (${origin}). ${advice}`);
  }
  if ('refused' in content) {
    const advice = 'Give the path of a file that you may read.';
    throw new ConfigError(
      'unreadable-file',
      `The private key file ${shown} (${origin}) cannot be read: ${content.refused}. ${advice}`,
    );
  }
  const warnings = permissionWarnings('The private key', shown, content.mode);
  return {value: {...checked(content.text, `file ${shown}, ${origin}`), path}, warnings};
}

function checked(text: string, origin: string): PrivateKey {
  try {
    const bits = readPrivateKey(text).asymmetricKeyDetails?.modulusLength ?? 0;
    return {text, bytes: Buffer.byteLength(text), bits};
  } catch (error) {
    if (!(error instanceof PrivateKeyError)) throw error;
    throw new ConfigError(`key-${error.code}`, `${error.message} (Private key from ${origin}.)`);
  }
}
