import {lineWriter} from '../output/lines.js';
import {savedText} from '../output/saved-text.js';
import {masked} from '../run/masked.js';
import {openReplay} from '../run/recorded.js';
import type {SaveFormat} from '../store/save-formats.js';
import {emptyWorld} from '../world/world.js';

export type ExportFlags = {format: SaveFormat; ascii?: boolean; mask?: boolean};

/** Writes a recording in another form to `out`. Throws `UsageError` when the file cannot be read or holds nothing. */
export async function exportRecording(
  file: string,
  {format, ascii, mask}: ExportFlags,
  out: (text: string) => void,
): Promise<void> {
  const recording = await openReplay(file);
  const source = mask ? masked(recording) : recording;
  const lines = lineWriter({format: 'ndjson'});
  const print = (all: readonly string[]) => format === 'ndjson' && all.length > 0 && out(`${all.join('\n')}\n`);
  let world = emptyWorld();
  await source.listen(batch => {
    const written = lines.fold(world, batch);
    world = written.world;
    print(written.out);
  });
  print(lines.finish(world).out);
  if (format !== 'ndjson') out(await savedText(format, world, {takenAt: world.now, payload: source.payload, ascii}));
  await recording.close();
}
