import type {Observation} from '../call/observation.js';
import {fold} from '../world/fold/fold.js';
import type {World} from '../world/world.js';
import {jsonLine} from './ndjson.js';
import {type News, newsReader} from './news.js';
import {type Paint, textLine} from './text-line.js';

export type LineOptions = {
  format: 'text' | 'ndjson';
  /** Colours a piece of a text line; as it is when not given, as in a pipe. */
  paint?: Paint;
  /** Which news get a line; all of them when not given. */
  passes?: (world: World, news: News) => boolean;
};

/** Lines without their line ends: facts for standard output, the monitor's own condition for standard error. */
export type Lines = {out: string[]; err: string[]};

export type LineWriter = {
  /**
   * Folds observations one by one and says what each of them brought: how they were batched changes nothing. At `wakeAt` (ms
   * since the epoch) a tick would bring something, though nothing else happens.
   */
  fold(world: World, observations: readonly Observation[]): Lines & {world: World; wakeAt?: number};
  /** The END of calls whose last word was still waited for; to be called once, when nothing more comes. */
  finish(world: World): Lines;
};

/**
 * What happens, as lines. A fact has one line, when it is first seen, with the witnesses it had then; a witness who comes later
 * gets none. Diagnostics are text on standard error; with `ndjson` they are objects on standard output as well.
 */
export function lineWriter({format, paint = (_, text) => text, passes = () => true}: LineOptions): LineWriter {
  const reader = newsReader({states: format === 'ndjson'});

  function write(world: World, news: readonly News[], lines: Lines): void {
    for (const each of news) {
      if (!passes(world, each)) continue;
      const isDiagnostic = each.kind === 'health' || each.kind === 'start';
      if (format === 'ndjson') lines.out.push(jsonLine(world, each));
      if (format === 'ndjson' && !isDiagnostic) continue;
      const line = textLine(world, each, paint);
      if (line !== undefined) (isDiagnostic ? lines.err : lines.out).push(line);
    }
  }

  return {
    fold(world, observations) {
      const lines: Lines = {out: [], err: []};
      let next = world;
      for (const observation of observations) {
        next = fold(next, [observation]);
        write(next, reader.after(next, observation), lines);
      }
      return {...lines, world: next, wakeAt: reader.wakeAt(next)};
    },
    finish(world) {
      const lines: Lines = {out: [], err: []};
      write(world, reader.finish(world), lines);
      return lines;
    },
  };
}
