import type {KeyObject} from 'node:crypto';
import {randomUUID} from 'node:crypto';
import {readPrivateKey} from './private-key.js';

/**
 * The application's JWT: RS256 over `application_id`, `iat`, `exp`, `jti` and `acl` (Vonage's authentication guide). Without
 * a `sub` it is a backend token, which sees all of the application's conversations.
 */
export type TokenOptions = {
  applicationId: string;
  /** PEM or base64 text; see readPrivateKey. */
  privateKey: string;
  /** Seconds that a token lives; Vonage takes 30 s to 24 h. 15 minutes by default. */
  ttlS?: number;
  /** Paths that the token opens; `[]` leaves the claim out, which opens everything. */
  acl?: readonly string[];
  /** ms since the epoch. */
  now: () => number;
  /** A clock that nobody sets, ms; that of the process when not given. */
  steady?: () => number;
};

/** A token that is always fresh. */
export type TokenSource = {
  /** The current token, minted when there is none or when it is about to expire. Rejects with PrivateKeyError. */
  token(): Promise<string>;
  /** To be called with a token that was refused: the next one is new, unless it has already been replaced. */
  renew(refused: string): void;
};

/** Vonage's bounds for the life of a token, in seconds. */
export const ttlBoundsS = {min: 30, max: 86_400, default: 900};

/**
 * What the monitor asks for and nothing else: conversations with their members and events, and, after the call, its legs
 * (`/v0.3/legs`) and calls (`/v1/calls`). Members carry their users, so `/users` is not needed. Nothing is written
 * but what a person asks for (`--allow-control`), and access lists are documented by path only.
 */
export const leastPaths: readonly string[] = ['/*/conversations/**', '/*/legs/**', '/*/calls/**'];

/** Further apart, two clocks of one machine have not drifted: one was set, or the machine slept. */
const MOST_DRIFT_MS = 10_000;

/** Mints tokens, keeps the last one, and replaces it before it expires. The private key is read at the first use. */
export function createTokenSource(options: TokenOptions): TokenSource {
  const {now, steady = () => performance.now(), ttlS = ttlBoundsS.default} = options;
  // Early enough that a token does not expire on its way, late enough that the shortest one is used at all.
  const marginMs = Math.min(60, ttlS / 5) * 1000;
  let key: KeyObject | undefined;
  let current: {token: Promise<string>; text?: string; mintedAt: number; offset: number} | undefined;

  function mint() {
    const issuedAt = Math.floor(now() / 1000);
    const minted: NonNullable<typeof current> = {
      mintedAt: steady(),
      offset: now() - steady(),
      token: Promise.resolve().then(async () => {
        key ??= readPrivateKey(options.privateKey);
        minted.text = await sign(key, options, issuedAt, ttlS);
        return minted.text;
      }),
    };
    minted.token.catch(() => {
      if (current === minted) current = undefined;
    });
    return minted;
  }

  /** A clock that was set makes a token worthless: its times were those of the clock before. */
  function isGood({mintedAt, offset}: NonNullable<typeof current>): boolean {
    const isOld = steady() - mintedAt >= ttlS * 1000 - marginMs;
    return !isOld && Math.abs(now() - steady() - offset) < MOST_DRIFT_MS;
  }

  return {
    token() {
      if (!current || !isGood(current)) current = mint();
      return current.token;
    },
    renew(refused) {
      // Several requests may be refused for the same token: only the first may throw it away.
      if (current?.text === refused) current = undefined;
    },
  };
}

async function sign(key: KeyObject, options: TokenOptions, issuedAt: number, ttlS: number): Promise<string> {
  // At the first use, so that start-up does not pay for it.
  const {SignJWT} = await import('jose');
  const {acl = leastPaths} = options;
  const paths = Object.fromEntries(acl.map(path => [path, {}]));
  return new SignJWT({application_id: options.applicationId, ...(acl.length > 0 ? {acl: {paths}} : {})})
    .setProtectedHeader({alg: 'RS256', typ: 'JWT'})
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + ttlS)
    .setJti(randomUUID())
    .sign(key);
}
