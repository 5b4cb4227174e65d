import * as z from 'zod';
import type {OwnedNumber} from '../types.js';
import type {ApiError} from './fate.js';
import {wholeBetween} from './parameters.js';
import type {Answer, Ask, Route} from './route.js';

/** Where the Numbers API lists the account's numbers; it has a host of its own (rest.nexmo.com) and no version. */
export const numbersPath = /^\/(account)\/numbers$/;

/** The Numbers API (Basic authentication with the account's key and secret): the numbers that the account has. */
export const numberRoutes: Route[] = [{method: 'GET', path: numbersPath, handle: list}];

const flag = z.preprocess(text => (text === 'true' ? true : text === 'false' ? false : text), z.boolean());

const asked = z.looseObject({
  application_id: z.string().optional(),
  has_application: flag.optional(),
  country: z.string().optional(),
  pattern: z.string().optional(),
  index: wholeBetween(1, 1e6).default(1),
  size: wholeBetween(1, 100).default(10),
});

/** Where there are none, the reply is an empty object. */
function list({platform, query}: Ask): Answer {
  const parsed = asked.safeParse(Object.fromEntries(query));
  if (!parsed.success) return problem(420, `Invalid value for parameter: ${parsed.error.issues[0]?.path.join('.')}`);
  const {application_id: id, has_application: isLinked, country, pattern, index, size} = parsed.data;
  const all = platform.numbers
    .map(number => describe(number, platform.applicationId))
    .filter(number => id === undefined || number.app_id === id)
    .filter(number => isLinked === undefined || (number.app_id !== undefined) === isLinked)
    .filter(number => country === undefined || number.country === country)
    .filter(number => pattern === undefined || number.msisdn.startsWith(pattern));
  if (all.length === 0) return {status: 200, body: {}};
  return {status: 200, body: {count: all.length, numbers: all.slice((index - 1) * size, index * size)}};
}

function describe(
  {number, country = 'GB', application, voice, features = ['VOICE', 'SMS']}: OwnedNumber,
  ours: string,
) {
  const id = application === undefined ? ours : application;
  return {
    ...{country, msisdn: number, type: 'mobile-lvn', features},
    ...(id !== null && {app_id: id}),
    ...(voice && {voiceCallbackType: voice.type, voiceCallbackValue: voice.value}),
  };
}

/** The older APIs' errors, which this one still has. */
export function problem(status: number, label: string): ApiError {
  return {status, body: {'error-code': String(status), 'error-code-label': label}};
}
