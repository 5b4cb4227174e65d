import {jsonText} from '../output/json.js';
import {lineWriter} from '../output/lines.js';
import {reports} from '../output/report.js';
import {snapshotOf} from '../output/snapshot.js';
import {emptyWorld} from '../world/world.js';
import {openReplay} from './replay.js';

export type ExportFormat = 'json' | 'ndjson' | keyof typeof reports;

/** Writes a recording in another form to `out`. Throws `UsageError` when the file cannot be read or holds nothing. */
export async function exportRecording(file: string, format: ExportFormat, out: (text: string) => void): Promise<void> {
  const recording = await openReplay(file);
  const lines = lineWriter({format: 'ndjson'});
  const print = (all: readonly string[]) => format === 'ndjson' && all.length > 0 && out(`${all.join('\n')}\n`);
  let world = emptyWorld();
  await recording.listen(batch => {
    const written = lines.fold(world, batch);
    world = written.world;
    print(written.out);
  });
  print(lines.finish(world).out);
  if (format !== 'ndjson') {
    const snapshot = await snapshotOf(world, {takenAt: world.now, payload: recording.payload});
    out(format === 'json' ? `${jsonText(snapshot, 2)}\n` : reports[format](snapshot));
  }
  await recording.close();
}
