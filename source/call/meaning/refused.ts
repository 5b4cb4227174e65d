import {type Route, wantsNcco} from '../observation.js';

/** How a web server refused a request, by its status. */
export type RefusedRequest = {
  route: Route;
  status: number;
  method: string;
  /** Without its query. */
  path: string;
  /** Where a redirect points to, as received. */
  location?: string;
  /** Which methods a 405 would have taken, as received. */
  allow?: string;
};

/**
 * Whether Vonage takes a reply by its status. An NCCO has to come with 200 (support article on answer URL failures, and the
 * webhook reference: a fallback URL is asked after anything else); an event was heard with 200 to 205 (webhook guide).
 */
export function isTaken(route: Route, status: number): boolean {
  return wantsNcco[route] ? status === 200 : status >= 200 && status <= 205;
}

/** What the status means, where that is not plain, and what to change in the application. */
type Refused = {meaning?: string; advice: string};

/**
 * What an application's status that Vonage does not take says about its route. Vonage follows no redirect and logs in nowhere (support article on
 * answer URL failures).
 */
export function meaningOfRefused(request: RefusedRequest): Refused {
  return words.find(([from, to]) => request.status >= from && request.status <= to)?.[2](request) ?? {advice: seeLog};
}

const seeLog = 'Look into its log.';
const noLogin = 'Let Vonage call it without; its signature says who calls.';

const words: readonly (readonly [from: number, to: number, (request: RefusedRequest) => Refused])[] = [
  [
    200,
    299,
    ({route}) => ({
      meaning: `Vonage takes 200 ${wantsNcco[route] ? 'alone' : 'to 205'}`,
      advice: 'Answer with the status 200.',
    }),
  ],
  [
    304,
    304,
    ({path}) => ({
      meaning: 'not modified, and Vonage keeps no earlier answer',
      advice: `Answer ${path} in full each time: take it out of what is cached.`,
    }),
  ],
  [
    300,
    399,
    ({path, location}) => ({
      meaning: `a redirect${location ? ` to ${location}` : ''}, which Vonage does not follow`,
      advice: `Answer ${path} itself: mind a slash at its end, forced https and a login page.`,
    }),
  ],
  [401, 401, ({path}) => ({meaning: 'not logged in', advice: `${path} asks for a login. ${noLogin}`})],
  [
    403,
    403,
    ({method, path}) => ({
      meaning: 'forbidden',
      advice: `Take ${method} ${path} out of CSRF protection, login and host checks.`,
    }),
  ],
  [
    404,
    404,
    ({method, path}) => ({advice: `Add ${method} ${path} to your application, or correct the path in the dashboard.`}),
  ],
  [
    405,
    405,
    ({method, path, allow}) => ({
      meaning: allow ? `it allows ${allow} only` : 'the method is not allowed',
      advice: `Let ${path} take ${method}, or choose the other method beside the URL in the dashboard.`,
    }),
  ],
  [407, 407, ({path}) => ({meaning: 'not logged in', advice: `${path} asks for a login. ${noLogin}`})],
  [419, 419, ({method, path}) => ({meaning: 'page expired', advice: `Take ${method} ${path} out of CSRF protection.`})],
  [
    429,
    429,
    () => ({meaning: 'too many requests', advice: 'Let Vonage pass the rate limit; it tries only once more.'}),
  ],
  [400, 499, ({path}) => ({advice: `It did not accept the request: see which fields ${path} demands, and its log.`})],
];
