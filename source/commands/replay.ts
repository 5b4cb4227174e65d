import {createInterface} from 'node:readline';
import {UsageError} from '../config/problem.js';
import {whatText} from '../output/replayed/lines.js';
import type {Run} from '../program/options.js';
import {formatAsked} from '../run/json-format.js';
import {openReplay} from '../run/recorded.js';
import {pacer} from '../run/replay/pace.js';
import {printer} from '../run/replay/printer.js';
import {readWebhooks} from '../run/replay/read.js';
import {type NextStep, replay} from '../run/replay/replay.js';
import {targetAt} from '../run/replay/target.js';
import {targetOf} from '../run/replay/target-of.js';
import {whenOutputEnds} from '../run/standard-output.js';
import {displayOf, usableConfig} from '../run/start.js';
import {streams} from '../run/streams.js';
import type {Replayed} from '../store/replayed/replayed.js';
import {endedBy, endings} from '../terminal/signals.js';
import {maskNumbers} from '../text/numbers.js';
import {printable} from '../text/printable.js';

/**
 * Sends the webhooks of recordings to an application again, and says where its answers differ from those of then. Returns the exit status: 0 all alike,
 * 1 different or not answered. Throws `FileError` as `openReplay` does, and `UsageError` where it is not said to where, or which call is meant.
 */
export const run: Run<'replay'> = async (files, flags) => {
  const {speed = 'max', call: words} = flags;
  const format = formatAsked(flags);
  const config = usableConfig({...flags, to: undefined, format: undefined}, {needs: needed});
  if (speed === 'step' && !process.stdin.isTTY)
    throw new UsageError('--speed step asks before each webhook, which needs a terminal: give a factor, or max.');
  const said = targetOf(config, flags.to);
  if (!said) throw new UsageError('Say where your application is: --to with its URL, or a port.');
  const target = await targetAt(said);
  const recording = await openReplay(files);
  const {signal} = interruption(() => {
    target.close();
    void recording.close();
  });
  try {
    const {webhooks, applicationId} = await readWebhooks(recording, words, {files, signal});
    const {ascii, mask} = displayOf(config);
    const {add, finish, isAlike} = printer({place: target.place, format, ascii, mask});
    const {turn, close} = speed === 'step' ? stepper({signal, mask}) : pacer(speed, signal);
    const {payload} = recording;
    const id = applicationId ?? config.settings.applicationId?.value;
    const ended = await replay({webhooks, payload, target, applicationId: id, turn, onResult: add, signal}).finally(
      close,
    );
    finish(ended);
    if (signal.aborted) return Number(signal.reason);
    return isAlike() ? 0 : 1;
  } finally {
    target.close();
    await recording.close();
  }
};

const needed = ['forward', 'forwardHost', 'signatureSecret', 'mask', 'ascii', 'unicode'] as const;

/** Aborts at a signal, or when nobody reads any more: its reason is the exit status. */
function interruption(onStop: () => void): AbortController {
  const stopping = new AbortController();
  for (const name of endings) process.once(name, () => stopping.abort(endedBy[name]));
  whenOutputEnds(exit => stopping.abort(exit));
  stopping.signal.addEventListener('abort', onStop);
  return stopping;
}

/** Asks before each webhook; the questions are on standard error, because the output may go to a file. */
function stepper({signal, mask}: {signal: AbortSignal; mask?: boolean}) {
  // Without its own editing of lines the terminal stays as it is, and Ctrl-C is a signal.
  const lines = createInterface({input: process.stdin, terminal: false});
  const answers = lines[Symbol.asyncIterator]();
  const stopped = new Promise<NextStep>(resolve =>
    signal.addEventListener('abort', () => resolve('end'), {once: true}),
  );
  return {
    turn(next: Pick<Replayed, 'method' | 'path' | 'event'>): Promise<NextStep> {
      const what = mask ? maskNumbers(whatText(next)) : whatText(next);
      streams.err(`${printable(what, 120)}: Enter sends it, s passes it over, q ends. `);
      return Promise.race([stopped, answers.next().then(({value, done}) => (done ? 'end' : turnOf(value)))]);
    },
    close: () => lines.close(),
  };
}

function turnOf(line: string): NextStep {
  const word = line.trim().toLowerCase();
  return word.startsWith('q') ? 'end' : word.startsWith('s') ? 'skip' : 'send';
}
