import {setTimeout} from 'node:timers/promises';
import type {Span} from '../../output/otel/span.js';
import type {SendResult} from './send.js';

/** Spans that wait for a collector that is not there; of more, the oldest traces go. */
const MOST_WAITING = 20_000;

/** Spans of a request: some hundred kilobytes. */
export const SPANS_AT_ONCE = 500;

/** ms until a collector is tried again: the first time, and at most. */
const [FIRST, LONGEST] = [1000, 30_000];

export type Outbox = {
  /** Takes the spans of a trace. */
  add(spans: readonly Span[]): void;
  /** Tries once more to send what waits, for so long, ms, and says what became of all traces. */
  close(ms: number): Promise<{sent: number; lost: number}>;
};

type Options = {
  send: (spans: readonly Span[], ended: AbortSignal) => Promise<SendResult>;
  /** Learns each time what became of something. */
  told: (sent: SendResult) => void;
};

/** Sends traces one request after the other, in their order, without anybody waiting for it. */
export function createOutbox({send, told}: Options): Outbox {
  let waiting: (readonly Span[])[] = [];
  let size = 0;
  let [sent, lost] = [0, 0];
  let isClosing = false;
  const ending = new AbortController();
  /** Is sent now, or waits for its time. */
  let running: Promise<void> | undefined;
  /** Ends the waiting between two tries. */
  let hurry = new AbortController();

  function take(): (readonly Span[])[] {
    let spans = 0;
    const end = waiting.findIndex(trace => {
      spans += trace.length;
      return spans > SPANS_AT_ONCE;
    });
    return waiting.slice(0, end < 0 ? waiting.length : Math.max(1, end));
  }

  function drop(traces: readonly (readonly Span[])[]): void {
    // Some of them may have gone meanwhile, for want of room.
    waiting = waiting.filter(trace => !traces.includes(trace));
    size = waiting.reduce((sum, {length}) => sum + length, 0);
  }

  async function run(): Promise<void> {
    for (let wait = FIRST; waiting.length > 0 && !ending.signal.aborted; ) {
      const traces = take();
      const outcome = await send(traces.flat(), ending.signal);
      told(outcome);
      if (ending.signal.aborted && !outcome.ok) return;
      if (outcome.ok || !outcome.again) {
        const left = traces.filter(trace => waiting.includes(trace)).length;
        if (outcome.ok) sent += left;
        else lost += left;
        drop(traces);
        wait = FIRST;
        continue;
      }
      if (isClosing) return;
      hurry = new AbortController();
      await setTimeout(outcome.waitMs ?? wait, undefined, {ref: false, signal: hurry.signal}).catch(() => undefined);
      wait = Math.min(LONGEST, wait * 2);
    }
  }

  function begin(): void {
    running ??= run().finally(() => {
      running = undefined;
      if (waiting.length > 0 && !isClosing) begin();
    });
  }

  return {
    add(spans) {
      waiting.push(spans);
      size += spans.length;
      while (size > MOST_WAITING && waiting.length > 1) {
        size -= waiting.shift()?.length ?? 0;
        lost += 1;
      }
      begin();
    },
    async close(ms) {
      isClosing = true;
      const limit = globalThis.setTimeout(() => {
        ending.abort();
        hurry.abort();
      }, ms);
      hurry.abort();
      // A request that was under way may have failed for what is mended by now: what is left has its own.
      await running;
      if (waiting.length > 0 && !ending.signal.aborted) await run();
      clearTimeout(limit);
      ending.abort();
      return {sent, lost: lost + waiting.length};
    },
  };
}
