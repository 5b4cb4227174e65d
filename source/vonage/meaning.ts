import {readStatus, statuses} from './status.js';

/** What something of Vonage's means, in one plain sentence, and what to do next. */
export type Meaning = {meaning: string; advice?: string};

/** `detail` of rejected, failed and unanswered events (webhook reference; `carrier_timeout` from the SDKs' enumerations). */
const details: Readonly<Record<string, Meaning>> = {
  cannot_route: {
    meaning: 'Vonage has no route to this destination.',
    advice: 'Check the country code, and that the account may call this destination.',
  },
  number_out_of_service: {meaning: 'The number is not in service.', advice: 'Check the number with its owner.'},
  internal_error: {
    meaning: 'Something failed inside Vonage.',
    advice: 'Try again; if it persists, send support the leg id.',
  },
  invalid_number: {
    meaning: 'The from or the to number is not valid.',
    advice: 'Write both in E.164 digits without +: the country code first. from must be a number of your account.',
  },
  restricted: {
    meaning: 'The carrier refused the call.',
    advice: 'Check that from may be shown to this destination, and that the number is not blocked.',
  },
  declined: {meaning: 'The called party declined the call.'},
  unavailable: {
    meaning: 'The phone could not be reached: switched off or without coverage.',
    advice: 'Try again later.',
  },
  timeout: {meaning: 'The carrier gave no answer in time.', advice: 'Try again; a route may be congested.'},
  carrier_timeout: {meaning: 'The carrier gave no answer in time.', advice: 'Try again; a route may be congested.'},
};

/** SIP codes (RFC 3261 and 3398), as they appear in `sip_code`. */
const sipCodes: Readonly<Record<number, Meaning>> = {
  200: {meaning: 'The call ended normally.'},
  400: {meaning: 'The far end could not understand the request.', advice: 'Check the SIP uri and its headers.'},
  401: {meaning: 'The far end wants credentials.', advice: 'Check the SIP endpoint’s authentication.'},
  403: {meaning: 'The far end forbids this call.', advice: 'Check that the caller id is allowed on this route.'},
  404: {meaning: 'The number or user does not exist there.', advice: 'Check the number, its country code first.'},
  408: {meaning: 'The far end did not answer in time.', advice: 'Check that the SIP endpoint is reachable.'},
  410: {meaning: 'The number is gone.', advice: 'Check the number with its owner.'},
  415: {meaning: 'The far end does not support the media offered.', advice: 'Check the codecs of the SIP endpoint.'},
  480: {meaning: 'The called party is temporarily unavailable.', advice: 'Try again later.'},
  484: {meaning: 'The number is incomplete.', advice: 'Write it in E.164 digits, the country code first.'},
  486: {meaning: 'The called party is on another call.', advice: 'Try again later.'},
  487: {meaning: 'The caller gave up before an answer.'},
  488: {
    meaning: 'The far end does not accept the media offered.',
    advice: 'Check the codecs and srtp of the SIP endpoint.',
  },
  500: {meaning: 'The far end failed.', advice: 'Try again; look at the SIP endpoint’s own log.'},
  502: {meaning: 'A gateway on the way failed.', advice: 'Try again.'},
  503: {meaning: 'The route is congested or out of service.', advice: 'Try again; ask support if it persists.'},
  504: {meaning: 'A gateway on the way gave no answer.', advice: 'Try again.'},
  600: {meaning: 'The called party is busy everywhere.', advice: 'Try again later.'},
  603: {meaning: 'The called party declined the call.'},
  604: {meaning: 'The number does not exist anywhere.', advice: 'Check the number.'},
};

/** Reasons of NCCO error events (webhook reference, troubleshooting guide), by what their text contains. */
const nccoErrors: readonly [RegExp, Meaning][] = [
  [
    /syntax|invalid value|action/i,
    {
      meaning: 'Vonage could not use the NCCO that your application returned.',
      advice: 'Check it with: convo-monitor ncco FILE. Vonage does not retry; the call ends.',
    },
  ],
  [
    /rate|limit|throttl/i,
    {meaning: 'The account’s limit of new calls a second was reached.', advice: 'Connect fewer than 3 calls a second.'},
  ],
  [
    /.*/,
    {
      meaning: 'Vonage reports an error with the NCCO.',
      advice: 'Read the reason, then check the NCCO with: convo-monitor ncco FILE',
    },
  ],
];

/** What a `detail` says; undefined for values that Vonage has not documented. */
export function meaningOfDetail(detail: string): Meaning | undefined {
  return Object.hasOwn(details, detail) ? details[detail] : undefined;
}

export function meaningOfSipCode(code: number): Meaning | undefined {
  return Object.hasOwn(sipCodes, code) ? sipCodes[code] : undefined;
}

export function meaningOfNccoError(reason: string): Meaning {
  return (
    nccoErrors.find(([pattern]) => pattern.test(reason))?.[1] ?? {meaning: 'Vonage reports an error with the NCCO.'}
  );
}

/** The most telling explanation of a leg's end: its detail, then its SIP code, then its status. */
export function meaningOfEnd(end: {status: string; detail?: string; sipCode?: number}): Meaning {
  const status = readStatus(end.status);
  return (
    (end.detail && meaningOfDetail(end.detail)) ||
    (end.sipCode && end.sipCode !== 200 && meaningOfSipCode(end.sipCode)) ||
    (status ? statuses[status] : {meaning: `Vonage reports the status ${end.status}, which is not documented.`})
  );
}
