import {createInterface} from 'node:readline';
import type {SimulateStreams} from '../../commands/simulate.js';

/** The process's own streams for `simulate`; standard input is read when somebody asks for its lines, and not before. */
export function processStreams(): SimulateStreams {
  const interruption = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => interruption.abort(130));
  }
  // Whoever read the lines is gone.
  process.stdout.on('error', () => interruption.abort(0));
  return {
    out: text => void process.stdout.write(text),
    err: text => void process.stderr.write(text),
    lines: {[Symbol.asyncIterator]: () => createInterface({input: process.stdin})[Symbol.asyncIterator]()},
    interrupted: interruption.signal,
  };
}
