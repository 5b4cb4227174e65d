import type {KeyObject} from 'node:crypto';
import * as jose from 'jose';
import type {User} from '../state.js';
import {isNamedBy} from './acl.js';
import {numbersPath} from './numbers-api.js';

/** What the check of a request's token said; `user` is its subject, where it has one. */
export type Access =
  | {verdict: 'granted'; user?: User}
  | {verdict: 'invalid' | 'expired' | 'forbidden'; user?: undefined};

export type Account = {apiKey: string; apiSecret: string};

export type Gate = (authorization: string | undefined, method: string, path: string) => Promise<Access>;

/** Whom the gate lets in. */
type Admitted = {
  applicationId: string;
  key: KeyObject;
  account: Account;
  /** The application's users: a token may be one's. */
  users: ReadonlyMap<string, User>;
  skewMs?: number;
};

/** Seconds that a token lives, from Vonage's authentication guide; `usual` where it has no `exp`. */
const life = {least: 30, usual: 900, most: 86_400};

/** Seconds that a token's `iat` may be ahead: clocks differ a little. */
const leewayS = 30;

/**
 * Admits requests with a JWT of this application: RS256 and nothing else, signed with the key that belongs to
 * the application's public key, with `application_id`, `iat` and `jti`, not from the future, alive (15 minutes without an
 * `exp`, 30 s to 24 h with one), for a user who is there (`sub`), and with an `acl` (where it has one) for the path. A token
 * may be used again while it lives, as SDKs do: its `jti` has to be there, not to be new.
 * Times are judged by the wall clock: whoever made the token does not know the simulated one.
 * The Application API and the Numbers API want the account's key and secret (Basic) instead.
 */
export function createGate({applicationId, key, account, users, skewMs = 0}: Admitted): Gate {
  const basic = `Basic ${Buffer.from(`${account.apiKey}:${account.apiSecret}`).toString('base64')}`;
  return async (authorization, method, path) => {
    if (path.startsWith('/v2/applications') || numbersPath.test(path))
      return {verdict: authorization === basic ? 'granted' : 'invalid'};
    const token = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1];
    if (!token) return {verdict: 'invalid'};
    const now = Date.now() + skewMs;
    try {
      const {payload} = await jose.jwtVerify(token, key, {algorithms: ['RS256'], currentDate: new Date(now)});
      if (payload.application_id !== applicationId) return {verdict: 'invalid'};
      const verdict = ageOf(payload, now / 1000);
      if (verdict !== 'granted') return {verdict};
      const user = [...users.values()].find(({name}) => name === payload.sub);
      if (payload.sub !== undefined && !user) return {verdict: 'invalid'};
      return allows(payload.acl, method, path) ? {verdict, user} : {verdict: 'forbidden'};
    } catch (error) {
      return {verdict: error instanceof jose.errors.JWTExpired ? 'expired' : 'invalid'};
    }
  };
}

function ageOf({iat, exp, jti}: jose.JWTPayload, now: number): 'granted' | 'invalid' | 'expired' {
  if (typeof jti !== 'string' || jti === '' || iat === undefined || iat > now + leewayS) return 'invalid';
  if (exp === undefined) return now > iat + life.usual ? 'expired' : 'granted';
  return exp - iat < life.least || exp - iat > life.most ? 'invalid' : 'granted';
}
/** Without an `acl`, everything is allowed. */
function allows(acl: unknown, method: string, path: string): boolean {
  if (acl === undefined) return true;
  if (!isObject(acl) || !isObject(acl.paths)) return false;
  return Object.entries(acl.paths).some(([pattern, rule]) => {
    if (!isNamedBy(pattern, path)) return false;
    const methods = isObject(rule) && Array.isArray(rule.methods) ? rule.methods : undefined;
    return !methods || methods.includes(method);
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
