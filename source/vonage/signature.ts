import {createHash, createHmac, timingSafeEqual} from 'node:crypto';
import {duration} from '../call/duration.js';
import type {SignatureResult} from '../call/signature-result.js';

/** An account signature secret. With `apiKey` it is used for tokens of that account only. */
export type SignatureSecret = {secret: string; apiKey?: string};

/** What of a webhook its signature covers. */
export type SignedParts = {
  method: string;
  /** As it came, query included. */
  path: string;
  /** The Authorization header; several of them joined by ", ". */
  authorization: string | undefined;
  /** The raw bytes, before any parsing. */
  body: Uint8Array;
};

export type SignatureCheck = {
  result: SignatureResult;
  /** Whether `--require-signature` lets it in: signed, or the very same signed webhook once more (a retry). */
  accepted: boolean;
};

type Options = {
  secrets: SignatureSecret[];
  /** Only tokens of this application are good, where it is known. */
  applicationId?: string;
  /** ms since the epoch. */
  now?: () => number;
  /** How many token ids are remembered to recognise a replay. */
  memory?: number;
};

/** Vonage documents no tolerance for `iat`; five minutes is what Symfony's bridge allows, one more for a clock ahead. */
const oldest = 300_000;
const newest = 60_000;

const bearer = /^bearer +(\S+)$/i;
/** A JWS in compact form whose signature has the length of an HMAC-SHA256. */
const compact = /^([\w-]+)\.([\w-]+)\.([\w-]{43})$/;
const tokenLimit = 4096;

/**
 * A check of signed webhooks, as the page "Signed webhooks" has it: a JWT in `Authorization: Bearer`, HS256 over the
 * account signature secret taken as plain text, whose `payload_hash` is the SHA-256 of the raw body. It remembers the
 * token ids it has accepted, so there is one check for all routes. `node:crypto`, because it runs on every webhook.
 */
export function signatureCheck(options: Options): (request: SignedParts) => SignatureCheck {
  const {secrets, applicationId, now = Date.now, memory = 50_000} = options;
  /** jti → digest of what it was used for; in the order of arrival, which is nearly that of expiry. */
  const used = new Map<string, {digest: string; expires: number}>();

  return request => {
    const {authorization} = request;
    if (!authorization) return no('unsigned', unsignedText);
    const token = bearer.exec(authorization)?.[1] ?? '';
    const parts = token.length <= tokenLimit ? compact.exec(token) : null;
    if (!parts) return no('bad-signature', 'The Authorization header holds no bearer token with an HS256 signature.');
    const [, head = '', payload = '', signature = ''] = parts;

    const algorithm = algorithmProblem(head);
    if (algorithm) return no('bad-signature', algorithm);
    const claims = decode(payload);
    if (!claims) return no('bad-signature', "The token's claims are not a JSON object.");
    const candidates = secrets.filter(({apiKey}) => apiKey === undefined || apiKey === claims.api_key);
    if (candidates.length === 0) return no('bad-signature', otherAccountText);
    if (!candidates.some(({secret}) => matches(`${head}.${payload}`, signature, secret))) {
      return no('bad-signature', badSignatureText);
    }
    if (claims.iss !== 'Vonage')
      return no('bad-signature', 'The token is signed, but it does not say that Vonage issued it.');
    if (applicationId !== undefined && claims.application_id !== applicationId) {
      return no('bad-signature', 'The token is for another application. Compare --application-id with the dashboard.');
    }

    const hash = checkHash(request, claims.payload_hash);
    if (!hash.fits) return no('hash-mismatch', hash.text);
    const issued = typeof claims.iat === 'number' ? claims.iat * 1000 : Number.NaN;
    const time = now();
    if (!(issued >= time - oldest && issued <= time + newest)) return no('stale', staleText(issued, time));
    const lifetime = lifetimeProblem(claims, time);
    if (lifetime) return no('stale', lifetime);
    if (typeof claims.jti !== 'string' || claims.jti === '') {
      return no('bad-signature', 'The token has no id (jti), so a replay could not be told apart.');
    }

    const before = used.get(claims.jti);
    if (before && before.expires > time) {
      const same = before.digest === hash.digest;
      return {accepted: same, result: {state: 'replayed', text: same ? repeatedText : replayedText}};
    }
    remember(claims.jti, hash.digest, issued + oldest, time);
    return {accepted: true, result: hash.text ? {state: 'signed', text: hash.text} : {state: 'signed'}};
  };

  function remember(jti: string, digest: string, expires: number, time: number): void {
    used.delete(jti);
    used.set(jti, {digest, expires});
    for (const [oldJti, {expires: end}] of used) {
      if (end > time && used.size <= memory) break;
      used.delete(oldJti);
    }
  }
}

const no = (state: SignatureResult['state'], text?: string): SignatureCheck => ({
  accepted: false,
  result: text ? {state, text} : {state},
});

const unsignedText =
  'There is no Authorization header. Turn on signed webhooks in the application, or expect no signature. A tunnel may also drop the header.';
