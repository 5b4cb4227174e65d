import {createPublicKey} from 'node:crypto';
import {readPrivateKey} from '../vonage/private-key.js';
import type {Plan} from './plan.js';

/** The public half of the private key that is given, as DER in base64; undefined where that cannot be read. */
export function ownPublicKey({privateKey}: Plan): string | undefined {
  if (privateKey === undefined) return undefined;
  try {
    return derOf(createPublicKey(readPrivateKey(privateKey)));
  } catch {
    return undefined;
  }
}

/** Whether a public key in PEM, as the Application API shows it, is that one. */
export function samePublicKey(own: string, pem: string): boolean {
  try {
    return derOf(createPublicKey(pem)) === own;
  } catch {
    return false;
  }
}

const derOf = (key: ReturnType<typeof createPublicKey>): string =>
  key.export({type: 'spki', format: 'der'}).toString('base64');
