import {randomUUID} from 'node:crypto';
import type {IncomingMessage, ServerResponse} from 'node:http';

/** Below it `convo-monitor doctor` asks whether a URL leads to a listener. No application has it, and nothing of it is recorded. */
const BELOW = '/convo-monitor/probe/';

const nonceForm = /^[0-9a-f]{32}$/;

/** What is answered to a probe. */
export type ProbeAnswer = {
  /** Its nonce. */
  probe: string;
  /** Which listener answered: another one at each start. */
  listener: string;
  /** When the probe arrived, ms since the epoch by the listener's clock. */
  at: number;
};

/** @param nonce 32 hexadecimal digits. */
export const probePath = (nonce: string): string => `${BELOW}${nonce}`;

/** Answers the probes of one listener, by its id: false for a request that is none. */
export function probeAnswering(
  listener: string = randomUUID(),
): (request: IncomingMessage, response: ServerResponse) => boolean {
  return ({method, url = ''}, response) => {
    const probe = url.slice(BELOW.length);
    if (method !== 'GET' || !url.startsWith(BELOW) || !nonceForm.test(probe)) return false;
    const body = JSON.stringify({probe, listener, at: Date.now()} satisfies ProbeAnswer);
    const length = String(Buffer.byteLength(body));
    response
      .writeHead(200, {'Content-Type': 'application/json', 'Content-Length': length, 'Cache-Control': 'no-store'})
      .end(body);
    return true;
  };
}
