import {stat} from 'node:fs/promises';
import {setImmediate} from 'node:timers/promises';
import {bytesOf} from '../config/named-file.js';
import {FileError} from '../config/problem.js';
import {isSnapshot, readSnapshot} from '../recording/from-snapshot.js';
import type {Observed} from '../recording/observed.js';
import {type Notice, readRecording} from '../recording/read.js';
import {redactDraft} from '../recording/redact.js';
import {printable} from '../text/printable.js';
import {hideSecrets} from '../text/secrets.js';
import {whyUnreadable} from '../text/system-error.js';
import {createArchive} from './archive.js';
import {createProgress} from './progress.js';
import type {Taking} from './session.js';
import type {Source} from './source.js';

/** Lines that are complained about one by one; a file that is no recording has thousands. */
const mostNotices = 10;

/** A recording as something to be shown; `close` it afterwards. */
export type Replay = Source & {
  listen: (onObservations: Taking) => Promise<void>;
  close(): Promise<void>;
};

/**
 * Opens a recording: the same observations for the same fold. `-` is standard input. What is no observation is told on
 * standard error. Throws `FileError` when the file cannot be read; `listen` rejects with one when it holds nothing.
 */
export async function openReplay(file: string): Promise<Replay> {
  const closing = new AbortController();
  const found = file === '-' ? undefined : await stat(file).catch(refuse(file));
  const isFile = found?.isFile() === true;
  const snapshot = isFile && (await isSnapshot(file).catch(refuse(file)));
  const archive = createArchive(isFile && !snapshot ? file : undefined);
  const notices = noticesOf(file);
  const progress = createProgress(isFile ? found.size : undefined);
  const batches = snapshot
    ? ofSnapshot(file, share => progress.add(share * found.size))
    : readRecording(inPieces(await bytesOf(file, closing.signal).catch(refuse(file)), progress.add), {
        onNotice: notices.add,
      });
  let last = 0;
  let count = 0;
  return {
    file: file === '-' ? undefined : file,
    mode: 'replay',
    payload: seq => archive.payload(seq).then(observation => observation && redactDraft(observation)),
    now: () => last,
    reading: progress.look,
    async close() {
      closing.abort();
      await archive.close();
    },
    async listen(onObservations) {
      for await (const batch of batches) {
        archive.add(batch);
        notices.begin();
        count += batch.length;
        last = Math.max(last, batch.at(-1)?.observation.at ?? 0);
        // An earlier version may have hidden less.
        await onObservations(batch.map(({observation}) => redactDraft(observation)));
        // Keys, signals and frames come between.
        await setImmediate();
        if (closing.signal.aborted) return;
      }
      progress.end();
      if (count === 0) throw new FileError(noRecording(file));
      notices.finish();
    },
  };
}

const refuse = (file: string) => (error: unknown) => {
  const next = 'Name a recording, or - for standard input.';
  throw new FileError(`${printable(file)} cannot be opened: ${whyUnreadable(error)}. ${next}`);
};

/** Bytes, and observations, that are worked through without a look at anything else. */
const PIECE = {bytes: 1 << 16, observations: 64};

async function* inPieces(blocks: AsyncIterable<Uint8Array>, onBytes: (count: number) => void) {
  for await (const block of blocks) {
    for (let from = 0; from < block.length; from += PIECE.bytes) {
      const piece = block.subarray(from, from + PIECE.bytes);
      onBytes(piece.length);
      yield piece;
    }
  }
}

/** A snapshot as the recording that it was taken of; tells of each piece what share of it that is. Throws `FileError` when it cannot be read. */
async function* ofSnapshot(file: string, onShare: (share: number) => void): AsyncGenerator<Observed[]> {
  const observations = await readSnapshot(file).catch((error: Error) => {
    throw new FileError(
      `${printable(file)} is a snapshot that cannot be read: ${printable(error.message, 300)}. Open its recording.`,
    );
  });
  for (let from = 0; from < observations.length; from += PIECE.observations) {
    const piece = observations.slice(from, from + PIECE.observations);
    onShare(piece.length / observations.length);
    yield piece.map(observation => ({observation}));
  }
}

function noRecording(file: string): string {
  const next = 'Name a file that convo-monitor recorded (.ndjson); without --record, they are in its state folder.';
  return `${printable(file)} is no recording: it holds no observation. ${next}`;
}

/**
 * Says on standard error which lines are not observations, and where there are too many, how many more: from the first observation on, for in
 * a file that has none each line would be one.
 */
function noticesOf(file: string) {
  let count = 0;
  let waiting: string[] | undefined = [];
  const say = (text: string): void =>
    void process.stderr.write(`${printable(file)}: ${printable(hideSecrets(text), 500)}\n`);
  return {
    add({code, text}: Notice) {
      // The torn last line is what a crash leaves behind: it is told whatever came before it.
      if (++count > mostNotices && code !== 'torn') return;
      if (waiting) waiting.push(text);
      else say(text);
    },
    begin() {
      waiting?.forEach(say);
      waiting = undefined;
    },
    finish() {
      if (count > mostNotices) say(`${count} lines were left out in all; above are the first ${mostNotices}.`);
    },
  };
}
