import {randomBytes} from 'node:crypto';
import * as z from 'zod';
import {type ProbeAnswer, probePath} from '../intake/probe.js';
import {ask, type Inquiry} from './ask.js';

/** A probe on its way through a public URL; `arrived` is what a listener said of it, where one did. */
export type Probe = Inquiry & {arrived?: ProbeAnswer};

/** ms: Vonage waits as long for an answer. */
const PATIENCE = 5000;

/** Sends a probe to a URL without a path, as Vonage would send a webhook, and waits so long, ms. Never rejects. */
export async function sendProbe(url: string, deadlineMs = PATIENCE): Promise<Probe> {
  const nonce = randomBytes(16).toString('hex');
  const asked = await ask(`${url}${probePath(nonce)}`, {deadlineMs});
  const arrived = asked.answer?.status === 200 ? readProbeAnswer(asked.answer.text, nonce) : undefined;
  return {...asked, ...(arrived && {arrived})};
}

const answer = z.object({probe: z.string(), listener: z.uuid(), at: z.number()}) satisfies z.ZodType<ProbeAnswer>;

/** The answer of a listener to the probe with that nonce; undefined for whatever else answered. */
export function readProbeAnswer(text: string, nonce: string): ProbeAnswer | undefined {
  try {
    const read = answer.safeParse(JSON.parse(text));
    return read.success && read.data.probe === nonce ? read.data : undefined;
  } catch {
    return undefined;
  }
}
