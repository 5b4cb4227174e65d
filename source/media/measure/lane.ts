import type {AudioFigures, OddFrame, Sender} from '../../call/media.js';
import {createArrival} from './arrival.js';
import {type Block, blockMs, createSamples, readBlock} from './block.js';
import {levelOf, silence} from './level.js';
import {likenessOf, oddFrame} from './odd.js';

/** ms that one message lasts (Vonage's WebSocket guide). */
export const frameMs = 20;

/** Counts what one side sends, and reads its audio piece by piece. */
export type LaneMeasure = ReturnType<typeof createLane>;

export function createLane(from: Sender, rate: number) {
  const due = (rate / 1000) * frameMs * 2;
  const blockSamples = (rate / 1000) * blockMs;
  const block: Block = {samples: 0, power: 0, peak: 0, clipped: 0};
  const samplesOf = createSamples();
  const arrival = createArrival(from);
  let [frames, bytes, odd] = [0, 0, 0];
  let firstAt: number | undefined;
  let firstSoundAt: number | undefined;
  let firstOdd: OddFrame | undefined;
  let [samples, clipped, silent] = [0, 0, 0];
  /** Since the last figures. */
  let [heard, peak] = [0, 0];
  const sum = {energy: 0};

  function look(frame: Uint8Array, at: number): void {
    const looksLike = likenessOf(frame, frame.length !== due || frames === 0);
    if (frame.length === due && !looksLike) return;
    odd++;
    firstOdd ??= oddFrame(frame, due, at, looksLike);
  }

  function count(at: number): void {
    samples += block.samples;
    clipped += block.clipped;
    sum.energy += block.power * block.samples;
    heard += block.samples;
    peak = Math.max(peak, block.peak);
    if (block.power < silence) silent += block.samples;
    else firstSoundAt ??= at;
  }

  return {
    /** Takes a frame; gives each piece of 10 ms, or less at the end, to `each`. The piece is not to be kept. */
    frame(frame: Uint8Array, at: number, each: (block: Block) => void): void {
      look(frame, at);
      firstAt ??= at;
      frames++;
      bytes += frame.length;
      const {all, first, end} = samplesOf(frame);
      arrival.frame(frame.length, ((end - first) / rate) * 1000, at);
      for (let start = first; start < end; start += blockSamples) {
        readBlock(all, start, Math.min(start + blockSamples, end), block);
        count(at);
        each(block);
      }
    },
    /** The figures so far; level, peak and pace are those since this was asked last. */
    takeFigures(): Omit<AudioFigures, 'floor' | 'spoken' | 'unclear'> {
      const loudness = heard > 0 ? {level: levelOf(sum.energy / heard), peak: levelOf(peak ** 2 / 2)} : {};
      sum.energy = heard = peak = 0;
      return {
        frames,
        bytes,
        ...(firstAt !== undefined && {firstAt}),
        ...(firstSoundAt !== undefined && {firstSoundAt}),
        ...arrival.takePace(),
        ...arrival.figures,
        ...loudness,
        clipped: samples > 0 ? clipped / samples : 0,
        silent: samples > 0 ? silent / samples : 0,
        odd,
        ...(firstOdd && {firstOdd}),
      };
    },
  };
}
