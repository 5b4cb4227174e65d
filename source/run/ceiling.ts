import {constants, PerformanceObserver} from 'node:perf_hooks';
import {setFlagsFromString} from 'node:v8';
import type {HealthObservation} from '../call/observation.js';
import type {Feed} from '../store/feed.js';
import {forgottenText} from '../store/session-facts.js';
import type {World} from '../world/world.js';
import type {Source} from './source.js';

/** What the program takes with nothing in it, bytes: code, the thread that listens, and what is on its way between the two. */
const EMPTY = 150e6;
/** What calls take beside what is in use of it: garbage, and room to collect it. */
const SPARE = 1.3;
/** Of the program, what no forgetting gives back. */
const OWN = 20e6;
/** How much of its room the World keeps when it was too large: the next time comes the later, the less that is. */
const LEFT = 0.7;

/** What lines say when calls were let go. */
export function forgottenNews(
  {forgotten, now, seq}: World,
  from: Pick<Source, 'file' | 'attachedTo'>,
): HealthObservation {
  const text = forgotten ? `Let go: ${forgottenText(forgotten, from)}.` : '';
  return {source: 'health', part: 'listener', state: 'ok', code: 'forgotten', seq, at: now, text};
}

/**
 * Has calls forgotten when what is left after a collection of garbage would carry the program's memory beyond `ceiling`, bytes. Returns how to stop.
 */
export function keepBelow(feed: Pick<Feed, 'forget'>, ceiling = Number.POSITIVE_INFINITY): () => void {
  if (ceiling === Number.POSITIVE_INFINITY) return () => undefined;
  // V8 would let the heap double before it looks for garbage: it is to look after a fifth more.
  setFlagsFromString('--heap-growing-percent=20');
  const most = Math.max(OWN * 2, (ceiling - EMPTY) / SPARE);
  const watch = new PerformanceObserver(list => {
    if (!list.getEntries().some(isWhole)) return;
    const {heapUsed, external} = process.memoryUsage();
    const used = heapUsed + external;
    if (used > most) feed.forget(Math.min(1, (used - most * LEFT) / (used - OWN)));
  });
  watch.observe({entryTypes: ['gc']});
  return () => watch.disconnect();
}

/** Of a collection of the whole heap: only that tells what is in use. */
function isWhole(entry: object): boolean {
  return (entry as {detail?: {kind?: number}}).detail?.kind === constants.NODE_PERFORMANCE_GC_MAJOR;
}
