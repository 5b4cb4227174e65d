import type {MediaEvent} from '../call/media.js';
import type {Draft, Failure, Headers, Intervened, RawRequest, RawResponse, Resent} from '../call/observation.js';
import {bytesIn} from '../text/base64.js';
import {secrecyOf} from '../text/secrets/names.js';
import {HIDDEN, hideInForm, hideSecrets} from '../text/secrets.js';

/**
 * A draft, or what was recorded by an earlier version, as it may be kept and shown: tokens, secrets and private keys replaced by `•••`,
 * everything else as it came. Every observation passes here before it gets its number.
 */
export function redactDraft<Kept extends Draft>(draft: Kept): Kept {
  return redacted(draft) as Kept;
}

function redacted(draft: Draft): Draft {
  switch (draft.source) {
    case 'reply': {
      const findings = draft.findings?.map(each => ({...each, text: hideSecrets(each.text)}));
      return {...draft, raw: redactBody(draft.raw), ...redactFailure(draft), ...(findings && {findings})};
    }
    case 'api':
      return {
        ...draft,
        request: {...draft.request, path: redactPath(draft.request.path)},
        ...(draft.raw && {raw: redactBody(draft.raw)}),
        ...redactFailure(draft),
      };
    case 'health':
      return {...draft, text: hideSecrets(draft.text)};
    case 'control':
      return {
        ...draft,
        ...(draft.setup && {setup: redactTexts(draft.setup)}),
        ...(draft.note && {note: redactTexts(draft.note)}),
        ...(draft.resent && {resent: redactResent(draft.resent)}),
        ...(draft.intervened && {intervened: redactIntervened(draft.intervened)}),
        ...(draft.armed && {armed: redactTexts(draft.armed)}),
      };
    case 'media':
      return {...draft, event: redactMedia(draft.event)};
    case 'tick':
    case 'summary':
      return draft;
    default: {
      const raw = redactBody(draft.raw);
      const path = redactPath(raw.path);
      return raw === draft.raw && path === raw.path ? draft : {...draft, raw: {...raw, path}};
    }
  }
}

function redactBody<Raw extends RawRequest | RawResponse>(raw: Raw): Raw {
  const headers = redactHeaders(raw.headers);
  const body = redactText(raw);
  return headers === raw.headers && body === raw.body ? raw : {...raw, headers, body};
}

function redactText({headers, body, encoding}: RawRequest | RawResponse): string {
  if (encoding === 'base64') return redactBytes(body);
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded');
  return isForm ? hideInForm(body) : hideSecrets(body);
}

/** Headers of a leg come back in its first message, and applications say over a socket what they like. */
function redactMedia(event: MediaEvent): MediaEvent {
  if (event.kind === 'text') return {...event, body: hideSecrets(event.body)};
  if (event.kind === 'open') return {...event, path: redactPath(event.path)};
  if (event.kind === 'refused') return {...event, path: redactPath(event.path), text: hideSecrets(event.text)};
  return event.kind === 'close' && event.reason !== undefined ? {...event, reason: hideSecrets(event.reason)} : event;
}

/** A body that is no text may have texts in it all the same. */
function redactBytes(base64: string): string {
  const text = bytesIn(base64);
  if (text === undefined) return hideSecrets(base64);
  const kept = hideSecrets(text);
  return kept === text ? base64 : btoa(kept.replaceAll(HIDDEN, '***'));
}

/** Where the answers differ was found in answers that were redacted before. */
function redactResent(resent: Resent): Resent {
  const {raw, edited} = resent;
  return {
    ...resent,
    ...redactFailure(resent),
    ...(raw && {raw: redactBody(raw)}),
    ...(edited !== undefined && {edited: hideSecrets(edited)}),
  };
}

function redactIntervened(intervened: Intervened): Intervened {
  const {request, raw} = intervened;
  return {
    ...intervened,
    ...redactFailure(intervened),
    request: {...request, body: hideSecrets(request.body)},
    ...(raw && {raw: redactBody(raw)}),
  };
}

const redactFailure = (draft: {failure?: Failure}) => draft.failure && {failure: redactTexts(draft.failure)};

/** Plain data with every text in it as it may be kept. */
function redactTexts<Data extends object>(data: Data): Data {
  const entries = Object.entries(data).map(([name, value]) => [
    name,
    typeof value === 'string' ? hideSecrets(value) : value,
  ]);
  return Object.fromEntries(entries) as Data;
}

function redactHeaders(headers: Headers): Headers {
  for (const name in headers) {
    const value = headers[name] ?? '';
    // Copied only when something is hidden, which few headers need. What is called `__proto__` stays a header of that name.
    if (redactHeader(name, value) !== value) {
      return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, redactHeader(name, value)]));
    }
  }
  return headers;
}

/** Of each header, whether it is secret, or how its last value was kept: most come again with every request of a tunnel. */
const known = new Map<string, 'secret' | {value: string; kept: string}>();
const MOST_NAMES = 256;

function redactHeader(name: string, value: string): string {
  const before = known.get(name);
  if (before === 'secret' || (before === undefined && secrecyOf(name))) {
    if (known.size < MOST_NAMES) known.set(name, 'secret');
    return withoutValue(value);
  }
  if (before?.value === value) return before.kept;
  const kept = hideSecrets(value);
  if (before || known.size < MOST_NAMES) known.set(name, {value, kept});
  return kept;
}

/** The scheme of `Bearer …` is kept: it tells a signed webhook from one with the wrong kind of authorization. */
const scheme = /^(basic|bearer|digest|hmac|negotiate)(?=\s)/i;

function withoutValue(value: string): string {
  const kind = scheme.exec(value)?.[0];
  return kind ? `${kind} ${HIDDEN}` : HIDDEN;
}

function redactPath(path: string): string {
  const query = path.indexOf('?');
  if (query < 0) return hideSecrets(path);
  return `${hideSecrets(path.slice(0, query))}?${hideInForm(path.slice(query + 1))}`;
}
