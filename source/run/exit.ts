import {CommanderError} from 'commander';
import {printable} from '../text/printable.js';

/** What each kind of error means to a script: 2 wrong usage, 3 configuration or credentials, 4 network. */
const exits: Readonly<Record<string, number>> = {
  ConfigError: 3,
  PrivateKeyError: 3,
  RecordingError: 3,
  WriteError: 3,
  UsageError: 2,
  ListenerError: 4,
};

/** A `ListenerError` of these codes is about what was configured, not about the network. */
const configured: ReadonlySet<unknown> = new Set(['routes', 'forward', 'ncco-file']);

/** Says what went wrong, in words, and returns the exit status. Errors nobody foresaw keep their stack. */
export function exitStatusOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const exit = error instanceof Error ? exits[error.name] : undefined;
  if (!(error instanceof Error) || exit === undefined) {
    const lines = (error instanceof Error ? (error.stack ?? String(error)) : String(error)).split('\n');
    process.stderr.write(`${lines.map(line => printable(line, 1000)).join('\n')}\n`);
    return 1;
  }
  process.stderr.write(`${printable(error.message, 2000)}\n`);
  return 'code' in error && configured.has(error.code) ? 3 : exit;
}
