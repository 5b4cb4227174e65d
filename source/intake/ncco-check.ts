import type {Finding} from '../call/finding.js';
import type {Failure, Route} from '../call/observation.js';
import {counted} from '../text/counted.js';
import {type Answer, wantsNcco} from './answering.js';
import {joinHeaders, type Reply} from './raw.js';
import {applicationUnavailable, emptyReply, nccoReply} from './spoken.js';

/** Looks through an NCCO and changes nothing. */
export type CheckNcco = (body: string, contentType?: string) => Finding[];

const openingBracket = 0x5b;

/** Whether a reply is meant as an NCCO: an event may be answered with anything, and only what looks like one is. */
export function isNcco(route: Route, {status, body}: Reply): boolean {
  return status <= 299 && (wantsNcco[route] || body[0] === openingBracket);
}

/** What the check remarks about a reply. A compressed one goes through unread. */
export function findingsOf({rawHeaders, body}: Reply, check: CheckNcco): Finding[] {
  const headers = joinHeaders(rawHeaders);
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') return [];
  return check(body.toString('utf8'), headers['content-type'] ?? '');
}

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
