import * as z from 'zod';
import type {ProbeAnswer} from '../intake/probe.js';

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
