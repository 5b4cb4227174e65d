import type {Observation} from '../call/observation.js';
import {parseFilter} from '../filter/parse.js';
import {lineWriter} from '../output/lines.js';
import {newsFilter} from '../output/passes.js';
import {colorDepth} from '../terminal/style.js';
import {emptyWorld} from '../world/world.js';
import {conditionsOf} from './conditions.js';
import {doneBy, wakeAt} from './done.js';
import {linePaint} from './paint.js';
import type {Ending, ShowOptions} from './source.js';

/** 128 + n is what a shell reports for a program that signal n ended. */
const signals = {SIGINT: 130, SIGTERM: 143, SIGHUP: 129} as const;

/**
 * Facts on standard output, the monitor's own condition on standard error, until the conditions are met, a signal comes, or
 * whoever reads is gone.
 */
export function runLines({source, flags, endsAfter}: ShowOptions): Promise<Ending> {
  const conditions = conditionsOf(flags, endsAfter, Date.now());
  const depth = flags.format === 'ndjson' ? 'none' : colorDepth(process.env, process.stdout.isTTY === true);
  const filter = flags.filter === undefined ? undefined : parseFilter(flags.filter).filter;
  const writer = lineWriter({
    format: flags.format ?? 'text',
    paint: linePaint(depth),
    ...(filter && {passes: newsFilter(filter)}),
  });
  let world = emptyWorld();
  let isOver = false;

  return new Promise((resolve, reject) => {
    const print = ({out, err}: {out: readonly string[]; err: readonly string[]}) => {
      if (err.length > 0) process.stderr.write(`${err.join('\n')}\n`);
      if (out.length > 0) process.stdout.write(`${out.join('\n')}\n`);
    };
    const finish = (exit: number) => {
      if (isOver) return;
      isOver = true;
      for (const signal of Object.keys(signals)) process.off(signal, interrupted);
      print(writer.finish(world));
      resolve({exit, world});
    };
    const interrupted = (signal: keyof typeof signals) => finish(signals[signal]);
    for (const signal of Object.keys(signals)) process.on(signal, interrupted);
    process.stdout.on('error', () => finish(0));
    process.stderr.on('error', () => undefined);
    source.attend?.(world, wakeAt(world, conditions));
    const ended = source.listen((batch: readonly Observation[]) => {
      if (isOver) return;
      const written = writer.fold(world, batch);
      world = written.world;
      print(written);
      const times = [written.wakeAt, wakeAt(world, conditions)].filter(time => time !== undefined);
      source.attend?.(world, times.length > 0 ? Math.min(...times) : undefined);
      const done = doneBy(world, conditions);
      if (done && done.exit !== 0) process.stderr.write(`${done.reason}\n`);
      if (done) finish(done.exit);
    });
    ended?.then(() => finish(0), reject);
  });
}
