import type {Draft, Headers, RawRequest, RawResponse} from '../call/observation.js';

/**
 * A draft as it may be kept: tokens, secrets and private keys replaced by `•••`, everything else as it came.
 * This is the only place where that happens; every observation passes it before it gets its number. A draft that holds
 * nothing secret is returned as it is.
 */
export function redactDraft(draft: Draft): Draft {
  switch (draft.source) {
    case 'reply':
      return {...draft, raw: redactResponse(draft.raw), ...redactFailure(draft)};
    case 'api':
      return {
        ...draft,
        request: {...draft.request, path: redactPath(draft.request.path)},
        ...(draft.raw && {raw: redactResponse(draft.raw)}),
        ...redactFailure(draft),
      };
    case 'health':
      return {...draft, text: redactText(draft.text)};
    case 'control':
      return draft.resent ? {...draft, resent: {...draft.resent, ...redactFailure(draft.resent)}} : draft;
    case 'tick':
      return draft;
    default:
      return {...draft, raw: redactRequest(draft.raw)};
  }
}

const redactRequest = (raw: RawRequest): RawRequest => ({
  ...raw,
  path: redactPath(raw.path),
  headers: redactHeaders(raw.headers),
  body: redactText(raw.body),
});

const redactResponse = (raw: RawResponse): RawResponse => ({
  ...raw,
  headers: redactHeaders(raw.headers),
  body: redactText(raw.body),
});

const redactFailure = (draft: {failure?: {code: string; text: string}}) =>
  draft.failure && {failure: {...draft.failure, text: redactText(draft.failure.text)}};

const mask = '•••';

const secretHeaders = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
  // Vonage's cloud runtime signs webhooks with this one instead of a bearer token.
  'x-vonage-webhook-auth-token',
]);

/** The scheme of `Bearer …` is kept: it tells a signed webhook from one with the wrong kind of authorization. */
const scheme = /^(basic|bearer|digest|hmac|negotiate)(?=\s)/i;

function redactHeaders(headers: Headers): Headers {
  let kept = headers;
  for (const name in headers) {
    const value = headers[name] ?? '';
    const safe = secretHeaders.has(name) ? masked(value) : redactText(value);
    if (safe === value) continue;
    // Copied only when something is hidden, which few headers need.
    if (kept === headers) kept = Object.defineProperties({}, Object.getOwnPropertyDescriptors(headers));
    Object.defineProperty(kept, name, {value: safe});
  }
  return kept;
}

function masked(value: string): string {
  const kind = scheme.exec(value)?.[0];
  return kind ? `${kind} ${mask}` : mask;
}

const secretParameter =
  /([?&](?:[\w-]*(?:api[_-]?key|api[_-]?secret|token|secret|password)|key|sig|signature|jwt)=)[^&#]*/gi;

function redactPath(path: string): string {
  const query = path.indexOf('?');
  return redactText(query < 0 ? path : path.slice(0, query) + path.slice(query).replace(secretParameter, `$1${mask}`));
}

/** A JWT in a text, whatever is around it. The header's length is bounded, or a body of `eyJeyJ…` would take minutes. */
const jwt = /eyJ[\w-]{8,400}\.[\w-]+\.[\w-]*/g;
/** A private key in PEM, with real or escaped line ends, complete or cut. */
const privateKey = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g;
/** `authorization.value` of an NCCO's WebSocket endpoint, which Vonage sends to the socket's server. */
const socketAuthorization = /("authorization"\s*:\s*\{[^{}]*?"value"\s*:\s*")(?:[^"\\]|\\.)*/g;

function redactText(text: string): string {
  // Shorter than any token or key: most header values.
  if (text.length < 20) return text;
  let kept = text;
  if (kept.includes('eyJ')) kept = kept.replace(jwt, `eyJ${mask}`);
  if (kept.includes('PRIVATE KEY-----')) kept = kept.replace(privateKey, `-----BEGIN PRIVATE KEY-----${mask}`);
  if (kept.includes('"authorization"')) kept = kept.replace(socketAuthorization, `$1${mask}`);
  return kept;
}
