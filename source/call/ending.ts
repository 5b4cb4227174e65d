import {fallbackReasons, firstLike, nccoErrors} from './meaning/answer.js';
import {details} from './meaning/details.js';
import {endpoints} from './meaning/endpoints.js';
import type {Meaning} from './meaning/meaning.js';
import {sipCodes} from './meaning/sip.js';
import {readStatus, statuses} from './status.js';

/** What the reason of an NCCO error event means. */
export function meaningOfNccoError(reason: string): Meaning {
  return firstLike(nccoErrors, reason) ?? {meaning: 'Vonage reports an error.'};
}

/** What the `reason` of a fallback request means. */
export function meaningOfFallback(reason: string): Meaning {
  return firstLike(fallbackReasons, reason) ?? {meaning: 'Vonage could not use what the answer URL gave.'};
}

/** What it means that a leg to an endpoint of this type never came up. */
export function meaningOfNoAnswer(type: string): Meaning {
  return endpoints.get(type) ?? {meaning: 'Nobody answered.', advice: 'Look at the endpoint of connect.'};
}

/** The most telling explanation of a leg's end: its detail; its SIP code, where that does not contradict the status; else its status. */
export function meaningOfEnd({
  status: word,
  detail,
  sipCode,
}: {
  status: string;
  detail?: string;
  sipCode?: number;
}): Meaning {
  const status = readStatus(word);
  const row = status && statuses[status];
  const isTelling = sipCode !== undefined && (!row || row.sipCodes === 'any' || row.sipCodes?.includes(sipCode));
  return (
    (detail !== undefined && details.get(detail)) ||
    (isTelling && sipCode !== 200 && sipCodes.get(sipCode)) ||
    row || {meaning: `Vonage reports the status ${word}, which is not documented.`}
  );
}
