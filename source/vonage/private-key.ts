import {createPrivateKey, createPublicKey, type KeyObject} from 'node:crypto';

/** Why a text could not be used as an application's private key. */
export type PrivateKeyErrorCode =
  | 'empty'
  | 'encrypted'
  | 'public'
  | 'unsupported'
  | 'not-a-key'
  | 'not-rsa'
  | 'too-small';

/** The text is no usable private key. The message says why and what to do next, and never quotes the text. */
export class PrivateKeyError extends Error {
  override readonly name = 'PrivateKeyError';
  readonly code: PrivateKeyErrorCode;

  constructor(code: PrivateKeyErrorCode) {
    super(messages[code]);
    this.code = code;
  }
}

/** RS256 asks for this much (RFC 7518, 3.3), and so do the libraries that sign with it. Vonage's own keys have 2048. */
const smallest = 2048;

const anotherKey =
  "Download a new one: Vonage's dashboard → Applications → your application → Edit → Generate public and private key.";

/** Without the dashes of PEM, after which recordings would take the rest of the sentence for a key and leave it out. */
const messages: Record<PrivateKeyErrorCode, string> = {
  empty: `The private key is empty. ${anotherKey}`,
  encrypted:
    'The private key is encrypted with a passphrase, which cannot be asked for here. ' +
    'Write it without one: openssl pkey -in private.key -out plain.key, and keep plain.key readable by you alone.',
  public:
    'This is a public key; tokens are signed with the private one, whose first line says BEGIN PRIVATE KEY. ' +
    'Give the file that the dashboard downloaded when the key pair was generated (usually private.key).',
  unsupported:
    'The private key is in the OpenSSH format, which Vonage does not hand out. ' +
    'Convert a copy of it: ssh-keygen -p -m PEM -f private.key (with an empty new passphrase).',
  'not-a-key':
    'This is no private key: neither PEM text (from BEGIN PRIVATE KEY to END PRIVATE KEY) ' +
    `nor base64 of it, or part of it is missing. ${anotherKey}`,
  'not-rsa': `The private key is not an RSA key, and Vonage's application tokens are signed with RS256. ${anotherKey}`,
  'too-small': `The private key has fewer than ${smallest} bits, too few for RS256. ${anotherKey}`,
};

/**
 * Reads an application's private key from text: PEM (PKCS#8 or PKCS#1), PEM whose line ends were written as `\n` or lost to
 * spaces (as environment variables and .env files do), or base64 of PEM or DER (`VONAGE_PRIVATE_KEY64`).
 * Throws PrivateKeyError.
 */
export function readPrivateKey(text: string): KeyObject {
  const pem = toPem(text);
  const key = parse(pem);
  if (key.asymmetricKeyType !== 'rsa') throw new PrivateKeyError('not-rsa');
  if ((key.asymmetricKeyDetails?.modulusLength ?? 0) < smallest) throw new PrivateKeyError('too-small');
  return key;
}

/** Whether a text is a key itself rather than the path of one: PEM in any of its disguises, or long base64. */
export function looksLikeKey(text: string): boolean {
  return text.includes('-----BEGIN') || fromBase64(text) !== undefined;
}

function parse(pem: string | Buffer): KeyObject {
  if (pem.length === 0) throw new PrivateKeyError('empty');
  if (typeof pem !== 'string') return parseDer(pem);
  if (/BEGIN ENCRYPTED|Proc-Type: ?4,ENCRYPTED/.test(pem)) throw new PrivateKeyError('encrypted');
  if (pem.includes('BEGIN OPENSSH')) throw new PrivateKeyError('unsupported');
  try {
    return createPrivateKey(pem);
  } catch {
    throw new PrivateKeyError(/BEGIN (RSA )?PUBLIC KEY|BEGIN CERTIFICATE/.test(pem) ? 'public' : 'not-a-key');
  }
}

function parseDer(key: Buffer): KeyObject {
  for (const type of ['pkcs8', 'pkcs1'] as const) {
    try {
      return createPrivateKey({key, format: 'der', type});
    } catch {}
  }
  for (const type of ['spki', 'pkcs1'] as const) {
    try {
      createPublicKey({key, format: 'der', type});
    } catch {
      continue;
    }
    throw new PrivateKeyError('public');
  }
  throw new PrivateKeyError('not-a-key');
}

/** Undoes what environments do to PEM: quotes around it, a byte order mark, `\n` as two characters, line ends as spaces. */
function toPem(text: string): string | Buffer {
  const plain = text
    .replace(/^\uFEFF/, '')
    .replaceAll('\\r', '')
    .replaceAll('\\n', '\n')
    .replaceAll(/\r\n?/g, '\n')
    .trim()
    .replace(/^(["'])([\s\S]*)\1$/, '$2')
    .trim();
  if (!plain.includes('-----BEGIN')) {
    const bytes = fromBase64(plain);
    if (!bytes) return plain;
    const decoded = bytes.toString('utf8');
    return decoded.includes('-----BEGIN') ? toPem(decoded) : bytes;
  }
  const parts = /(-----BEGIN [A-Z0-9 ]+-----)([^-]*)(-----END [A-Z0-9 ]+-----)/.exec(plain);
  if (!parts || parts[2]?.includes(':')) return plain;
  return `${parts[1]}\n${parts[2]?.trim().replaceAll(/\s+/g, '\n')}\n${parts[3]}\n`;
}

/** Base64 of PEM (`LS0t` is `---`) or of DER (`MI` is a sequence of 128 bytes or more), so that no path is taken for it. */
function fromBase64(text: string): Buffer | undefined {
  const compact = text.replaceAll(/\s+/g, '');
  if (compact.length < 128 || !/^(MI|LS0t)[A-Za-z0-9+/_-]+={0,2}$/.test(compact)) return;
  return Buffer.from(compact, 'base64');
}
