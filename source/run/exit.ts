import {CommanderError} from 'commander';
import {withoutTypedSecrets} from '../program/secret-arguments.js';
import {printable} from '../text/printable.js';

/** What each kind of error means to a script: 2 a wrong word or value, wherever it was given, 3 files and credentials, 4 network. */
const exits: Readonly<Record<string, number>> = {
  ConfigError: 3,
  FileError: 3,
  PrivateKeyError: 3,
  RecordingError: 3,
  WriteError: 3,
  UsageError: 2,
  ListenerError: 4,
  ServeError: 4,
  AttachError: 4,
  OtlpError: 4,
  BusError: 1,
  // Somebody else has it, or has changed it; the rest by its code.
  LinkError: 1,
};

/** Where the code says more than the kind of error: what was configured is not the network, and a wrong value is no missing file. */
const exitsByCode: Readonly<Record<string, number>> = {
  routes: 2,
  forward: 2,
  'ncco-file': 3,
  'wrong-value': 2,
  'untrusted-api-url': 2,
  keys: 2,
  'api-unreachable': 4,
  'api-busy': 4,
  'api-failed': 4,
  unreachable: 4,
  'no-answer': 4,
  'no-bus': 4,
  tls: 4,
  'no-tls': 4,
  credentials: 3,
  unauthorized: 3,
  expired: 3,
  forbidden: 3,
  lost: 4,
  'no-tunnel': 4,
  'api-refused': 3,
  'api-unknown': 3,
  'no-voice': 3,
  journal: 3,
};

/** Says what went wrong, in words, and returns the exit status. Errors nobody foresaw keep their stack. */
export function exitStatusOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const exit = error instanceof Error ? exits[error.name] : undefined;
  if (!(error instanceof Error) || exit === undefined) {
    const lines = withoutTypedSecrets(error instanceof Error ? (error.stack ?? String(error)) : String(error)).split(
      '\n',
    );
    process.stderr.write(`${lines.map(line => printable(line, 1000)).join('\n')}\n`);
    return 1;
  }
  process.stderr.write(`${printable(withoutTypedSecrets(error.message), 2000)}\n`);
  return exitOf(error);
}

/** Whether an error is one that a person can mend: its message says how. */
export function isForeseen(error: unknown): boolean {
  return error instanceof Error && exits[error.name] !== undefined;
}

/** The exit status of an error that a person can mend. */
export function exitOf(error: Error): number {
  return ('code' in error ? exitsByCode[String(error.code)] : undefined) ?? exits[error.name] ?? 1;
}
