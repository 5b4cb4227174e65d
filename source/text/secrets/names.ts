/** How much of a value its name makes a secret: all of it, or only texts, because numbers of that name are counts (`tokens: 12`). */
export type Secrecy = 'all' | 'texts';

/** What a secret's name ends in, without its separators: `apiSecret`, `client-secret` and `CLIENT_SECRET` are one name. */
const endings = [
  'secret',
  'token',
  'password',
  'passwd',
  'passphrase',
  'passcode',
  'signature',
  'authorization',
  'authentication',
  'credential',
  'cookie',
];

/** The same, where the letters are a part of other words as well (`compass`, `author`). */
const words = ['pwd', 'pass', 'auth', 'oauth', 'sig', 'jwt', 'bearer'];

/** Which keys are secret; `key` alone, or a public, primary or idempotency key, is none. */
const keys =
  /(?:api|access|account|admin|app|auth|client|deploy|encryption|hmac|host|license|master|private|secret|security|service|session|shared|sign|signing|signature|ssh|storage|subscription|webhook)keys?$/;

/** What may stand behind it: `signature-256`, `password_confirmation`, `privateKeyPem`. */
const tails = new Set(['pem', 'b', 'base', 'value', 'hash', 'header', 'confirmation', 'confirm', 'sha', 'v', '']);

const ending = new RegExp(`(?:${endings.join('|')})(s?)$`);
const word = new RegExp(`^(?:${words.join('|')})(s?)$`);

/** Names come again and again; so many different ones are somebody's own making. */
const MOST_KEPT = 2048;
const known = new Map<string, Secrecy | 'none'>();

/** Whether what is called so is a secret, by the words of its name; undefined for what is none. Of a name, its end is enough. */
export function secrecyOf(name: string): Secrecy | undefined {
  let secrecy = known.get(name);
  if (secrecy === undefined) {
    secrecy = judge(name) ?? 'none';
    if (known.size >= MOST_KEPT) known.clear();
    known.set(name, secrecy);
  }
  return secrecy === 'none' ? undefined : secrecy;
}

function judge(name: string): Secrecy | undefined {
  const parts = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/);
  while (parts.length > 0 && tails.has(parts.at(-1) ?? '')) parts.pop();
  const joined = parts.join('');
  const plural = ending.exec(joined)?.[1] ?? word.exec(parts.at(-1) ?? '')?.[1];
  if (plural !== undefined) return plural === '' ? 'all' : 'texts';
  const [key] = keys.exec(joined) ?? [];
  if (key === undefined) return undefined;
  return key.endsWith('s') ? 'texts' : 'all';
}

/** Whether the last three letters before `end` are those of some secret's name. It is asked of every name, and nearly always says no. */
export function mayEndSecret(text: string, end: number): boolean {
  let last = end - 1;
  while (last > end - 6 && isNumbering(text.charCodeAt(last))) last -= 1;
  return lastLetters[hashOf(text.charCodeAt(last - 2), text.charCodeAt(last - 1), text.charCodeAt(last))] === 1;
}

const lastLetters = new Uint8Array(1 << 15);
for (const each of [...endings, ...words, 'key', ...tails]) {
  for (const text of [`__${each}`, `__${each}s`]) {
    const [a = 0, b = 0, c = 0] = Array.from(text.slice(-3), letter => letter.charCodeAt(0));
    lastLetters[hashOf(a, b, c)] = 1;
  }
}

/** Five bits a letter, in either case; what is no letter may look like one, which costs a look more. */
function hashOf(a: number, b: number, c: number): number {
  return ((a & 31) << 10) | ((b & 31) << 5) | (c & 31);
}

/** Digits and what sets them apart: `-256`, `_2`. */
function isNumbering(code: number): boolean {
  return (code >= 48 && code <= 57) || code === 45 || code === 95;
}
