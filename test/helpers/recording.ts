import type {Observation} from '../../source/call/observation.js';
import {observationLine} from '../../source/recording/line.js';
import {openRecording} from '../../source/recording/write.js';

/** Writes a recording of these observations, numbered anew in the order given; gives the file back. */
export async function writeRecording(file: string, observations: readonly Observation[]): Promise<string> {
  const started = new Date(observations[0]?.at ?? 0).toISOString();
  const recording = await openRecording({file, version: '0.0.0-test', started});
  await recording.append(Buffer.from(renumbered(observations).map(observationLine).join('')));
  await recording.close();
  return file;
}

/** Several sequences as one: each begins with 1, and says of a reply by number what it replies to. */
export function renumbered(observations: readonly Observation[]): Observation[] {
  let offset = 0;
  return observations.map((each, i) => {
    if (each.seq === 1) offset = i;
    return each.source === 'reply' ? {...each, seq: i + 1, to: each.to + offset} : {...each, seq: i + 1};
  });
}
