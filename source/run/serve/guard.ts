import {createHash, timingSafeEqual} from 'node:crypto';
import {isIP} from 'node:net';
import {PAGE_PROTOCOL, tokenProtocol} from './protocol.js';

type Head = {host?: string; origin?: string; authorization?: string; 'sec-websocket-protocol'?: string};

/** Where it is bound, and what it wants to hear. */
export type Guard = {
  address: string;
  token: string;
  /** By TLS. */
  isSecure?: boolean;
  /** Whether the certificate is for that name: a browser has seen to it that a page of another name does not lead here. */
  isCertified?: (name: string) => boolean;
};

/** Why somebody may not, as an HTTP status and a sentence. */
export type Refusal = {status: number; text: string};

/** Why nothing is said to somebody at all, not even that a monitor is here; undefined for who asks at the right place. */
export function strangerOf(
  {host = '', origin}: Head,
  {address, isSecure = false, isCertified}: Guard,
): Refusal | undefined {
  const name = host.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
  // A page in a browser may have any name lead here (DNS rebinding), but its name comes with it.
  if (!isOurs(name, address) && !isCertified?.(name))
    return {
      status: 403,
      text: `This is not ${name || 'a host without a name'}: connect to the address that was given.`,
    };
  if (origin !== undefined && origin !== `${isSecure ? 'https' : 'http'}://${host}`)
    return {status: 403, text: 'Pages of others may not attach: open the page that is served here.'};
  return undefined;
}

/** Why somebody may not attach; undefined for who may. */
export function refusalOf(head: Head, guard: Guard): Refusal | undefined {
  const stranger = strangerOf(head, guard);
  if (stranger) return stranger;
  const {authorization = ''} = head;
  const [, given = ''] = /^Bearer (\S+)$/i.exec(authorization) ?? [];
  const isRight = isPage(head) ? isSame(tokenOfPage(head), tokenProtocol(guard.token)) : isSame(given, guard.token);
  if (!isRight)
    return {status: 401, text: 'The token is missing, or another one. The monitor said it when it started.'};
  return undefined;
}

const protocolsOf = (head: Head): string[] =>
  (head['sec-websocket-protocol'] ?? '').split(',').map(each => each.trim());

/** Whether the page asks, which cannot be told by a status. */
export const isPage = (head: Head): boolean => protocolsOf(head).includes(PAGE_PROTOCOL);

const tokenOfPage = (head: Head): string => protocolsOf(head).find(each => each !== PAGE_PROTOCOL) ?? '';

/** What somebody gave as a token, in whatever form, so that one guess can be told from another without being kept. */
export function guessIn(head: Head): string {
  return digest(`${head.authorization} ${head['sec-websocket-protocol']}`).toString('base64');
}

const loopback = new Set(['localhost', '127.0.0.1', '::1']);

function isOurs(name: string, address: string): boolean {
  if (loopback.has(name) || name === address) return true;
  return (address === '0.0.0.0' || address === '::') && isIP(name) !== 0;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** In the same time whatever is other. */
function isSame(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b));
}

/** Whether others than this machine reach it there. */
export const isOpen = (address: string): boolean => !loopback.has(address) && !address.startsWith('127.');
