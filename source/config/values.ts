import {asPhoneNumber, numberRule} from '../call/intervention.js';
import type {SlowAnswer} from '../call/observation.js';
import {unitMs} from '../text/moment.js';
import {suggest} from '../text/suggest.js';
import {asHttpUrl} from '../text/url.js';
import {trustedOrigin} from '../vonage/hosts.js';
import {formNames, formOf} from '../vonage/ids.js';
import {asText, asTrimmed} from '../vonage/loose.js';
import {type Given, type Parsed, pathOf} from './given.js';
import {ConfigError} from './problem.js';

/** Vonage's own host, which routes to the application's region. */
export const vonageApi = 'https://api.nexmo.com';

/** Any text that is not empty, such as an API key. */
export function parseText(what: string): (given: Given) => Parsed<string> {
  return given => ({value: textOf(what, given)});
}

/** A whole number within bounds, also as the text of one. */
export function parseNumber(what: string, least: number, most: number): (given: Given) => Parsed<number> {
  return given => {
    const {raw, origin} = given;
    const number = typeof raw === 'string' && /^\s*\d{1,9}\s*$/.test(raw) ? Number(raw) : raw;
    if (typeof number === 'number' && Number.isInteger(number) && number >= least && number <= most)
      return {value: number};
    throw new ConfigError(
      'wrong-value',
      `${what} (${origin}) must be a whole number from ${least} to ${most}: change it.`,
    );
  };
}

/** A number within bounds, also as the text of one. */
export function parseAmount(what: string, least: number, most: number): (given: Given) => Parsed<number> {
  return ({raw, origin}) => {
    const value = typeof raw === 'string' && raw.trim() !== '' ? Number(raw) : raw;
    if (typeof value === 'number' && value >= least && value <= most) return {value};
    throw new ConfigError('wrong-value', `${what} (${origin}) must be a number from ${least} to ${most}: change it.`);
  };
}

/** A size as people write it (`512MB`, `2 GB`), at least so many bytes. */
export function parseSize(what: string, least: number): (given: Given) => Parsed<string> {
  return ({raw, origin}) => {
    const value = String(raw).trim();
    if ((bytesOf(value) ?? 0) >= least) return {value};
    const due = `must be a size of at least ${least / 1e6} MB, such as 512MB or 2GB`;
    throw new ConfigError('wrong-value', `${what} (${origin}) ${due}: change it.`);
  };
}

const units: Readonly<Record<string, number>> = {KB: 1e3, MB: 1e6, GB: 1e9};

/** What such a text says; undefined for one that says nothing of the kind. */
export function bytesOf(size = ''): number | undefined {
  const [, number, unit = ''] = /^(\d{1,9}(?:\.\d{1,3})?)\s*([KMG]B?)$/i.exec(size) ?? [];
  const bytes = Number(number) * (units[`${unit[0]}B`.toUpperCase()] ?? 0);
  return bytes > 0 ? bytes : undefined;
}

/** A time of at least a minute, for people: `12h`, `7d`. What `msOfAge` makes ms of. */
export function parseAge(what: string): (given: Given) => Parsed<string> {
  return ({raw, origin}) => {
    const value = String(raw).trim();
    if ((msOfAge(value) ?? 0) >= 60_000) return {value};
    throw new ConfigError(
      'wrong-value',
      `${what} (${origin}) must be a time of at least a minute, such as 12h or 7d: change it.`,
    );
  };
}

/** ms of such a text; undefined for one that says nothing of the kind. */
export function msOfAge(age = ''): number | undefined {
  const [, number, unit = ''] = /^(\d{1,6}(?:\.\d{1,3})?)\s*([mhdw])$/i.exec(age) ?? [];
  const ms = Number(number) * (unitMs[unit.toLowerCase()] ?? 0);
  return ms > 0 ? ms : undefined;
}

/** A path of the listener. */
export function parseRoutePath(what: string): (given: Given) => Parsed<string> {
  return given => {
    const value = textOf(what, given);
    if (value.startsWith('/') && !value.includes('?')) return {value};
    const due = 'must begin with a slash and have no query, such as /webhooks/answer';
    throw new ConfigError('wrong-value', `${what} (${given.origin}) ${due}: change it.`);
  };
}

/** One of a few words: how it is read, and its type in JSON. */
export function choice<const Word extends string>(what: string, words: readonly Word[]) {
  return {parse: parseChoice(what, words), json: {enum: words}};
}

