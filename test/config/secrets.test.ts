import {describe, expect, it} from 'vitest';
import {describeConfig} from '../../source/config/describe.js';
import {resolveConfig} from '../../source/config/resolve.js';
import {lockedPem, machine, pem, publicPem} from './machine.js';

const long = (letter: string) => letter.repeat(40);

describe('the private key', () => {
  const base64 = Buffer.from(pem).toString('base64');
  it.each([
    ['a path', {flags: {privateKey: 'private.key'}}, '/project/private.key'],
    ['a path behind @', {flags: {privateKey: '@./private.key'}}, '/project/private.key'],
    ['a path in the home folder', {env: {VONAGE_PRIVATE_KEY: '~/keys/a.key'}}, '/home/anna/keys/a.key'],
    ['PEM text', {env: {VONAGE_PRIVATE_KEY: pem}}, undefined],
    ['PEM text with \\n', {env: {VONAGE_APPLICATION_PRIVATE_KEY: pem.replaceAll('\n', '\\n')}}, undefined],
    ['base64', {env: {VONAGE_PRIVATE_KEY64: base64}}, undefined],
    ['base64 where a path is due', {env: {VONAGE_PRIVATE_KEY_PATH: base64}}, undefined],
  ])('is read from %s', (_, given, path) => {
    const files = {'/project/private.key': pem, '/home/anna/keys/a.key': pem};
    const {settings, errors, warnings} = resolveConfig(machine({...given, files}));
    expect([errors, warnings]).toEqual([[], []]);
    expect(settings.privateKey?.value).toMatchObject({bits: 2048});
    expect(settings.privateKey?.value.path).toBe(path);
  });

  it('has its path relative to the file that names it', () => {
    const files = {
      '/home/anna/.config/convo-monitor/config.json': '{"privateKey": "private.key"}',
      '/home/anna/.config/convo-monitor/private.key': pem,
    };
    expect(resolveConfig(machine({files})).settings.privateKey?.value.path).toBe(
      '/home/anna/.config/convo-monitor/private.key',
    );
  });

  it.each([
    ['missing', {}, 'missing-file', 'There is no private key file ./private.key (flag --private-key). Give the path'],
    [
      'a folder',
      {'/project/private.key': {refused: 'it is a folder'}},
      'unreadable-file',
      'cannot be read: it is a folder.',
    ],
    ['empty', {'/project/private.key': ''}, 'key-empty', 'The private key is empty.'],
    ['encrypted', {'/project/private.key': lockedPem}, 'key-encrypted', 'openssl pkey -in private.key -out plain.key'],
    ['public', {'/project/private.key': publicPem}, 'key-public', 'This is a public key'],
    ['no key', {'/project/private.key': 'hello'}, 'key-not-a-key', 'This is no private key'],
  ])('that is %s has its own message', (_, files, code, said) => {
    const {errors} = resolveConfig(machine({flags: {privateKey: 'private.key'}, files}));
    expect(errors.map(error => error.code)).toEqual([code]);
    expect(errors[0]?.message).toContain(said);
    expect(errors[0]?.message).toContain('flag --private-key');
  });

  it.each([
    [0o600, []],
    [0o400, []],
    [0o640, ['group-readable']],
    [0o644, ['world-readable']],
    [0o604, ['world-readable']],
    [undefined, []],
  ])('with the permissions %o gets the warnings %j', (mode, codes) => {
    const files = {'/project/private.key': {text: pem, ...(mode !== undefined && {mode})}};
    const {warnings, settings} = resolveConfig(machine({flags: {privateKey: 'private.key'}, files}));
    expect(warnings.map(({code}) => code)).toEqual(codes);
    expect(settings.privateKey).toBeDefined();
  });

  it('says how to close a file that everybody can read', () => {
    const files = {'/project/private.key': {text: pem, mode: 0o644}};
    expect(resolveConfig(machine({flags: {privateKey: 'private.key'}, files})).warnings[0]?.text).toBe(
      'The private key in ./private.key can be read by everybody on this machine (mode 644): run chmod 600 ./private.key.',
    );
  });

  it('on the command line itself earns a warning, its path does not', () => {
    expect(resolveConfig(machine({flags: {privateKey: pem}})).warnings.map(({code}) => code)).toEqual([
      'secret-in-arguments',
    ]);
  });
});

