import {randomUUID} from 'node:crypto';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Observation} from '../../call/observation.js';
import {observationLine} from '../../recording/line.js';
import {openRecording} from '../../recording/write.js';
import {messageOf} from '../../text/system-error.js';
import {version} from '../../version.js';
import type {Source} from '../source.js';

/** What comes from a bus, as a recording: whoever is served gets lines of one, from where they left off. */
export type Copy = {
  file: string;
  /** The same source; what it gives is in the file before it is shown. */
  copied<From extends Source>(source: From): From;
  /** Takes the file away. */
  close(): Promise<void>;
};

/** Begins one in a folder that only its owner can look into. Throws `RecordingError`. */
export async function openCopy(): Promise<Copy> {
  const folder = await mkdtemp(join(tmpdir(), 'convo-monitor-bus-'));
  // Who attaches knows by its name whether it is still the one that they have read.
  const file = join(folder, `${randomUUID()}.ndjson`);
  const recording = await openRecording({file, version, started: new Date().toISOString()});
  let isBroken = false;

  /** What this side says itself has no number of its own, and is for this screen alone. */
  async function write(batch: readonly Observation[]): Promise<Observation[]> {
    const lines = batch.flatMap(({seq, at, ...rest}) =>
      rest.origin && !isBroken ? [observationLine({seq, at, ...rest} as Observation)] : [],
    );
    if (lines.length === 0) return [];
    try {
      await recording.append(Buffer.from(lines.join('')));
      return [];
    } catch (error) {
      isBroken = true;
      const text = `What is served does not go on: ${messageOf(error)} This screen does; start it anew where there is room.`;
      const {seq = 0, at = 0} = batch.at(-1) ?? {};
      return [{source: 'health', part: 'feed', state: 'failing', code: 'not-served', text, seq, at}];
    }
  }

  return {
    file,
    copied: source => ({
      ...source,
      listen: take => source.listen(async batch => take([...batch, ...(await write(batch))])),
    }),
    async close() {
      await recording.close();
      await rm(folder, {recursive: true, force: true});
    },
  };
}
