import {lineWriter} from '../output/lines.js';
import {savedText} from '../output/saved-text.js';
import {masked} from '../run/masked.js';
import {openReplay} from '../run/recorded.js';
import {createFeed} from '../store/feed.js';
import type {SaveFormat} from '../store/save-formats.js';
import {factOf} from '../vonage/facts.js';

export type ExportFlags = {format: SaveFormat; ascii?: boolean; mask?: boolean};

/** Writes a recording in another form to `out`. Throws `UsageError` when the file cannot be read or holds nothing. */
export async function exportRecording(
  file: string,
  {format, ascii, mask}: ExportFlags,
  out: (text: string) => void,
): Promise<void> {
  const recording = await openReplay(file);
  const source = mask ? masked(recording) : recording;
  const feed = createFeed(factOf);
  const lines = lineWriter({format: 'ndjson'});
  const print = (all: readonly string[]) => all.length > 0 && out(`${all.join('\n')}\n`);
  if (format === 'ndjson') feed.listen({each: lines.add, batch: () => print(lines.take().out)});
  await source.listen(feed.take);
  const world = feed.world();
  if (format === 'ndjson') print(lines.finish(world).out);
  else out(await savedText(format, world, {takenAt: world.now, payload: source.payload, ascii}));
  await recording.close();
}