function parseChoice<const Word extends string>(what: string, words: readonly Word[]): (given: Given) => Parsed<Word> {
  return ({raw, origin}) => {
    const value = words.find(word => word === raw);
    if (value !== undefined) return {value};
    const meant = suggest(asText(raw) ?? '', words);
    const advice = meant ? `did you mean ${meant}?` : 'change it.';
    throw new ConfigError('wrong-value', `${what} (${origin}) must be one of ${words.join(', ')}: ${advice}`);
  };
}

/** From when on an answer is slow: a share of the time that Vonage waits (`60%`), or a time (`3s`, `800ms`). */
export function parseSlowAnswer({raw, origin}: Given): Parsed<string> {
  const value = String(raw).trim();
  if (slowAnswerOf(value)) return {value};
  const due = 'a share of the time that Vonage waits, such as 60%, or a time, such as 3s or 800ms';
  throw new ConfigError('wrong-value', `From when on an answer is slow (${origin}) must be ${due}: change it.`);
}

/** What such a text says; undefined for one that says nothing of the kind. */
export function slowAnswerOf(text: string): SlowAnswer | undefined {
  const [, number, unit] = /^(\d{1,9}(?:\.\d{1,9})?)\s*(%|ms|s)$/.exec(text) ?? [];
  const amount = Number(number);
  if (!(amount > 0)) return undefined;
  if (unit === '%') return amount <= 100 ? {share: amount / 100} : undefined;
  return {ms: unit === 's' ? amount * 1000 : amount};
}

/** From when on a turn is slow: a time (`1.5s`, `800ms`, or a number of ms). */
export function parseSlowTurn({raw, origin}: Given): Parsed<string> {
  const value = String(raw).trim();
  if (slowTurnOf(value) !== undefined) return {value};
  throw new ConfigError(
    'wrong-value',
    `From when on a turn is slow (${origin}) must be a time, such as 1.5s or 800ms: change it.`,
  );
}

/** Such a text in ms; undefined for one that says nothing of the kind. */
export function slowTurnOf(text: string): number | undefined {
  const [, number, unit] = /^(\d{1,9}(?:\.\d{1,9})?)\s*(ms|s|)$/.exec(text) ?? [];
  const ms = Number(number) * (unit === 's' ? 1000 : 1);
  return ms > 0 && ms <= 3_600_000 ? ms : undefined;
}

export function parseFlag(what: string): (given: Given) => Parsed<boolean> {
  return ({raw, origin}) => {
    if (typeof raw === 'boolean') return {value: raw};
    const word = (asTrimmed(raw) ?? '').toLowerCase();
    if (['true', '1', 'yes', 'on'].includes(word)) return {value: true};
    if (['false', '0', 'no', 'off'].includes(word)) return {value: false};
    throw new ConfigError('wrong-value', `${what} (${origin}) must be true or false: change it.`);
  };
}

/** The path of a file, made absolute. */
export function parsePath(what: string): (given: Given) => Parsed<string> {
  return given => ({value: pathOf(textOf(what, given), given)});
}

/**
 * Vonage's application ids are UUIDs. What is plainly something else is refused, and not repeated, for it may be a secret; any other text only earns a
 * warning, because the platform has the last word.
 */
export function parseApplicationId(given: Given): Parsed<string> {
  const value = textOf('The application id', given);
  const form = formOf(value);
  if (form === 'UUID') return {value};
  const advice = "copy it from Vonage's dashboard → Applications";
  if (form !== undefined)
    throw new ConfigError('wrong-value', `The application id (${given.origin}) is ${formNames[form]}: ${advice}.`);
  const text = `The application id (${given.origin}) is no UUID like aaaaaaaa-bbbb-cccc-dddd-0123456789ab: ${advice}.`;
  return {value, warnings: [{code: 'odd-value', text}]};
}

/** An account's API key; a text of another form is refused where it is plainly something else. */
export function parseApiKey(given: Given): Parsed<string> {
  const value = textOf('The API key', given);
  const form = formOf(value);
  if (form === undefined || form === 'API key' || form === 'phone number') return {value};
  const advice = "copy it from Vonage's dashboard → API settings";
  throw new ConfigError('wrong-value', `The API key (${given.origin}) is ${formNames[form]}: ${advice}.`);
}

/** A phone number: E.164 digits; a plus sign, blanks and punctuation that people type are dropped. */
export function parsePhoneNumber(what: string): (given: Given) => Parsed<string> {
  return given => {
    const raw = typeof given.raw === 'number' ? String(given.raw) : textOf(what, given);
    const value = asPhoneNumber(raw);
    if (value !== undefined) return {value};
    throw new ConfigError('wrong-value', `${what} (${given.origin}) must have ${numberRule}: change it.`);
  };
}

