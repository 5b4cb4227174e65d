import {fallbackReasons, firstLike, nccoErrors} from './meaning/answer.js';
import {details} from './meaning/details.js';
import type {Meaning} from './meaning/meaning.js';
import {sipCodes} from './meaning/sip.js';
import {readStatus, statuses} from './status.js';

/** What the reason of an NCCO error event means. */
export function meaningOfNccoError(reason: string): Meaning {
  return firstLike(nccoErrors, reason) ?? {meaning: 'Vonage reports an error with the NCCO.'};
}

/** What the `reason` of a fallback request means. */
export function meaningOfFallback(reason: string): Meaning {
  return firstLike(fallbackReasons, reason) ?? {meaning: 'Vonage could not use what the answer URL gave.'};
}

/** The most telling explanation of a leg's end: its detail, then its SIP code, then its status. */
export function meaningOfEnd(end: {status: string; detail?: string; sipCode?: number}): Meaning {
  const {detail, sipCode} = end;
  const status = readStatus(end.status);
  return (
    (detail !== undefined && details.get(detail)) ||
    (sipCode !== undefined && sipCode !== 200 && sipCodes.get(sipCode)) ||
    (status ? statuses[status] : {meaning: `Vonage reports the status ${end.status}, which is not documented.`})
  );
}
