import {randomBytes} from 'node:crypto';
import {type ProbeAnswer, probePath} from '../../intake/probe.js';
import {type Asked, ask} from '../ask.js';
import {readProbeAnswer} from '../probe-answer.js';
import type {PublicUrl} from '../public-url.js';

/** A probe on its way through a public URL; `arrived` is what a listener said of it, where one did. */
export type ProbeSeen = Asked & {to: PublicUrl; arrived?: ProbeAnswer};

/** Sends a probe through a public URL, as Vonage would send a webhook. */
export async function askProbe(to: PublicUrl): Promise<ProbeSeen> {
  const nonce = randomBytes(16).toString('hex');
  const asked = await ask(`${to.url}${probePath(nonce)}`, {deadlineMs: 5000});
  const arrived = asked.answer?.status === 200 ? readProbeAnswer(asked.answer.text, nonce) : undefined;
  return {...asked, to, ...(arrived && {arrived})};
}
