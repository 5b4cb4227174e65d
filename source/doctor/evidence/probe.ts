import {type Probe, sendProbe} from '../../tunnel/probe.js';
import type {PublicUrl} from '../public-url.js';

/** A probe through a public URL that somebody names. */
export type ProbeSeen = Probe & {to: PublicUrl};

/** Sends a probe through a public URL. */
export async function askProbe(to: PublicUrl): Promise<ProbeSeen> {
  return {...(await sendProbe(to.url)), to};
}
