import {ofAccount} from './set-ups/account.js';
import {api} from './set-ups/api.js';
import {listening} from './set-ups/listening.js';
import type {Broken} from './set-ups/shared.js';
import {signatures} from './set-ups/signatures.js';
import {told} from './set-ups/told.js';
import {tunnel} from './set-ups/tunnel.js';
import {urls} from './set-ups/urls.js';

/** From the beginning of a call's way to its end. */
export const setUps: readonly Broken[] = [
  ...told,
  ...api,
  ...ofAccount,
  ...listening,
  ...tunnel,
  ...urls,
  ...signatures,
];

/** By name: two of them at a time, the one in front first. */
export const pairs: readonly (readonly [first: string, second: string])[] = [
  ['the private key of another application', 'an answer URL of yesterday’s tunnel'],
  ['an API URL at which nothing listens', 'an application that is down'],
  ['a port that another program has', 'signatures required of an application that does not sign'],
  ['a number that nobody has linked', 'an application without an event route'],
  ['a secret of another account', 'a tunnel with a password'],
  ['no tunnel', 'an event URL of yesterday’s tunnel'],
];
