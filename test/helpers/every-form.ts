import type {Observation} from '../../source/call/observation.js';
import {lineWriter} from '../../source/output/lines.js';
import {savedText} from '../../source/output/saved-text.js';
import {createFeed} from '../../source/store/feed.js';
import {saveFormats} from '../../source/store/save-formats.js';
import {factOf} from '../../source/vonage/facts.js';
import {payloadOf} from '../output/seed-call.js';

/** What `open --plain`, `open --json` and every `export` make of it. */
export async function everyForm(observations: readonly Observation[]): Promise<void> {
  const feed = createFeed(factOf);
  const writers = (['text', 'ndjson'] as const).map(format => lineWriter({format}));
  for (const writer of writers) feed.listen({each: writer.add});
  feed.take(observations);
  for (const writer of writers) writer.finish(feed.world());
  const options = {takenAt: feed.world().now, payload: payloadOf(observations)};
  for (const {name} of saveFormats) await savedText(name, feed.world(), options);
}
