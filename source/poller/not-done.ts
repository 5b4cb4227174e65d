import type {InterventionKind} from '../call/intervention.js';
import {
  advice,
  cause,
  clockAdvice,
  code,
  detail,
  type FailedRequest,
  meaning,
  type ProblemCode,
  trace,
} from './problem.js';

type Asked = FailedRequest & {kind: InterventionKind};

/** What was asked for, behind "to". */
const wanted: Readonly<Record<InterventionKind, string>> = {
  dial: 'place the call',
  hangup: 'hang the leg up',
  mute: 'mute the leg',
  unmute: 'unmute the leg',
  earmuff: 'let the leg hear nothing',
  unearmuff: 'let the leg hear again',
  transfer: 'transfer the leg',
  'send-dtmf': 'send the digits',
  talk: 'speak on the leg',
};

/** Nobody knows what became of a request whose answer did not come: a second one could call twice. */
const inDoubt = ({kind}: Asked): string =>
  kind === 'dial'
    ? 'Whether the call was placed is not known: look whether the phone rings before you place it again.'
    : 'Whether it was done is not known: the events of the call tell.';

/** Why something was not done, where, and what to do next: a row for each problem. */
const sentences: Readonly<Record<ProblemCode, (a: Asked) => string>> = {
  unauthorized: a =>
    `${a.host} refused the token (401${code(a)})${detail(a)}, and did not ${wanted[a.kind]}. ` +
    (clockAdvice(a) ?? "Check that the application id and the private key belong together, and this machine's clock."),
  credentials: a => `No token can be signed, so ${a.host} was not asked to ${wanted[a.kind]}. ${a.cause ?? ''}`,
  forbidden: a =>
    `${a.host} does not let this application ${wanted[a.kind]} (403${code(a)})${detail(a)}.${meaning(a)} ` +
    (advice(a) ??
      (a.kind === 'dial'
        ? 'Check that the application has voice, that --from is a number of this account, and that the account may call there.'
        : 'Check that --application-id is the application that the call belongs to.')),
  'not-found': a =>
    a.kind === 'dial'
      ? `${a.host} has no Voice API (404)${detail(a)}. Check --api-url.`
      : `${a.host} knows no such leg (404), and did not ${wanted[a.kind]}: it is over by now, or lives in another region. ` +
        'Give the host of its region as --api-url if it is still up.',
  'rate-limited': a =>
    `${a.host} has had too many requests (429${code(a)}), and did not ${wanted[a.kind]}: it takes 3 new calls and 15 other ` +
    'requests a second. Wait a second, then ask again; if it repeats, another program uses the same account.',
  'server-error': a =>
    `${a.host} failed when asked to ${wanted[a.kind]} (${a.error?.status}${code(a)})${detail(a)}. ${inDoubt(a)} ` +
    `If it lasts, see Vonage's status page${trace(a)}.`,
  refused: a =>
    `${a.host} refused to ${wanted[a.kind]} (${a.error?.status}${code(a)})${detail(a)}.${isBare(a) ? '' : meaning(a)} ${nextAfterRefusal(a)}`,
  reset: a => `The connection to ${a.host} broke before the answer was complete${cause(a)}. ${inDoubt(a)}`,
  timeout: a => `${a.host} did not answer in time (5 s to begin, 10 s in all). ${inDoubt(a)}`,
  unreachable: a =>
    `${a.host} cannot be reached${cause(a)}, so it did not ${wanted[a.kind]}. Check the network, and that --api-url is spelled right.`,
  malformed: a =>
    `${a.host} answered with something that is not the Voice API's${cause(a)}. ${inDoubt(a)} Check --api-url: a proxy or a ` +
    'login page may be answering in its place.',
  redirected: a =>
    `${a.host} redirects to another address (${a.error?.status}), and a token is never taken along: it did not ${wanted[a.kind]}. ` +
    'Check --api-url: it should be the address that answers itself.',
};

/** `BAD_REQUEST` and no word more: the leg is not ready for it (support article 10359615124380). */
const isBare = ({error}: Asked): boolean => error?.status === 400 && error.detail === undefined;

function nextAfterRefusal(a: Asked): string {
  const known = isBare(a) ? undefined : advice(a);
  if (known !== undefined) return known;
  if (a.error?.status === 409) return 'The leg is in no state for that: it may be over already.';
  if (a.kind === 'dial')
    return 'Check the number, --from (one of this account), and the NCCO with: convo-monitor ncco FILE.';
  if (!isBare(a)) return 'Correct that, then ask again.';
  return a.kind === 'hangup'
    ? 'Within two seconds of being placed a call cannot be hung up: ask again in a moment.'
    : 'Before the leg is answered nothing but hanging up is possible: ask again when it is.';
}

/** @param problem what went wrong. */
export function whyNotDone(problem: ProblemCode, asked: Asked): string {
  return sentences[problem](asked).trimEnd();
}
