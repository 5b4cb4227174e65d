import type {Meaning} from './meaning.js';

/** A SIP code, and the word that `leg:status:update` has for it (`state.reason`). */
type SipRow = Meaning & {reason?: string};

const busy = {meaning: 'The called party is on another call.', advice: 'Try again later.'};
const caller = 'Check the SIP uri and its headers.';

/** SIP codes as they appear in `sip_code` (RFC 3261, 5626; RFC 3398 maps the telephone network's causes to them). */
export const sipCodes: ReadonlyMap<number, SipRow> = new Map<number, SipRow>([
  [200, {meaning: 'The call ended normally.', reason: 'ok'}],
  [400, {meaning: 'The far end could not understand the request.', advice: caller, reason: 'bad_request'}],
  [401, {meaning: 'The far end wants credentials.', advice: 'Check the SIP endpoint’s authentication.'}],
  [
    403,
    {
      meaning: 'The far end forbids this call.',
      advice: 'Check that the caller id is allowed on this route.',
      reason: 'forbidden',
    },
  ],
  [
    404,
    {
      meaning: 'The number or user does not exist there.',
      advice: 'Check the number, its country code first.',
      reason: 'not_found',
    },
  ],
  [405, {meaning: 'The far end does not allow such a request.', advice: caller}],
  [406, {meaning: 'The far end cannot give an answer that is acceptable.', advice: caller}],
  [407, {meaning: 'A proxy on the way wants credentials.', advice: 'Check the SIP endpoint’s authentication.'}],
  [
    408,
    {
      meaning: 'The far end did not answer in time.',
      advice: 'Check that the SIP endpoint is reachable.',
      reason: 'request_timeout',
    },
  ],
  [410, {meaning: 'The number is gone.', advice: 'Check the number with its owner.', reason: 'gone'}],
  [415, {meaning: 'The far end does not support the media offered.', advice: 'Check the codecs of the SIP endpoint.'}],
  [
    420,
    {
      meaning: 'The far end does not know an extension of SIP that the call needs.',
      advice: 'Look at the SIP endpoint’s own log.',
      reason: 'bad_extension',
    },
  ],
  [
    430,
    {
      meaning: 'The connection to the called app or SIP phone is gone.',
      advice: 'Check that it is registered and online, then try again.',
      reason: 'flow_failed',
    },
  ],
  [
    480,
    {
      meaning: 'The called party is temporarily unavailable.',
      advice: 'Try again later.',
      reason: 'temporarily_unavailable',
    },
  ],
  [481, {meaning: 'The far end does not know this call any more.', advice: 'Look at the SIP endpoint’s own log.'}],
  [482, {meaning: 'The call went round in a circle.', advice: 'Check where the SIP endpoint routes it.'}],
  [483, {meaning: 'The call passed too many hops.', advice: 'Check where the SIP endpoint routes it.'}],
  [484, {meaning: 'The number is incomplete.', advice: 'Write it in E.164 digits, the country code first.'}],
  [485, {meaning: 'The number is ambiguous.', advice: 'Write it in E.164 digits, the country code first.'}],
  [486, {...busy, reason: 'busy_here'}],
  [
    487,
    {
      meaning: 'The caller gave up before an answer.',
      advice: 'Nothing is wrong; look at the ringing time if it happens often.',
      reason: 'request_terminated',
    },
  ],
  [
    488,
    {
      meaning: 'The far end does not accept the media offered.',
      advice: 'Check the codecs and srtp of the SIP endpoint.',
    },
  ],
  [491, {meaning: 'Two requests met halfway.', advice: 'Try again.'}],
  [500, {meaning: 'The far end failed.', advice: 'Try again; look at the SIP endpoint’s own log.'}],
  [501, {meaning: 'The far end cannot do what was asked.', advice: 'Look at the SIP endpoint’s own log.'}],
  [502, {meaning: 'A gateway on the way failed.', advice: 'Try again.', reason: 'bad_gateway'}],
  [503, {meaning: 'The route is congested or out of service.', advice: 'Try again; ask support if it persists.'}],
  [504, {meaning: 'A gateway on the way gave no answer.', advice: 'Try again.'}],
  [513, {meaning: 'The request was too long for the far end.', advice: 'Send fewer or shorter SIP headers.'}],
  [600, {meaning: 'The called party is busy everywhere.', advice: 'Try again later.', reason: 'busy_everywhere'}],
  [
    603,
    {
      meaning: 'The called party declined the call.',
      advice: 'Nothing is wrong: offer another time or channel.',
      reason: 'decline',
    },
  ],
  [604, {meaning: 'The number does not exist anywhere.', advice: 'Check the number.'}],
  [606, {meaning: 'The called party cannot take the call as it was offered.', advice: 'Check the codecs offered.'}],
]);

/** What a code means that has no row: its first digit says who failed (RFC 3261, 7.2). */
export function sipClass(code: number): Meaning | undefined {
  const look = 'Look it up in RFC 3261, and look at the far end’s own log.';
  if (code >= 100 && code < 200) return {meaning: 'The call is still being set up.'};
  if (code < 300) return code >= 200 ? {meaning: 'The request succeeded.'} : undefined;
  if (code < 400) return {meaning: 'The far end is to be called elsewhere.', advice: look};
  if (code < 500) return {meaning: 'The far end refused this request.', advice: look};
  if (code < 600) return {meaning: 'A server on the way failed.', advice: look};
  return code < 700 ? {meaning: 'The called party cannot be reached anywhere.', advice: look} : undefined;
}
