import {parseFilter} from '../filter/parse.js';
import {lineWriter} from '../output/lines.js';
import {newsFilter} from '../output/passes.js';
import {backgroundOf} from '../screen/theme.js';
import {createFeed, type FeedListener} from '../store/feed.js';
import {abilitiesOf} from '../terminal/abilities.js';
import {endedBy, endings, SIGNALLED} from '../terminal/signals.js';
import {colorDepth} from '../terminal/style.js';
import {factOf} from '../vonage/facts.js';
import {LAST_COMMANDS, startAlerts} from './alerts/alerts.js';
import {bellOf} from './alerts/bell.js';
import {behindSayer} from './behind.js';
import {forgottenNews, keepBelow} from './ceiling.js';
import {conditionsOf} from './conditions.js';
import {exitStatusOf, isForeseen} from './exit.js';
import {forStream, linePaint} from './paint.js';
import {readingBar} from './reading-bar.js';
import type {Ending, ShowOptions} from './source.js';
import {roomForOutput, whenOutputEnds} from './standard-output.js';
import {untilDone} from './until-done.js';
import {sayWarnings, warn} from './warn.js';

type LinesOptions = Pick<ShowOptions, 'source' | 'flags' | 'endsAfter' | 'conversation'> & {
  /** Listen to what is known, beside the lines. */
  listeners?: readonly FeedListener[];
};

/** How often a source is asked what it has to say, ms. */
const ASKED_EVERY = 1000;

/**
 * Facts on standard output, the monitor's own condition on standard error, until the conditions are met, a signal comes, or
 * whoever reads is gone.
 */
export function runLines({source, flags, endsAfter, conversation, listeners = []}: LinesOptions): Promise<Ending> {
  sayWarnings();
  const conditions = conditionsOf(flags, {endsAfter, conversation}, performance.now());
  const depth = flags.format === 'ndjson' ? 'none' : colorDepth(process.env, process.stdout.isTTY === true);
  const {theme} = flags;
  const {background} = abilitiesOf(process.env, undefined, []);
  const filter = flags.filter === undefined ? undefined : parseFilter(flags.filter).filter;
  const writer = lineWriter({
    format: flags.format ?? 'text',
    quiet: flags.quiet,
    paint: linePaint({depth, background: backgroundOf({theme, background})}),
    ...(filter && {passes: newsFilter(filter)}),
  });
  const feed = createFeed(factOf);
  const alerts = flags.alerts && startAlerts(flags.alerts, {source, ring: bellOf(flags.alerts), say: warn});
  let isOver = false;
  const unbar = readingBar(source);

  return new Promise((resolve, reject) => {
    // Standard output is the snapshot's alone where it goes there.
    const facts = flags.snapshot === '-' ? process.stderr : process.stdout;
    const write = (stream: typeof facts, lines: readonly string[]) => {
      if (lines.length === 0) return;
      const text = `${lines.join('\n')}\n`;
      stream.write(flags.format === 'ndjson' ? text : forStream(stream, text, flags.ascii));
    };
    const print = ({out, err}: {out: readonly string[]; err: readonly string[]}) => {
      write(process.stderr, err);
      write(facts, out);
    };
    /** Lets go of all that would keep the program running, once: whether it was not done before. */
    const letGo = (): boolean => {
      if (isOver) return false;
      isOver = true;
      unbar();
      clearInterval(asking);
      letAllBe();
      for (const signal of endings) process.off(signal, interrupted);
      return true;
    };
    const finish = (exit: number) => {
      if (!letGo()) return;
      print(writer.finish(feed.world()));
      alerts?.finish(feed.world());
      // Whoever gave a signal does not wait.
      const closing = alerts?.close(exit > SIGNALLED ? 0 : LAST_COMMANDS);
      void Promise.resolve(closing).then(() => resolve({exit, world: feed.world()}));
    };
    const interrupted = (signal: (typeof endings)[number]) => finish(endedBy[signal]);
    for (const signal of endings) process.on(signal, interrupted);
    whenOutputEnds(finish);
    const behind = behindSayer(source.behind);
    const letAllBe = keepBelow(feed, source.ceiling);
    feed.listen({
      each: writer.add,
      forgot({world, conversations}) {
        writer.forget(conversations);
        writer.say(world, forgottenNews(world, source));
      },
      batch(world) {
        const news = behind();
        if (news) writer.say(world, news);
        print(writer.take());
      },
    });
    const asking = setInterval(() => {
      for (const each of source.notices?.() ?? []) writer.say(feed.world(), each);
      print(writer.take());
    }, ASKED_EVERY);
    for (const each of listeners) feed.listen(each);
    if (alerts) feed.listen(alerts.listener);
    void untilDone({feed, source, conditions}).then(({exit, reason}) => {
      if (isOver) return;
      if (exit !== 0) process.stderr.write(`${reason}\n`);
      finish(exit);
    });
    const ended = source.listen(batch => {
      if (isOver) return;
      feed.take(batch);
      return roomForOutput();
    });
    const broken = (error: unknown) => {
      // What was seen of what goes on is left as at any other end.
      if (source.follows && isForeseen(error)) return finish(exitStatusOf(error));
      letGo();
      reject(error);
    };
    ended?.then(() => finish(0), broken);
  });
}
