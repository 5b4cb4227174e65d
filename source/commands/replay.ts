import {UsageError} from '../config/problem.js';
import type {Run} from '../program/options.js';
import {formatAsked} from '../run/json-format.js';
import {openReplay} from '../run/recorded.js';
import {pacer} from '../run/replay/pace.js';
import {printer} from '../run/replay/printer.js';
import {readWebhooks} from '../run/replay/read.js';
import {replay} from '../run/replay/replay.js';
import {stepper} from '../run/replay/step.js';
import {targetAt} from '../run/replay/target.js';
import {targetOf} from '../run/replay/target-of.js';
import {whenOutputEnds} from '../run/standard-output.js';
import {displayOf, usableConfig} from '../run/start.js';
import {endedBy, endings} from '../terminal/signals.js';

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
