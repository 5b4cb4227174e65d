import {createHash, createHmac, generateKeyPairSync} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {tokenGenerate, verifySignature} from '@vonage/jwt';
import fc from 'fast-check';
import {decodeJwt, decodeProtectedHeader} from 'jose';
import {describe, expect, it} from 'vitest';
import {signatureCheck} from '../../source/vonage/signature.js';
import {createTokenSource, leastPaths} from '../../source/vonage/token.js';

const pair = generateKeyPairSync('rsa', {modulusLength: 2048});
const privateKey = pair.privateKey.export({type: 'pkcs8', format: 'pem'}).toString();
const publicKey = pair.publicKey.export({type: 'spki', format: 'pem'}).toString();
const otherPublicKey = generateKeyPairSync('rsa', {modulusLength: 2048})
  .publicKey.export({type: 'spki', format: 'pem'})
  .toString();
const applicationId = '78d335fa-323d-0114-9c3d-d6f0d48968cf';

describe("a token of ours, to Vonage's own SDK", () => {
  const ours = () => createTokenSource({applicationId, privateKey, now: Date.now}).token();

  it("is signed by the application's private key and no other", async () => {
    const token = await ours();
    expect(verifySignature(token, publicKey)).toBe(true);
    expect(verifySignature(token, otherPublicKey)).toBe(false);
    expect(verifySignature(`${token.slice(0, -8)}AAAAAAAA`, publicKey)).toBe(false);
  });

  it('has the header, the claims and the life of one that the SDK makes', async () => {
    const paths = Object.fromEntries(leastPaths.map(path => [path, {}]));
    const theirs = tokenGenerate(applicationId, privateKey, {acl: {paths}});
    const token = await ours();
    expect(decodeProtectedHeader(token)).toEqual(decodeProtectedHeader(theirs));
    const life = (text: string) => Number(decodeJwt(text).exp) - Number(decodeJwt(text).iat);
    expect(life(token)).toBe(life(theirs));
    const {iat: _iat, exp: _exp, jti, ...claims} = decodeJwt(token);
    const {iat: _theirIat, exp: _theirExp, jti: theirJti, ...theirClaims} = decodeJwt(theirs);
    expect(claims).toEqual(theirClaims);
    expect(String(jti).replaceAll(/[0-9a-f]/g, '0')).toBe(String(theirJti).replaceAll(/[0-9a-f]/g, '0'));
  });

  it('has expired when it says so', async () => {
    const anHourAgo = () => Date.now() - 3_600_000;
    expect(
      verifySignature(await createTokenSource({applicationId, privateKey, now: anHourAgo}).token(), publicKey),
    ).toBe(false);
  });
});

type Vector = {
  source?: string;
  name?: string;
  token: string;
  secret: string;
  badSecret?: string;
  method?: string;
  target?: string;
  rawBody?: string;
};

const vectors = ['signed-webhook-sdk-vectors', 'signed-webhook-synthetic-vectors'].flatMap((name): Vector[] =>
  JSON.parse(readFileSync(new URL(`../samples/voice/${name}.json`, import.meta.url), 'utf8')),
);

/** Whether our check takes the signature itself for good, whatever it says of the claims and the payload. */
function fits(vector: Vector, secret: string): boolean {
  const {iat = 0} = decodeJwt(vector.token);
  const {result} = signatureCheck({secrets: [{secret}], now: () => iat * 1000})({
    method: vector.method ?? 'POST',
    path: vector.target ?? '/',
    authorization: `Bearer ${vector.token}`,
    body: Buffer.from(vector.rawBody ?? ''),
  });
  return !/^The signature does not fit/.test(result.text ?? '');
}

describe("our result on a webhook's signature and that of Vonage's own SDK", () => {
  it.each(vectors.map(vector => [vector.name ?? vector.source, vector] as const))('agree on %s', (_, vector) => {
    for (const secret of [vector.secret, vector.badSecret ?? 'another secret', `${vector.secret} `]) {
      expect(fits(vector, secret)).toBe(verifySignature(vector.token, secret));
    }
  });

  const body = '{"status":"ringing"}';
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const iat = 1_593_636_342;
  const claims = {iss: 'Vonage', iat, jti: '1', payload_hash: createHash('sha256').update(body).digest('hex')};

  it('agree on any secret, and on any damage to what was signed', () => {
    const secrets = fc.string({minLength: 1, maxLength: 60});
    fc.assert(
      fc.property(secrets, secrets, fc.boolean(), fc.nat(200), (signer, other, isSame, at) => {
        const secret = isSame ? signer : other;
        const signed = `${part({alg: 'HS256', typ: 'JWT'})}.${part(claims)}`;
        const good = `${signed}.${createHmac('sha256', signer).update(signed).digest('base64url')}`;
        const damaged = `${good.slice(0, at)}${good[at] === 'A' ? 'B' : 'A'}${good.slice(at + 1)}`;
        for (const token of [good, damaged]) {
          const check = signatureCheck({secrets: [{secret}], now: () => iat * 1000});
          const request = {method: 'POST', path: '/', authorization: `Bearer ${token}`, body: Buffer.from(body)};
          expect(check(request).accepted).toBe(verifySignature(token, secret));
        }
      }),
      {numRuns: 300},
    );
  });
});
