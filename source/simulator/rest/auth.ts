import type {KeyObject} from 'node:crypto';
import * as jose from 'jose';

/** What the check of a request's token said. */
export type Access = 'granted' | 'invalid' | 'expired' | 'forbidden';

export type Account = {apiKey: string; apiSecret: string};

export type Gate = (authorization: string | undefined, method: string, path: string) => Promise<Access>;

/**
 * Admits requests with a JWT of this application: RS256 and nothing else, signed with the key that belongs to
 * `publicKey`, not expired, already valid, for this application, and with an `acl` (where it has one) for the path.
 * Times are judged by the wall clock: whoever made the token does not know the simulated one.
 * The Application API alone wants the account's key and secret (Basic) instead.
 */
export function createGate(applicationId: string, key: KeyObject, account: Account, skewMs = 0): Gate {
  const basic = `Basic ${Buffer.from(`${account.apiKey}:${account.apiSecret}`).toString('base64')}`;
  return async (authorization, method, path) => {
    if (path.startsWith('/v2/applications')) return authorization === basic ? 'granted' : 'invalid';
    const token = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1];
    if (!token) return 'invalid';
    try {
      const {payload} = await jose.jwtVerify(token, key, {
        algorithms: ['RS256'],
        currentDate: new Date(Date.now() + skewMs),
      });
      if (payload.application_id !== applicationId) return 'invalid';
      return allows(payload.acl, method, path) ? 'granted' : 'forbidden';
    } catch (error) {
      return error instanceof jose.errors.JWTExpired ? 'expired' : 'invalid';
    }
  };
}

/** An `acl` names paths with `*` for a part and `**` for the rest; without one, everything is allowed. */
function allows(acl: unknown, method: string, path: string): boolean {
  if (acl === undefined) return true;
  if (!isObject(acl) || !isObject(acl.paths)) return false;
  return Object.entries(acl.paths).some(([pattern, rule]) => {
    if (!patternOf(pattern).test(path)) return false;
    const methods = isObject(rule) && Array.isArray(rule.methods) ? rule.methods : undefined;
    return !methods || methods.includes(method);
  });
}

function patternOf(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  // `/conversations/**` is the list itself, too.
  const source = escaped.replace(/\/\*\*|\*\*|\*/g, wild => (wild === '*' ? '[^/]*' : wild === '**' ? '.*' : '(/.*)?'));
  return new RegExp(`^${source}$`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