/** An http or https URL, without the last slash of its path. */
function parseUrl(what: string): (given: Given) => Parsed<string> {
  return given => ({value: urlOf(what, textOf(what, given), given.origin).href.replace(/^([^?#]*)\/(?=[?#]|$)/, '$1')});
}

/** The developer's application: a URL, or as people write one on this machine: `4000`, `localhost:4000`. */
export function parseApplicationUrl(given: Given): Parsed<string> {
  return parseUrl('The application to forward to')({...given, raw: asApplicationUrl(asTrimmed(given.raw) ?? '')});
}

/** `4000` and `localhost:4000` as URLs; what is written otherwise as it is. */
export function asApplicationUrl(raw: string): string {
  const port = /^\d{1,5}$/.test(raw) ? `localhost:${raw}` : raw;
  return /^[\w.-]+:\d{1,5}(?:[/?]|$)/.test(port) ? `http://${port}` : raw;
}

/** A collector of OpenTelemetry's, without the paths that it takes signals at. What it wants to hear is a secret, and not in its URL. */
export function parseCollector(given: Given): Parsed<string> {
  const what = 'The collector';
  const url = urlOf(what, asApplicationUrl(textOf(what, given)), given.origin);
  if (!url.search && !url.hash && !url.username)
    return {value: url.href.replace(/\/+$/, '').replace(/\/v1\/(traces|metrics)$/, '')};
  throw new ConfigError(
    'wrong-value',
    `${what} (${given.origin}) must be a URL without a name, a query or a fragment, such as http://localhost:4318: what it wants to hear goes into OTEL_EXPORTER_OTLP_HEADERS.`,
  );
}

/** The public URL that leads to the listener: paths come behind it, so it has none of its own. */
export function parseTunnel(given: Given): Parsed<string> {
  const what = 'The public URL';
  const written = textOf(what, given);
  const url = urlOf(what, written.includes('://') ? written : `https://${written}`, given.origin);
  if (url.pathname === '/' && !url.search && !url.hash && !url.username) return {value: url.origin};
  throw new ConfigError(
    'wrong-value',
    `${what} (${given.origin}) must be a scheme and a host, such as https://abc.example.com: remove the rest.`,
  );
}

/** The base URL of ngrok's agent, or `off`. The agent is asked without being asked for, so it has to be on this machine. */
export function parseNgrokApi(given: Given): Parsed<string> {
  const what = 'The address of ngrok’s agent';
  const written = textOf(what, given);
  if (written === 'off') return {value: written};
  const url = urlOf(what, written, given.origin);
  if (isLocal(url)) return {value: url.origin};
  throw new ConfigError('wrong-value', `${what} (${given.origin}) must be on this machine, or be off: change it.`);
}

/**
 * The base URL of the API, to which tokens are sent. A bare host is taken as https (Ruby's `VONAGE_API_HOST`). A project's
 * file may have come with somebody's repository, so it may name Vonage's hosts and this machine, and no others.
 */
export function parseApiUrl(given: Given): Parsed<string> {
  const what = 'The API URL';
  const written = textOf(what, given);
  const url = urlOf(what, written.includes('://') ? written : `https://${written}`, given.origin);
  if (url.search || url.hash || url.username) {
    throw new ConfigError(
      'wrong-value',
      `${what} (${given.origin}) must be a scheme, a host and a path: remove the rest.`,
    );
  }
  const value = url.href.replace(/\/$/, '');
  const local = isLocal(url);
  if (given.layer === 'project' && !local && trustedOrigin(url.origin, vonageApi) === undefined) {
    const advice = 'If you trust it with your tokens, say so yourself: --api-url, or CONVO_MONITOR_API_URL.';
    throw new ConfigError('untrusted-api-url', `${what} (${given.origin}) is none of Vonage's hosts. ${advice}`);
  }
  if (local || url.protocol === 'https:') return {value};
  const text = `${what} (${given.origin}) is plain http, so tokens can be read on the way: use https.`;
  return {value, warnings: [{code: 'plain-http', text}]};
}

function isLocal({hostname}: URL): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

function urlOf(what: string, written: string, origin: string): URL {
  const url = asHttpUrl(written);
  if (url?.port === '0')
    throw new ConfigError('wrong-value', `${what} (${origin}) has port 0, at which nothing can listen: give its own.`);
  if (url) return url;
  throw new ConfigError(
    'wrong-value',
    `${what} (${origin}) must be a URL that begins with http:// or https://: change it.`,
  );
}

function textOf(what: string, {raw, origin}: Given): string {
  if (typeof raw === 'string' && raw.trim() !== '') return raw.trim();
  throw new ConfigError('wrong-value', `${what} (${origin}) must be a text that is not empty: change it.`);
}
