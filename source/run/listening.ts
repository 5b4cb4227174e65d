import {constants} from 'node:fs';
import {access} from 'node:fs/promises';
import type {Route, Setup} from '../call/observation.js';
import {farEndOf} from '../config/far-end.js';
import {UsageError} from '../config/problem.js';
import type {Config} from '../config/resolve.js';
import {socketTargetOf} from '../config/socket-targets.js';
import {bytesOf, msOfAge, slowAnswerOf, slowTurnOf} from '../config/values.js';
import type {AnsweringOptions} from '../intake/answering.js';
import type {ListenerOptions} from '../intake/listener.js';
import {recordingError} from '../recording/error.js';
import {makeFolder} from '../recording/folder.js';
import {printable} from '../text/printable.js';
import {recordingName, recordingsFolder} from './recordings/folder.js';
import type {SessionOptions} from './session.js';

/** What answers the phone: an application, a file, a number, or a spoken default. Throws `UsageError`. */
export function answeringOf({settings}: Config): AnsweringOptions {
  const {forward, forwardHost, forwardErrors, ncco, to} = settings;
  const [flag, other] = Object.entries({'--forward': forward, '--ncco': ncco, '--to': to}).flatMap(([name, setting]) =>
    setting?.layer === 'flag' ? name : [],
  );
  if (flag && other) throw new UsageError(`${flag} and ${other} are two ways to answer calls: give one.`);
  if (forward) return {kind: 'forward', url: forward.value, host: forwardHost?.value, errors: forwardErrors?.value};
  if (ncco) return {kind: 'file', file: ncco.value};
  if (to) return {kind: 'connect', number: to.value};
  return {kind: 'talk'};
}

/** The same in words, for the screen. */
export function answeringText(answering: AnsweringOptions): string {
  switch (answering.kind) {
    case 'forward':
      return `what the application at ${answering.url.replace(/\?.*/, '')} answers`;
    case 'file':
      return `the NCCO in ${answering.file}`;
    case 'connect':
      return `an NCCO that connects to ${answering.number}`;
    case 'talk':
      return 'a short spoken NCCO (choose with --to, --ncco or --forward)';
  }
}

/** What the World is told of this run, besides where it listens. */
export function setupOf({settings}: Config): Pick<Setup, 'slowAnswer' | 'slowTurn'> {
  return {
    slowAnswer: slowAnswerOf(settings.slowAnswer?.value ?? ''),
    slowTurn: slowTurnOf(settings.mediaSlow?.value ?? ''),
  };
}

/** What a session is given beside what it listens for: how it is recorded, and how much memory it takes. */
export async function sessionOf(
  config: Config,
): Promise<Pick<SessionOptions, 'record' | 'audio' | 'ceiling' | 'onFailure'>> {
  const audio = config.settings.mediaRecord?.value;
  return {record: await recordOf(config), audio, ceiling: ceilingOf(config), onFailure: listenerFailed};
}

/** The most memory to take, bytes, where somebody said. */
export function ceilingOf({settings}: Config): number | undefined {
  return bytesOf(settings.memory?.value);
}

/** Where a simulated Vonage calls: a free port unless the command line asks for one. */
export function portUnlessFree({settings: {port}}: Config): number {
  return port?.layer === 'flag' ? port.value : 0;
}

/** What the listener needs. */
export function listenerOf(config: Config): ListenerOptions {
  const {settings} = config;
  const {port, host, signatureSecret, requireSignature, applicationId, strict} = settings;
  const paths: [Route, string | undefined][] = [
    ['answer', settings.answerPath?.value],
    ['event', settings.eventPath?.value],
    ['fallback', settings.fallbackPath?.value],
    ['rtc', settings.rtcPath?.value],
  ];
  return {
    port: port?.value ?? 3000,
    host: host?.value,
    routes: Object.fromEntries(paths.filter(([, path]) => path !== undefined)),
    answering: answeringOf(config),
    sockets: {
      limit: settings.socketMax?.value,
      to: settings.forwardSocket?.value.map(socketTargetOf),
      farEnd: farEndOf(settings.media?.value),
    },
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
 * Where to record (and where to go on when the folder of that goes): the file asked for, none, or one of its own for this run in the user's state folder. Where that cannot be
 * written to, nothing is recorded, and standard error says so: calls are shown all the same.
 */
async function recordOf({settings}: Config): Promise<SessionOptions['record']> {
  const record = settings.record?.value;
  const kept = {
    durable: settings.durable?.value,
    max: bytesOf(settings.recordMax?.value),
    lasts: msOfAge(settings.recordAge?.value),
  };
  if (record === false) return undefined;
  const folder = recordingsFolder();
  if (record !== undefined) return {file: record, ...kept, elsewhere: folder};
  try {
    await makeFolder(folder);
    await access(folder, constants.W_OK);
  } catch (error) {
    const {message} = recordingError(error, folder);
    process.stderr.write(`${printable(message, 1000)} Until then nothing is recorded.\n`);
    return undefined;
  }
  return {file: recordingName(folder, new Date(), process.pid), ...kept};
}

/** Without the intake nothing is answered and nothing recorded: to go on would only look alive. */
function listenerFailed(error: Error): void {
  throw new Error(
    `The listener has stopped: ${error.message} Start convo-monitor again; the recording is complete up to here.`,
  );
}
