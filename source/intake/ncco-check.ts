import type {Finding} from '../call/finding.js';
import {type Failure, type Route, wantsNcco} from '../call/observation.js';
import {counted} from '../text/counted.js';
import type {Answer} from './answering.js';
import {applicationUnavailable, emptyReply, nccoReply} from './own-replies.js';
import {joinHeaders, type Reply} from './raw.js';

/** Looks through an NCCO and changes nothing. */
export type CheckNcco = (body: string, contentType?: string) => Finding[];

/** How an NCCO begins, and what is wrongly sent for one: an action outside an array, an array that was made into JSON twice. */
const beginning = /^\ufeff?\s*(?:\[|"\s*\[|\{[^{}]*"action"\s*:\s*")/;

/** Bytes of a reply in which its beginning is looked for. */
const BEGINNING = 2048;

/** Whether a reply is meant as an NCCO: an event may be answered with anything, and only what looks like one is. */
export function isNcco(route: Route, {status, body}: Reply): boolean {
  return status <= 299 && (wantsNcco[route] || beginning.test(body.toString('utf8', 0, BEGINNING)));
}

/** What the check remarks about a reply, of which `accepted` is the encodings that were asked for. A compressed one goes through unread. */
export function findingsOf({rawHeaders, body}: Reply, check: CheckNcco, accepted = ''): Finding[] {
  const headers = joinHeaders(rawHeaders);
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') return body.length === 0 || accepted.includes(encoding) ? [] : [unasked(encoding)];
  return check(body.toString('utf8'), headers['content-type'] ?? '');
}

const unasked = (encoding: string): Finding => ({
  severity: 'warning',
  code: 'compressed',
  text: `The answer is compressed (${encoding.slice(0, 20)}), and nobody asked for that: send it as it is.`,
});

/**
 * `--strict`: what goes out instead of an NCCO with errors. The caller hears an apology; an event gets an empty reply, which
 * lets the running NCCO go on.
 */
export function strictly(route: Route, answer: Answer, findings: Finding[]): Answer {
  const failure = refusalOf(route, findings);
  if (!failure || answer.failure) return {...answer, findings};
  const reply = wantsNcco[route] ? nccoReply(applicationUnavailable) : emptyReply(200);
  return {reply, by: 'monitor', failure, findings};
}

function refusalOf(route: Route, findings: readonly Finding[]): Failure | undefined {
  const errors = findings.filter(({severity}) => severity === 'error');
  const [first] = errors;
  if (!first) return undefined;
  const instead = wantsNcco[route] ? 'The caller heard an apology instead.' : 'The running NCCO went on instead.';
  const text = `The NCCO has ${counted(errors.length, 'error')} and was refused, as --strict asks: ${placed(first)} ${instead}`;
  return {code: 'ncco-errors', text};
}

/** A finding with its place in front, where it has one: `line 3, column 5: …`. */
export function placed({line, column, text}: Finding): string {
  return line === undefined ? text : `line ${line}, column ${column}: ${text}`;
}
