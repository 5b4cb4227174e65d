import {generateKeyPairSync, type KeyObject} from 'node:crypto';
import {describe, expect, it} from 'vitest';
import {looksLikeKey, PrivateKeyError, readPrivateKey} from '../../source/vonage/private-key.js';

const {privateKey, publicKey} = generateKeyPairSync('rsa', {modulusLength: 2048});
const pem = pemOf(privateKey);
const der = privateKey.export({type: 'pkcs8', format: 'der'});

function pemOf(key: KeyObject, type: 'pkcs8' | 'pkcs1' = 'pkcs8'): string {
  return key.export({type, format: 'pem'}).toString();
}

function refusal(text: string): PrivateKeyError {
  try {
    readPrivateKey(text);
  } catch (error) {
    if (error instanceof PrivateKeyError) return error;
    throw error;
  }
  throw new Error('accepted');
}

describe('a private key', () => {
  it.each([
    ['PEM as Vonage gives it', pem],
    ['PEM of the older kind', pemOf(privateKey, 'pkcs1')],
    ['PEM with Windows line ends', pem.replaceAll('\n', '\r\n')],
    ['PEM with \\n for line ends, as environments hold it', pem.replaceAll('\n', '\\n')],
    ['the same in quotes, as .env files hold it', `"${pem.replaceAll('\n', '\\n')}"`],
    ['PEM whose line ends became spaces', pem.replaceAll('\n', ' ')],
    ['PEM behind a byte order mark', `\uFEFF${pem}`],
    ['base64 of PEM', Buffer.from(pem).toString('base64')],
    ['base64 of DER in lines', der.toString('base64').replaceAll(/.{64}/g, '$&\n')],
  ])('is read from %s', (_, text) => {
    expect(looksLikeKey(text)).toBe(true);
    expect(pemOf(readPrivateKey(text))).toBe(pem);
  });

  const small = generateKeyPairSync('rsa', {modulusLength: 1024}).privateKey;
  const curve = generateKeyPairSync('ec', {namedCurve: 'P-256'}).privateKey;
  const locked = {type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret'} as const;
  it.each([
    ['empty', ' \n', 'empty'],
    ['text', 'hello', 'not-a-key'],
    ['cut', pem.slice(0, 600), 'not-a-key'],
    ['encrypted', privateKey.export(locked).toString(), 'encrypted'],
    ['encrypted in the older way', privateKey.export({...locked, type: 'pkcs1'}).toString(), 'encrypted'],
    ['public', publicKey.export({type: 'spki', format: 'pem'}).toString(), 'public'],
    ['public, in base64', publicKey.export({type: 'spki', format: 'der'}).toString('base64'), 'public'],
    [
      'in the OpenSSH format',
      '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----',
      'unsupported',
    ],
    ['of a curve', pemOf(curve), 'not-rsa'],
    ['too small', pemOf(small), 'too-small'],
  ])('that is %s is refused with its own message', (_, text, code) => {
    const {code: said, message} = refusal(text);
    expect(said).toBe(code);
    for (const line of text.split('\n')) if (/^[A-Za-z0-9+/]{20,}/.test(line)) expect(message).not.toContain(line);
  });

  it('has a different message for each reason', () => {
    const codes = ['', 'x', pem.replace('PRIVATE', 'ENCRYPTED PRIVATE'), pemOf(curve), pemOf(small)];
    expect(new Set(codes.map(text => refusal(text).message)).size).toBe(codes.length);
  });

  it.each(['private.key', '/home/anna/private.key', `/${'folder/'.repeat(30)}key`, ''])(
    'is not what %j looks like',
    path => {
      expect(looksLikeKey(path)).toBe(false);
    },
  );
});
