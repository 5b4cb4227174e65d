import {randomUUID} from 'node:crypto';
import type {IncomingMessage, ServerResponse} from 'node:http';
import * as z from 'zod';

/** Below it `convo-monitor doctor` asks whether a URL leads to a listener. No application has it, and nothing of it is recorded. */
const BELOW = '/convo-monitor/probe/';

const nonceForm = /^[0-9a-f]{32}$/;

const answer = z.object({
  probe: z.string().regex(nonceForm),
  /** Which listener answered: another one at each start. */
  listener: z.uuid(),
  /** When the probe arrived, ms since the epoch by the listener's clock. */
  at: z.number(),
});

export type ProbeAnswer = z.infer<typeof answer>;

/** @param nonce 32 hexadecimal digits. */
export const probePath = (nonce: string): string => `${BELOW}${nonce}`;

/** Answers the probes of one listener: false for a request that is none. */
export function probeAnswering(): (request: IncomingMessage, response: ServerResponse) => boolean {
  const listener = randomUUID();
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

/** The answer of a listener to the probe with that nonce; undefined for whatever else answered. */
export function readProbeAnswer(text: string, nonce: string): ProbeAnswer | undefined {
  try {
    const read = answer.safeParse(JSON.parse(text));
    return read.success && read.data.probe === nonce ? read.data : undefined;
  } catch {
    return undefined;
  }
}