describe('the signature secret', () => {
  const file = (text: string, mode = 0o600) => ({'/project/secret': {text, mode}});
  it.each([
    ['one', long('a'), [{secret: long('a')}]],
    ['one with a comma in it', `${long('a')},${long('b')}`, [{secret: `${long('a')},${long('b')}`}]],
    ['one of an account', `abcd1234:${long('a')}`, [{apiKey: 'abcd1234', secret: long('a')}]],
    [
      'one that only looks like an account and a secret',
      `*:abcd1234:${long('a')}`,
      [{secret: `abcd1234:${long('a')}`}],
    ],
    [
      'several accounts',
      `abcd1234:${long('a')}, efgh5678:${long('b')}`,
      [
        {apiKey: 'abcd1234', secret: long('a')},
        {apiKey: 'efgh5678', secret: long('b')},
      ],
    ],
  ])('can be %s', (_, text, secrets) => {
    const {settings, warnings} = resolveConfig(machine({env: {VONAGE_SIGNATURE_SECRET: text}}));
    expect([settings.signatureSecret?.value, warnings]).toEqual([secrets, []]);
  });

  it('is read from a file by @, without its last line end', () => {
    const input = machine({flags: {signatureSecret: '@secret'}, files: file(`\uFEFF${long('a')}\n`)});
    const {settings, warnings} = resolveConfig(input);
    expect([settings.signatureSecret?.value, warnings]).toEqual([[{secret: long('a')}], []]);
  });

  it('may be given several times', () => {
    const flags = {signatureSecret: ['@secret', `efgh5678:${long('b')}`]};
    const {settings, warnings} = resolveConfig(machine({flags, files: file(`abcd1234:${long('a')}`)}));
    expect(settings.signatureSecret?.value.map(({apiKey}) => apiKey)).toEqual(['abcd1234', 'efgh5678']);
    expect(warnings.map(({code}) => code)).toEqual(['secret-in-arguments']);
  });

  it('given several times on the command line earns one warning', () => {
    const flags = {signatureSecret: [`abcd1234:${long('a')}`, `efgh5678:${long('b')}`]};
    expect(resolveConfig(machine({flags})).warnings.map(({code}) => code)).toEqual(['secret-in-arguments']);
  });

  it('on the command line earns a warning that says why', () => {
    expect(resolveConfig(machine({flags: {signatureSecret: long('a')}})).warnings).toEqual([
      {
        code: 'secret-in-arguments',
        text:
          'The signature secret was given as flag --signature-secret, which your shell keeps, and which others on this machine can see for a moment: ' +
          'use the environment, or @file.',
      },
    ]);
  });

  it.each([
    [{signatureSecret: '@none'}, {}, 'missing-file'],
    [{signatureSecret: '@secret'}, file(' \n'), 'wrong-value'],
    [{signatureSecret: '@secret'}, {'/project/secret': {refused: 'you may not read it'}}, 'unreadable-file'],
    [{signatureSecret: 5}, {}, 'wrong-value'],
  ])('that cannot be used is an error: %j', (flags, files, code) => {
    expect(resolveConfig(machine({flags, files})).errors.map(error => error.code)).toEqual([code]);
  });

  it('with fewer than 32 characters earns a warning', () => {
    const {warnings} = resolveConfig(machine({env: {VONAGE_SIGNATURE_SECRET: 'short'}}));
    expect(warnings.map(({code}) => code)).toEqual(['short-secret']);
  });
});

describe('the token of who is served', () => {
  it.each([
    ['the environment', {env: {CONVO_MONITOR_SERVE_TOKEN: 'abc'}}, {text: 'abc'}],
    [
      'a flag',
      {flags: {serveToken: '@token'}, files: {'/project/token': 'abc\n'}},
      {text: 'abc', path: '/project/token'},
    ],
  ])('from %s is shown by its length alone', (_, given, value) => {
    const config = resolveConfig(machine(given));
    expect(config.settings.serveToken?.value).toEqual(value);
    expect(describeConfig(config).find(({name}) => name === 'serveToken')?.value).toBe('••• (3 characters)');
  });
});

describe('a configuration file with a secret', () => {
  const at = '/home/anna/.vonage/config.json';
  const warnings = (content: object, more = {}) => {
    const files = {[at]: {text: JSON.stringify(content), mode: 0o644}, '/k.key': pem, ...more};
    return resolveConfig(machine({files})).warnings.map(({code}) => code);
  };

  it('that everybody can read earns one warning', () => {
    expect(warnings({apiKey: 'a', apiSecret: 'b', privateKey: pem})).toEqual(['world-readable']);
  });

  it('earns none when it holds no secret, only the path of one', () => {
    expect(warnings({apiKey: 'a', privateKey: '/k.key'})).toEqual([]);
  });

  it('earns none when its secret is not the one in use', () => {
    const ours = {'/project/convo-monitor.json': '{"apiSecret": "c"}'};
    expect(warnings({apiSecret: 'b'}, ours)).toEqual([]);
  });
});
