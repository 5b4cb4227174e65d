import {createHash, timingSafeEqual} from 'node:crypto';
import {isIP} from 'node:net';

type Head = {host?: string; origin?: string; authorization?: string};

/** Where it is bound, and what it wants to hear. */
export type Guard = {
  address: string;
  token: string;
  /** Whether the certificate is for that name: a browser has seen to it that a page of another name does not lead here. */
  isCertified?: (name: string) => boolean;
};

/** Why somebody may not attach, as an HTTP status and a sentence; undefined for who may. */
export function refusalOf({host = '', origin, authorization = ''}: Head, {address, token, isCertified}: Guard) {
  const name = host.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
  // A page in a browser may have any name lead here (DNS rebinding), but its name comes with it.
  if (!isOurs(name, address) && !isCertified?.(name))
    return {
      status: 403,
      text: `This is not ${name || 'a host without a name'}: connect to the address that was given.`,
    };
  if (origin !== undefined) return {status: 403, text: 'Pages in browsers may not attach.'};
  const [, given = ''] = /^Bearer (\S+)$/i.exec(authorization) ?? [];
  if (!isSame(given, token))
    return {status: 401, text: 'The token is missing, or another one. The monitor said it when it started.'};
  return undefined;
}

const loopback = new Set(['localhost', '127.0.0.1', '::1']);

function isOurs(name: string, address: string): boolean {
  if (loopback.has(name) || name === address) return true;
  return (address === '0.0.0.0' || address === '::') && isIP(name) !== 0;
}

/** In the same time whatever is other. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** Whether others than this machine reach it there. */
export const isOpen = (address: string): boolean => !loopback.has(address) && !address.startsWith('127.');
