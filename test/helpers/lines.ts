import type {Observation} from '../../source/call/observation.js';
import {type LineOptions, lineWriter} from '../../source/output/lines.js';
import {createFeed} from '../../source/store/feed.js';
import {factOf} from '../../source/vonage/facts.js';

/** Lines as a run writes them, and the World behind them. */
export function linesFrom(options: LineOptions) {
  const feed = createFeed(factOf);
  const writer = lineWriter(options);
  feed.listen({each: writer.add});
  return {
    take(observations: readonly Observation[]) {
      feed.take(observations);
      return {...writer.take(), world: feed.world(), wakeAt: feed.world().due};
    },
    finish: () => writer.finish(feed.world()),
  };
}