const otherAccountText =
  'The token belongs to an account (api_key) for which no signature secret is given. Add that account with --signature-secret.';
const badSignatureText =
  'The signature does not fit the secret. Compare --signature-secret with the signature secret in the dashboard (it is neither the API secret nor the private key).';
const repeatedText = 'The same token came before with the same payload: a retry, counted once.';
const replayedText = 'The token was used before for another payload: somebody may be replaying it.';

const staleText = (issued: number, time: number): string =>
  Number.isNaN(issued)
    ? 'The token does not say when it was issued (iat).'
    : `The token was issued ${duration(time - issued)} ${issued > time ? 'in the future' : 'ago'}. ${checkClock}`;

/** Vonage sends neither `exp` nor `nbf`; where they are present they count (RFC 7519), and are numbers. */
function lifetimeProblem({exp, nbf}: Record<string, unknown>, time: number): string | undefined {
  for (const [name, value] of [['exp', exp] as const, ['nbf', nbf] as const])
    if (value !== undefined && !(typeof value === 'number' && Number.isFinite(value)))
      return `The token's ${name} is no number of seconds. Vonage's tokens have none: somebody else may have made it.`;
  const ago = (seconds: unknown): number => time - Number(seconds) * 1000;
  if (ago(exp) >= 0) return `The token expired ${duration(ago(exp))} ago (exp). ${checkClock}`;
  return ago(nbf) < -newest ? `The token holds only from ${duration(-ago(nbf))} on (nbf). ${checkClock}` : undefined;
}

const checkClock = 'Check the clock of this machine; otherwise it is a replay.';

/** Says what is wrong with the JOSE header. The algorithm is pinned: what the token asks for is never obeyed. */
function algorithmProblem(head: string): string | undefined {
  const header = decode(head);
  if (!header) return "The token's header is not a JSON object.";
  if (header.alg !== 'HS256') return 'The token is not signed with HS256, which is what Vonage uses for webhooks.';
  if (hasTwice(Buffer.from(head, 'base64url').toString('utf8')))
    return "The token's header has a member twice, which different programs would read differently.";
  // RFC 7515: a critical extension that is not understood makes the token invalid.
  return 'crit' in header ? 'The token demands an extension (crit) that Vonage does not use.' : undefined;
}

/** Whether a JSON text has two members of one name, however that is spelled, wherever they are: Vonage's header is flat. */
function hasTwice(json: string): boolean {
  const names = [...json.matchAll(/("(?:[^"\\]|\\.)*")(\s*:)?/g)].filter(([, , colon]) => colon !== undefined);
  return new Set(names.map(([, name = '""']) => JSON.parse(name))).size < names.length;
}

function decode(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Compares the text and not the decoded bytes: the last character of a base64url signature has bits that decode to nothing. */
function matches(signed: string, signature: string, secret: string): boolean {
  const expected = createHmac('sha256', secret).update(signed).digest('base64url');
  return timingSafeEqual(Buffer.from(expected, 'latin1'), Buffer.from(signature, 'latin1'));
}

const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

type HashCheck = {fits: boolean; text?: string; digest: string};

/**
 * POST: the hash is over the raw body. GET: over compact JSON of the query's parameters in URL order (a support article
 * says so; how nested parameters are written is not documented anywhere), hence a hash that does not fit a GET is
 * remarked and never held against it.
 */
function checkHash({method, path, body}: SignedParts, claimed: unknown): HashCheck {
  if (method !== 'GET' || body.length > 0) {
    const digest = sha256(body);
    if (claimed === digest) return {fits: true, digest};
    const text = typeof claimed === 'string' && claimed !== '' ? otherBodyText(claimed, digest) : noHashText;
    return {fits: false, text, digest};
  }
  const query = path.includes('?') ? path.slice(path.indexOf('?') + 1) : '';
  const digest = sha256(query);
  const documented = [compactJson(query, false), compactJson(query, true)].some(text => sha256(text) === claimed);
  return documented ? {fits: true, digest} : {fits: true, digest, text: unverifiedQueryText};
}

const otherBodyText = (claimed: string, digest: string): string =>
  `The signature is good, but the body is not the one that was signed (hash ${short(claimed)}… signed, ${short(digest)}… received). Something on the way, such as a proxy or a tunnel, rewrote it.`;
const noHashText = 'The signature is good, but the token has no payload_hash, so it could be sent with any body.';
const unverifiedQueryText =
  'The signature is good; the hash of the query could not be confirmed, because how Vonage computes it for GET is not fully documented.';

/** Eight hex digits of a claim; anything else is not repeated. */
const short = (hash: string): string => (/^[0-9a-f]{64}$/i.test(hash) ? hash.slice(0, 8) : '?');

/** A query as the JSON that Vonage hashes; written by hand because an object would move parameters with numeric names to the front. */
export function compactJson(query: string, nested: boolean): string {
  const fields = [...new URLSearchParams(query)].map(
    ([name, value]) => `${JSON.stringify(name)}:${nested && /^[[{]/.test(value) ? value : JSON.stringify(value)}`,
  );
  return `{${fields.join(',')}}`;
}
