import {generateKeyPairSync} from 'node:crypto';
import {decodeJwt, decodeProtectedHeader, jwtVerify} from 'jose';
import {describe, expect, it} from 'vitest';
import {printToken} from '../../source/commands/token.js';
import {PrivateKeyError} from '../../source/vonage/private-key.js';
import {createTokenSource} from '../../source/vonage/token.js';

const pair = generateKeyPairSync('rsa', {modulusLength: 2048});
const privateKey = pair.privateKey.export({type: 'pkcs8', format: 'pem'}).toString();
const pkcs1 = pair.privateKey.export({type: 'pkcs1', format: 'pem'}).toString();
const publicKey = pair.publicKey.export({type: 'spki', format: 'pem'}).toString();
const encrypted = pair.privateKey
  .export({type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x'})
  .toString();

const applicationId = '78d335fa-323d-0114-9c3d-d6f0d48968cf';
const start = Date.parse('2026-11-20T12:00:00Z');

function source(options: {ttlS?: number; privateKey?: string; acl?: string[]} = {}) {
  const clock = {now: start, set: 0};
  const now = () => clock.now + clock.set;
  const steady = () => clock.now;
  return {clock, ...createTokenSource({applicationId, privateKey, now, steady, ...options})};
}

describe('a token', () => {
  it("verifies with the application's public key and says for whom, since when and how long", async () => {
    const token = await source().token();
    const {payload, protectedHeader} = await jwtVerify(token, pair.publicKey, {currentDate: new Date(start)});
    expect(protectedHeader).toEqual({alg: 'RS256', typ: 'JWT'});
    expect(payload).toEqual({
      application_id: applicationId,
      iat: start / 1000,
      exp: start / 1000 + 900,
      jti: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      acl: {paths: {'/*/conversations/**': {}, '/*/legs/**': {}, '/*/calls/**': {}}},
    });
  });

  it('is signed with a PKCS#1 key as well', async () => {
    const token = await source({privateKey: pkcs1}).token();
    await expect(jwtVerify(token, pair.publicKey, {currentDate: new Date(start)})).resolves.toBeDefined();
  });

  it('opens everything when there are no paths', async () => {
    expect(decodeJwt(await source({acl: []}).token())).not.toHaveProperty('acl');
  });

  it('is minted once, also when many ask at once', async () => {
    const tokens = source();
    const [first, second] = await Promise.all([tokens.token(), tokens.token()]);
    tokens.clock.now += 14 * 60_000 - 1;
    expect([second, await tokens.token()]).toEqual([first, first]);
  });

  it.each([-86_400_000, -3_600_000, -10_000, 10_000, 3_600_000])(
    'is replaced when the clock was set by %i ms',
    async ms => {
      const tokens = source();
      const first = decodeJwt(await tokens.token());
      tokens.clock.set = ms;
      const second = decodeJwt(await tokens.token());
      expect((second.iat ?? 0) - (first.iat ?? 0)).toBe(ms / 1000);
      tokens.clock.set += 9000;
      expect(decodeJwt(await tokens.token())).toEqual(second);
    },
  );

  it('is replaced a minute before it expires', async () => {
    const tokens = source();
    const first = await tokens.token();
    tokens.clock.now += 14 * 60_000;
    const second = await tokens.token();
    expect(second).not.toBe(first);
    expect(decodeJwt(second).exp).toBe(start / 1000 + 14 * 60 + 900);
  });

  it('is used for a while even when it lives for the shortest time', async () => {
    const tokens = source({ttlS: 30});
    const first = await tokens.token();
    tokens.clock.now += 23_999;
    expect(await tokens.token()).toBe(first);
    tokens.clock.now += 1;
    expect(await tokens.token()).not.toBe(first);
  });

  it('is replaced when it was refused, and only once for all who were refused with it', async () => {
    const tokens = source();
    const first = await tokens.token();
    tokens.renew(first);
    const second = await tokens.token();
    tokens.renew(first);
    expect(second).not.toBe(first);
    expect(await tokens.token()).toBe(second);
  });

  it.each([
    ['encrypted', encrypted, /passphrase/],
    ['public', publicKey, /public key/],
    ['not-a-key', 'private.key', /no private key/],
    ['empty', '', /empty/],
  ])('cannot be signed with a key that is %s, which is said and not cached', async (code, text, sentence) => {
    const tokens = source({privateKey: text});
    for (const attempt of [tokens.token(), tokens.token()]) {
      const error = await attempt.catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(PrivateKeyError);
      expect(error).toMatchObject({code, message: expect.stringMatching(sentence)});
    }
  });
});

describe('convo-monitor token', () => {
  async function run(command: Parameters<typeof printToken>[0]) {
    let [stdout, stderr] = ['', ''];
    const out = (text: string) => {
      stdout += text;
    };
    const err = (text: string) => {
      stderr += text;
    };
    return {status: await printToken(command, {out, err, now: () => start}), stdout, stderr};
  }

  it('prints the token on one line and nothing else', async () => {
    const {status, stdout, stderr} = await run({applicationId, privateKey});
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^eyJ[\w-]+\.[\w-]+\.[\w-]+\n$/);
    expect(decodeProtectedHeader(stdout.trim()).alg).toBe('RS256');
  });

  it.each([
    [undefined, 900],
    ['30', 30],
    ['86400', 86_400],
  ])('with --ttl %s lives %d seconds', async (ttl, seconds) => {
    const {iat = 0, exp} = decodeJwt((await run({applicationId, privateKey, ttl})).stdout.trim());
    expect(exp).toBe(iat + seconds);
  });

  it.each([['29'], ['86401'], ['-1'], ['1h'], [''], ['1e3']])('refuses --ttl %j', async ttl => {
    const {status, stdout, stderr} = await run({applicationId, privateKey, ttl});
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain('--ttl takes whole seconds from 30 to 86400');
  });

  it.each([
    ['/*/users/**', {paths: {'/*/users/**': {}}}],
    ['/*/users/**, /*/calls/**', {paths: {'/*/users/**': {}, '/*/calls/**': {}}}],
    ['{"paths":{"/*/users/**":{}}}', {paths: {'/*/users/**': {}}}],
    ['full', undefined],
  ])('with --acl %s opens that', async (acl, expected) => {
    expect(decodeJwt((await run({applicationId, privateKey, acl})).stdout.trim()).acl).toEqual(expected);
  });

  it.each([['users'], [''], ['{}'], ['{"paths"'], ['{"paths":null}'], ['/a b'], [',']])(
    'refuses --acl %j',
    async acl => {
      expect((await run({applicationId, privateKey, acl})).status).toBe(2);
    },
  );

  it.each([
    [{}, 'No token without an application id and a private key.'],
    [{applicationId}, 'No token without a private key.'],
    [{privateKey}, 'No token without an application id.'],
    [{applicationId, privateKey: publicKey}, 'This is a public key'],
  ])('says which credentials are missing or wrong', async (command, sentence) => {
    const {status, stdout, stderr} = await run(command);
    expect([status, stdout]).toEqual([3, '']);
    expect(stderr).toContain(sentence);
  });
});
