import {stat} from 'node:fs/promises';
import {basename} from 'node:path';
import type {Note} from '../../call/observation.js';
import {type Appended, appendTo} from '../../recording/append.js';
import {readCallIndex, writeCallIndex} from '../../recording/call-index.js';
import {RecordingError} from '../../recording/error.js';
import {readIndex, writeIndex} from '../../recording/index-file.js';
import {printable} from '../../text/printable.js';
import {codeOf} from '../../text/system-error.js';
import {version} from '../../version.js';
import type {KeptNote} from '../kept-note.js';

/** Why a note is not in a recording. */
const reasons: Readonly<Record<RecordingError['code'], string>> = {
  'in-use': 'another monitor is writing to the recording',
  'not-a-recording': 'the file is packed, a snapshot, a link, or of another version',
  'not-permitted': 'the recording may not be written to',
  'no-folder': 'the recording is not there any more',
  'disk-full': 'the disk is full',
  'io-error': 'the recording cannot be written to',
};

/**
 * Writes a note behind a recording, at the time that the recording ends: no time passes in it. What is kept beside it fits it afterwards as before.
 * Resolves with why that cannot be, in words, where it cannot.
 */
export async function noteInFile(file: string, note: Note, at: number): Promise<Appended | {why: string}> {
  try {
    const before = await stat(file);
    // Only what is there is written to: opening it would begin another one.
    if (before.size === 0) return {why: reasons['not-a-recording']};
    const [summary, calls] = await Promise.all([readIndex(file, before), readCallIndex(file, before)]);
    const draft = {source: 'control', action: 'note', note: {...note, written: Date.now()}} as const;
    const appended = await appendTo(file, draft, at, version);
    const {offset, length} = appended;
    const after = await stat(file);
    if (summary) await writeIndex(file, after, {...summary, observations: summary.observations + 1});
    if (calls) {
      calls.find(({id}) => id === note.conversation)?.places.push(offset, length);
      await writeCallIndex(file, after, calls);
    }
    return appended;
  } catch (error) {
    if (error instanceof RecordingError) return {why: reasons[error.code]};
    return {why: codeOf(error) === 'ENOENT' ? reasons['no-folder'] : reasons['io-error']};
  }
}

/** Where an observation came from: the file, and its `seq` there. */
export type SeqInFile = {file: string; seq: number};

type Options = {
  /** Undefined where it is in no file that could be written to: on standard input, or in a file that has gone. */
  origin: SeqInFile | undefined;
  /** The time that the recording has come to, ms since the epoch. */
  at: number;
  /** What is written to the file is read from there. */
  follows?: boolean;
  onAppended?: (appended: Appended) => void;
};

/** Keeps a note on something recorded: in its file, or as long as it is shown, with the reason. */
export async function keepRecorded(note: Note, {origin, at, follows = false, onAppended}: Options): Promise<KeptNote> {
  const observation = {source: 'control', action: 'note', at, note} as const;
  const appended = origin
    ? await noteInFile(origin.file, {...note, to: origin.seq}, at)
    : {why: 'it comes from no file'};
  const what = note.text === '' ? 'The note is taken away' : 'Noted';
  if ('why' in appended)
    return {
      text: `${what} here, and in what you save, but not in the recording: ${appended.why}.`,
      tone: 'bad',
      observation,
    };
  onAppended?.(appended);
  return {
    text: `${what}, in ${printable(basename(origin?.file ?? ''), 60)}.`,
    tone: 'good',
    ...(!follows && {observation}),
  };
}
