import {readFile} from 'node:fs/promises';
import {type Authenticator, credsAuthenticator, nkeyAuthenticator} from '@nats-io/transport-node';
import * as z from 'zod';
import {jsonIn} from '../text/json-in.js';
import {printable} from '../text/printable.js';
import {codeOf} from '../text/system-error.js';
import {BusError} from './error.js';

/** What a server is told of who comes. */
export type BusCredentials = {
  authenticators: Authenticator[];
  /** Until when they hold, ms since the epoch, as far as they say so. */
  expires?: number;
};

/** Files of who comes: one of a JWT and a seed, or one with the seed of an nkey. */
export type CredentialFiles = {creds?: string; nkey?: string};

/** Reads what was configured, anew each time. Rejects with `BusError`, in which nothing stands of what is in the files. */
export async function readCredentials({creds, nkey}: CredentialFiles): Promise<BusCredentials> {
  const authenticators: Authenticator[] = [];
  if (nkey !== undefined) {
    const [seed] = SEED.exec(await textOf(nkey)) ?? [''];
    const authenticator = seed && nkeyAuthenticator(new TextEncoder().encode(seed));
    authenticators.push(usable(authenticator, `${nkey} holds no seed of an nkey (SU…): nk -gen user makes one.`));
  }
  if (creds === undefined) return {authenticators};
  const text = await textOf(creds);
  const authenticator = credsAuthenticator(new TextEncoder().encode(text));
  authenticators.push(
    usable(authenticator, `${creds} holds no credentials, a JWT and its seed: nsc generate creds makes them.`),
  );
  return {authenticators, expires: expiresAt(text)};
}

/** In the file of `nk -gen`, the seed is all there is; others have comments around it. */
const SEED = /\bSU[A-Z2-7]{56}\b/;

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new BusError(
      'credentials',
      `${printable(file, 1000)} cannot be read (${codeOf(error)}). Correct the path, or put it there.`,
    );
  }
}

/** What can answer a server, for that is tried. */
function usable(authenticator: Authenticator | '', otherwise: string): Authenticator {
  try {
    if (authenticator !== '') {
      authenticator('nonce');
      return authenticator;
    }
  } catch {
    // Its words may hold what is in the file.
  }
  throw new BusError('credentials', printable(otherwise, 1000));
}

const claims = z.object({exp: z.number().positive().optional()});

/** The claims stand in the middle of the JWT. */
function expiresAt(text: string): number | undefined {
  const [, middle = ''] = /^\s*[\w-]+\.([\w-]+)\.[\w-]+\s*$/m.exec(text) ?? [];
  const {data} = claims.safeParse(jsonIn(Buffer.from(middle, 'base64url').toString('utf8')));
  return data?.exp === undefined ? undefined : data.exp * 1000;
}
