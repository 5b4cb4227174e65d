import {randomBytes} from 'node:crypto';
import {type ProbeAnswer, probePath} from '../intake/probe.js';
import {type Asked, ask} from './ask.js';
import {readProbeAnswer} from './probe-answer.js';

/** A probe on its way through a public URL; `arrived` is what a listener said of it, where one did. */
export type Probe = Asked & {arrived?: ProbeAnswer};

/** ms: Vonage waits as long for an answer. */
const PATIENCE = 5000;

/** Sends a probe to a URL without a path, as Vonage would send a webhook, and waits so long, ms. Never rejects. */
export async function sendProbe(url: string, deadlineMs = PATIENCE): Promise<Probe> {
  const nonce = randomBytes(16).toString('hex');
  const asked = await ask(`${url}${probePath(nonce)}`, {deadlineMs});
  const arrived = asked.answer?.status === 200 ? readProbeAnswer(asked.answer.text, nonce) : undefined;
  return {...asked, ...(arrived && {arrived})};
}
