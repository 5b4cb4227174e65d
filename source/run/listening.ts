import {accessSync, constants, mkdirSync} from 'node:fs';
import {join} from 'node:path';
import envPaths from 'env-paths';
import type {Route} from '../call/observation.js';
import type {Config} from '../config/resolve.js';
import type {AnsweringOptions} from '../intake/answering.js';
import type {ListenerOptions} from '../intake/listener.js';
import {recordingName} from '../recording/name.js';
import {recordingError} from '../recording/open.js';
import type {Model} from '../store/model.js';
import type {Theme} from '../store/view-state.js';
import {printable} from '../text/printable.js';

/** The flags that every monitoring verb has besides the settings of `config`. */
export type MonitorFlags = {
  conversation?: string[];
  answerPath?: string;
  eventPath?: string;
  fallbackPath?: string;
  rtcPath?: string;
  record?: string | boolean;
  durable?: boolean;
  snapshot?: string;
  plain?: boolean;
  format?: 'text' | 'ndjson';
  until?: string;
  timeout?: string;
  calls?: number;
  ascii?: boolean;
  theme?: Theme;
  /** Most frames a second. */
  fps?: number;
  /** Lines instead of the screen, because somebody listens to them. */
  screenReader?: boolean;
  /** Let clicks and the wheel choose; the terminal selects text then only with Shift. */
  mouse?: boolean;
  /** Hide phone numbers. */
  mask?: boolean;
  filter?: string;
  /** Keys that the person chose, by the command's id. */
  keys?: Model['keys'];
};

/** What answers the phone: an application, a file, a number, or a spoken default. */
export function answeringOf({settings}: Config): AnsweringOptions {
  const {forward, ncco, to} = settings;
  if (forward) return {kind: 'forward', url: forward.value};
  if (ncco) return {kind: 'file', file: ncco.value};
  if (to) return {kind: 'connect', number: to.value};
  return {kind: 'talk'};
}

/** The same in words, for the screen. */
export function answeringText(answering: AnsweringOptions): string {
  switch (answering.kind) {
    case 'forward':
      return `what the application at ${answering.url} answers`;
    case 'file':
      return `the NCCO in ${answering.file}`;
    case 'connect':
      return `an NCCO that connects to ${answering.number}`;
    case 'talk':
      return 'a short spoken NCCO (choose with --to, --ncco or --forward)';
  }
}

/** What the listener needs, from configuration and flags. */
export function listenerOf(config: Config, flags: MonitorFlags): ListenerOptions {
  const {port, host, signatureSecret, requireSignature, applicationId, strict} = config.settings;
  const paths: [Route, string | undefined][] = [
    ['answer', flags.answerPath],
    ['event', flags.eventPath],
    ['fallback', flags.fallbackPath],
    ['rtc', flags.rtcPath],
  ];
  return {
    port: port?.value ?? 3000,
    host: host?.value,
    routes: Object.fromEntries(paths.filter(([, path]) => path !== undefined)),
    answering: answeringOf(config),
    strict: strict?.value,
    ...(signatureSecret && {
      signature: {
        secrets: signatureSecret.value,
        applicationId: applicationId?.value,
        required: requireSignature?.value,
      },
    }),
  };
}

/**
 * Where to record: the file asked for, none, or one of its own for this run in the user's state folder. Where that cannot be
 * written to, nothing is recorded, and standard error says so: calls are shown all the same.
 */
export function recordOf({record, durable}: MonitorFlags): {file: string; durable?: boolean} | undefined {
  if (record === false) return undefined;
  if (typeof record === 'string') return {file: record, durable};
  const folder = join(envPaths('convo-monitor', {suffix: ''}).log, 'recordings');
  try {
    mkdirSync(folder, {recursive: true, mode: 0o700});
    accessSync(folder, constants.W_OK);
  } catch (error) {
    const {message} = recordingError(error, folder);
    process.stderr.write(`${printable(message, 1000)} Until then nothing is recorded.\n`);
    return undefined;
  }
  return {file: recordingName(folder, new Date(), process.pid), durable};
}
