import type {Meaning} from './meaning.js';

/** A text that Vonage writes freely: what it contains, how it is listed, and what it means. */
export type TextMeaning = Meaning & {like: RegExp; such: string};

const checkIt = 'Check it with: convo-monitor ncco FILE.';

/**
 * Reasons of error events: of NCCOs (webhook reference, troubleshooting guide), and of what Vonage could not do for the account (list of API
 * errors). The last one takes whatever the others left.
 */
export const nccoErrors: readonly TextMeaning[] = [
  {
    like: /balance|credit|\b402\b/i,
    such: 'This request could not be performed due to your account balance being low.',
    meaning: 'The account has too little credit for this call.',
    advice: 'Top up the account in the Vonage dashboard; nothing is wrong with the NCCO.',
  },
  {
    like: /rate.?limit|too many|throttl|\b429\b/i,
    such: 'Rate limit exceeded',
    meaning: 'The account’s limit of new calls a second was reached.',
    advice: 'Connect fewer than 3 calls a second.',
  },
  {
    like: /provision|suspend|do not have access to the|\b403\b|forbidden|not (permitted|allowed|authori[sz]ed)/i,
    such: 'The credentials provided do not have access to the requested product.',
    meaning: 'The account or the application may not do this.',
    advice:
      'Check that the application is the one that the number is linked to, and ask support whether the account may do this.',
  },
  {
    like: /unauthori[sz]ed|authentication|credential|\b401\b/i,
    such: 'You did not provide correct credentials.',
    meaning: 'Vonage refused the credentials of a request.',
    advice: 'Check that application id and private key belong together, and this machine’s clock.',
  },
  {
    like: /syntax|invalid value|\baction\b/i,
    such: 'Syntax error in NCCO. Invalid value type or action.',
    meaning: 'Vonage could not use the NCCO that your application returned.',
    advice: `${checkIt} Vonage does not retry; the call ends.`,
  },
  {
    like: /not.?found|does not exist|\b404\b/i,
    such: 'The requested resource does not exist, or you do not have access to it.',
    meaning: 'Something that was asked for does not exist, or not for this application, or not in this region.',
    advice: 'Check the ids in the request or NCCO: conversation, leg, user, number.',
  },
  {
    like: /bad.?request|invalid.?parameter|validation|\b400\b/i,
    such: 'BAD_REQUEST',
    meaning: 'A field of a request or of the NCCO is missing or has a value that is not allowed.',
    advice: 'The reason names the field; check an NCCO with: convo-monitor ncco FILE',
  },
  {
    like: /internal|\b50\d\b/i,
    such: 'Internal server error',
    meaning: 'Something failed inside Vonage.',
    advice: 'Try again; if it persists, send support the conversation’s id.',
  },
  {
    like: /^/,
    such: 'any other reason',
    meaning: 'Vonage reports an error.',
    advice: 'Read the reason; if it is about the NCCO, check that with: convo-monitor ncco FILE',
  },
];

/**
 * `reason` of fallback requests: why the answer URL, or an event URL that should have returned an NCCO, was of no use (support
 * article on answer URL failures). The last one takes whatever the others left.
 */
export const fallbackReasons: readonly TextMeaning[] = [
  {
    like: /ssl|tls|certificate/i,
    such: 'General SSLEngine problem',
    meaning: 'Vonage does not trust the certificate of your web server.',
    advice: 'Use one of a public authority, intermediates included: a self-signed one never works.',
  },
  {
    like: /time(d)? ?out/i,
    such: 'Read timed out',
    meaning: 'Your web server did not answer in time.',
    advice: 'Vonage waits 1 s for the connection and 5 s for the answer: answer first, and do slow work afterwards.',
  },
  {
    like: /connection|refused|reset|unreachable|unknown host/i,
    such: 'Connection closed.',
    meaning: 'Vonage could not reach your web server, or the connection broke.',
    advice: 'Check that the tunnel runs, and that the URL in the application is the one it has today.',
  },
  {
    like: /content.?type/i,
    such: 'Invalid content type',
    meaning: 'Your answer was not typed as JSON.',
    advice: 'Send "Content-Type: application/json": HTML and XML types are refused whatever the body is.',
  },
  {
    like: /syntax|ncco|json|parse|invalid value/i,
    such: 'Syntax error in NCCO',
    meaning: 'Vonage could not use the NCCO that your application returned.',
    advice: checkIt,
  },
  {
    like: /\b[45]\d\d\b|status/i,
    such: 'HTTP status 500',
    meaning: 'Your web server answered with an error status instead of 200.',
    advice: 'Look at its log. Vonage tries again only after 429, 503 and 504.',
  },
  {
    like: /^/,
    such: 'any other reason',
    meaning: 'Vonage could not use what the answer URL gave.',
    advice: 'Look at the answer webhook before this one, and at original_request.',
  },
];

/** The first pattern that fits; each list ends with one that always does. */
export function firstLike(patterns: readonly TextMeaning[], text: string): TextMeaning | undefined {
  return patterns.find(({like}) => like.test(text));
}
