import {lineWriter} from '../output/lines.js';
import {savedText} from '../output/saved-text.js';
import type {Run} from '../program/options.js';
import {masked} from '../run/masked.js';
import {openReplay} from '../run/recorded.js';
import {streams} from '../run/streams.js';
import {createFeed} from '../store/feed.js';
import {factOf} from '../vonage/facts.js';

/** Writes a recording in another form to standard output. Throws `UsageError` when the file cannot be read or holds nothing. */
export const run: Run<'export'> = async ([file = '-'], {format = 'json', ascii, mask}) => {
  const recording = await openReplay(file);
  const source = mask ? masked(recording) : recording;
  const feed = createFeed(factOf);
  const lines = lineWriter({format: 'ndjson'});
  const print = (all: readonly string[]) => all.length > 0 && streams.out(`${all.join('\n')}\n`);
  if (format === 'ndjson') feed.listen({each: lines.add, batch: () => print(lines.take().out)});
  await source.listen(feed.take);
  const world = feed.world();
  if (format === 'ndjson') print(lines.finish(world).out);
  else streams.out(await savedText(format, world, {takenAt: world.now, payload: source.payload, ascii}));
  await recording.close();
  return 0;
};
