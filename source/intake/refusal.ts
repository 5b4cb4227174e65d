import {isUtf8} from 'node:buffer';
import {isTaken, meaningOfRefused} from '../call/meaning/refused.js';
import type {Failure} from '../call/observation.js';
import {readJson} from '../text/json-positions.js';
import {isRefusedType} from '../vonage/ncco/content-type.js';
import {insteadOfJson, insteadOfNcco} from '../vonage/ncco/instead.js';
import {textOfPage} from './error-page.js';
import {joinHeaders, type Received, type Reply} from './raw.js';

/** The codes of `refusalOf` and of `--strict`: an answer came, so the application can be reached. */
export const unsuitableCodes: ReadonlySet<string> = new Set([
  'status',
  'content-type',
  'not-json',
  'not-an-ncco',
  'ncco-errors',
]);

/**
 * Why Vonage would refuse an application's answer to an answer or fallback webhook, or undefined when it would take it:
 * the status 200, no HTML or XML content type, and a JSON array (support article on answer URL failures).
 */
export function refusalOf(
  reply: Reply,
  {method, path: url, headers: asked}: Pick<Received, 'method' | 'path' | 'headers'>,
): Failure | undefined {
  const said = quote(reply.body);
  const headers = joinHeaders(reply.rawHeaders);
  if (!isTaken('answer', reply.status)) {
    const {location, allow} = headers;
    const path = url.split('?', 1)[0] ?? '';
    const {meaning, advice} = meaningOfRefused({route: 'answer', status: reply.status, method, path, location, allow});
    const why = meaning ? ` (${meaning})` : '';
    const next = refusesHost(reply)
      ? `It refuses the Host ${asked.host ?? ''}: allow it there, or start with --forward-host rewrite.`
      : advice;
    return {
      code: 'status',
      detail: `${reply.status}`,
      text: `The application answered ${reply.status}${why} instead of 200${said}. ${next}`,
    };
  }
  const type = headers['content-type'] ?? '';
  const body = reply.body.toString('utf8').replace(byteOrderMark, '');
  if (isRefusedType(type)) {
    const text = `The application answered with the content type ${type}, which Vonage refuses whatever the body is${said}.`;
    const instead = body.trimStart().startsWith('<') ? insteadOfJson(body, 'markup') : undefined;
    return {code: 'content-type', detail: type.slice(0, 60), text: `${text} ${instead ?? 'Send application/json.'}`};
  }
  // A compressed answer goes through unread: it was asked for by the request's own Accept-Encoding.
  if (headers['content-encoding'] && headers['content-encoding'] !== 'identity') return undefined;
  if (body.trim() === '') {
    const text = 'The application answered with an empty body. Answer with a JSON array of actions.';
    return {code: 'not-json', detail: 'empty', text};
  }
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (error) {
    const json = readJson(body);
    const instead = 'problem' in json ? insteadOfJson(body, json.problem.code) : undefined;
    const text = `The application's answer is not JSON (${(error as Error).message})${said}.`;
    return {code: 'not-json', text: `${text} ${instead ?? 'An NCCO is a JSON array of actions.'}`};
  }
  if (Array.isArray(value)) return undefined;
  const text = `The application's answer is JSON, but not an array of actions${said}.`;
  return {code: 'not-an-ncco', text: `${text} ${insteadOfNcco(value)}`};
}

/** What frameworks say to a `Host` that they were not told of: Django, Rails, Laravel, Starlette, Vite, webpack. */
const hostRefused = /(disallowed|invalid|blocked|untrusted)[ _a-z]{0,20}hosts?\b|\bhost\b.{0,100} is not allowed/i;

function refusesHost({status, body}: Reply): boolean {
  return status === 421 || ([400, 403].includes(status) && hostRefused.test(body.toString('utf8', 0, 20_000)));
}

const byteOrderMark = /^\ufeff/;

/** The beginning of what the application said, a page as its text; it is text from outside, escaped where it is shown. */
function quote(body: Buffer): string {
  if (body.length === 0) return ' with an empty body';
  if (!isUtf8(body)) return '';
  const text = body.toString('utf8').replace(byteOrderMark, '');
  const said = textOfPage(text) ?? text;
  if (said === '') return ' with a page that has no text';
  return `: “${said.length > 200 ? `${said.slice(0, 200)}…` : said}”`;
}
