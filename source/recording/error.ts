import {codeOf} from '../text/system-error.js';

/** Why a recording could not be opened or written. `message` is for people and says what to do next. */
export class RecordingError extends Error {
  override name = 'RecordingError';
  constructor(
    readonly code: 'not-a-recording' | 'in-use' | 'not-permitted' | 'no-folder' | 'disk-full' | 'io-error',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

const advice: Record<string, {code: RecordingError['code']; text: string}> = {
  ENOSPC: {code: 'disk-full', text: 'the disk is full. Free some space, or choose another place with --record'},
  EDQUOT: {
    code: 'disk-full',
    text: 'your disk quota is used up. Free some space, or choose another place with --record',
  },
  EACCES: {code: 'not-permitted', text: 'this user may not write there. Choose another place with --record'},
  EPERM: {code: 'not-permitted', text: 'this user may not write there. Choose another place with --record'},
  EROFS: {code: 'not-permitted', text: 'the file system is read-only. Choose another place with --record'},
  ELOOP: {code: 'not-a-recording', text: 'it is a symbolic link. Name the file itself'},
  EISDIR: {code: 'not-a-recording', text: 'it is a folder. Name a file'},
  ENOTDIR: {code: 'no-folder', text: 'a part of its path is not a folder. Choose another place with --record'},
  EEXIST: {code: 'no-folder', text: 'a part of its path is not a folder. Choose another place with --record'},
  ENOENT: {
    code: 'no-folder',
    text: 'its folder does not exist and could not be made. Choose another place with --record',
  },
};

/** Any failure of the file system as a `RecordingError` whose message says what happened, where, and what to do. */
export function recordingError(error: unknown, file: string): RecordingError {
  if (error instanceof RecordingError) return error;
  const known = Object.hasOwn(advice, codeOf(error)) ? advice[codeOf(error)] : undefined;
  const text = known?.text ?? `${(error as Error).message}. Check the disk, or choose another place with --record`;
  return new RecordingError(known?.code ?? 'io-error', `The recording ${file} cannot be written: ${text}.`, {
    cause: error,
  });
}
