import {createFeed, type FeedListener} from '../store/feed.js';
import {factOf} from '../vonage/facts.js';
import type {World} from '../world/world.js';
import {keepBelow} from './ceiling.js';
import {judgedBy} from './judged.js';
import {masked} from './masked.js';
import {readingBar} from './reading-bar.js';
import type {Replay} from './recorded.js';
import {writeReports} from './reporters.js';
import type {Source} from './source.js';
import type {ShowFlags} from './start.js';
import {runFailures} from './why-failed.js';

/** Whether a recording is only to be held against flows: nobody asked for its lines, or for a part of it. */
export function isCheck({
  flows,
  plain,
  format,
  snapshot,
  until,
  calls,
  timeout,
  screenReader,
  alerts,
}: ShowFlags): boolean {
  const asksMore = [plain, format, snapshot, until, calls, timeout, screenReader, alerts].some(
    each => each !== undefined && each !== false,
  );
  return flows !== undefined && !asksMore;
}

/** Reads a recording to its end, holds it against flows, and prints what became of them. Returns the exit status: 1 when one went otherwise. */
export async function runCheck(recording: Replay & Pick<Source, 'ceiling'>, flags: ShowFlags): Promise<number> {
  const source = flags.mask ? {...recording, ...masked(recording)} : recording;
  const judged = judgedBy(flags.flows ?? []);
  const world = await readAll(source, judged.listener);
  const isAsExpected = await writeReports(judged.finish(world), {...flags, isAlone: true});
  const failures = runFailures(world, flags);
  for (const failure of failures) process.stderr.write(`${failure}\n`);
  return isAsExpected && failures.length === 0 ? 0 : 1;
}

/** All that a recording says, folded. Throws `FileError` when it holds nothing. */
export async function readAll(source: Source, listener?: FeedListener): Promise<World> {
  const feed = createFeed(factOf);
  if (listener) feed.listen(listener);
  const letAllBe = keepBelow(feed, source.ceiling);
  const unbar = readingBar(source);
  try {
    await source.listen(feed.take);
  } finally {
    unbar();
    letAllBe();
  }
  return feed.world();
}
