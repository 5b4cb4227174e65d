import type {Draft, Observation} from '../call/observation.js';
import {observationLine} from './line.js';
import {redactDraft} from './redact.js';
import {openRecording} from './write.js';

/** What was written behind a recording, and where its line is. */
export type Appended = {observation: Observation; offset: number; length: number};

/**
 * Writes one more observation behind a recording that is over, `at` so many ms since the epoch. Throws `RecordingError`: where another process writes
 * there, where it is no recording of this version, and where it cannot be written.
 */
export async function appendTo(file: string, draft: Draft, at: number, version: string): Promise<Appended> {
  const recording = await openRecording({file, version, started: new Date(at).toISOString()});
  try {
    const observation = {seq: recording.lastSeq + 1, at, ...redactDraft(draft)} as Observation;
    const line = Buffer.from(observationLine(observation));
    return {observation, offset: await recording.append(line), length: line.length};
  } finally {
    await recording.close();
  }
}
