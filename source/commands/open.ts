import {readRecording} from '../recording/read.js';
import {printable} from '../terminal/text.js';
import type {Observation} from '../world/observation.js';
import {createArchive} from './archive.js';
import {UsageError} from './exit.js';
import type {MonitorFlags} from './listening.js';
import {show} from './output.js';

/**
 * Shows a recording as if it were live: the same observations through the same fold. `-` is standard input. Returns the exit
 * status; throws `UsageError` when the file cannot be read or holds nothing.
 */
export async function open(file: string, flags: MonitorFlags): Promise<number> {
  const fromInput = file === '-';
  const archive = createArchive(fromInput ? undefined : file);
  let last = 0;
  let count = 0;
  const source = {
    file: fromInput ? undefined : file,
    mode: 'replay' as const,
    payload: archive.payload,
    now: () => last,
    async listen(onObservations: (batch: readonly Observation[]) => void) {
      for await (const batch of batches) {
        archive.add(batch);
        count += batch.length;
        last = Math.max(last, batch.at(-1)?.observation.at ?? 0);
        onObservations(batch.map(({observation}) => observation));
      }
      if (count === 0)
        throw new UsageError(`${printable(file)} holds no observations: is it a recording of convo-monitor?`);
    },
  };
  const batches = readRecording(fromInput ? process.stdin : file, {
    onNotice: ({text}) => void process.stderr.write(`${printable(file)}: ${printable(text, 500)}\n`),
  });
  const ending = await show({source, flags, onStop: archive.close});
  await archive.close();
  return ending.exit;
}
