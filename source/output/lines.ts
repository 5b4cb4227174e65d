import type {HealthObservation, Observation} from '../call/observation.js';
import type {Changes} from '../world/changes.js';
import type {World} from '../world/world.js';
import {jsonLine} from './ndjson.js';
import {type News, newsReader} from './news.js';
import {type Paint, textLine} from './text-line.js';

export type LineOptions = {
  format: 'text' | 'ndjson';
  /** Colours a piece of a text line; as it is when not given, as in a pipe. */
  paint?: Paint;
  /** Of the monitor's own condition only what fails. */
  quiet?: boolean;
  /** Which news get a line; all of them when not given. */
  passes?: (world: World, news: News) => boolean;
};

/** Lines without their line ends: facts for standard output, the monitor's own condition for standard error. */
export type Lines = {out: string[]; err: string[]};

export type LineWriter = {
  /** Writes what an observation brought; `world` is the World just after it. */
  add(world: World, changes: Changes, observation: Observation): void;
  /** Writes how a part of the monitor is, which no observation says. */
  say(world: World, health: HealthObservation): void;
  /** Lets go of what was written of these conversations. */
  forget(conversations: ReadonlySet<string>): void;
  /** What was written since this was last asked. */
  take(): Lines;
  /** The rest, and the END of calls whose last word was still waited for; to be called once, when nothing more comes. */
  finish(world: World): Lines;
};

/**
 * What happens, as lines. A fact has one line, when it is first seen, with the witnesses it had then; witnesses who come later have
 * a line for all that they add at a time. Diagnostics are text on standard error; with `ndjson` they are objects on standard output as well.
 */
export function lineWriter({
  format,
  paint = (_, text) => text,
  quiet = false,
  passes = () => true,
}: LineOptions): LineWriter {
  const reader = newsReader({states: format === 'ndjson'});
  let lines: Lines = {out: [], err: []};

  function write(world: World, news: readonly News[]): void {
    for (const each of news) {
      if (!passes(world, each)) continue;
      const isDiagnostic = each.kind === 'health' || each.kind === 'start';
      if (quiet && isDiagnostic && !(each.kind === 'health' && each.health.state === 'failing')) continue;
      if (format === 'ndjson') lines.out.push(jsonLine(world, each));
      if (format === 'ndjson' && !isDiagnostic) continue;
      const line = textLine(world, each, paint);
      if (line !== undefined) (isDiagnostic ? lines.err : lines.out).push(line);
    }
  }

  function take(): Lines {
    const taken = lines;
    lines = {out: [], err: []};
    return taken;
  }

  return {
    add: (world, changes, observation) => write(world, reader.after(world, changes, observation)),
    say: (world, health) => write(world, [{kind: 'health', health}]),
    forget: reader.forget,
    take,
    finish(world) {
      write(world, reader.finish(world));
      return take();
    },
  };
}
